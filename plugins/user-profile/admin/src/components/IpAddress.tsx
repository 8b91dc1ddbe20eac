import { Flex, Typography } from '@strapi/design-system';

import { useTranslate } from '../hooks/useTranslate';
import { CopyButton } from './CopyButton';

interface IpAddressProps {
  ip: string;
}

/** An IP address with a button to copy it. A long one is cut off; the whole is in the tooltip. */
export const IpAddress = ({ ip }: IpAddressProps) => {
  const t = useTranslate();

  return (
    <Flex gap={1} minWidth={0}>
      <Typography ellipsis title={ip} textColor="neutral800">
        <bdi>{ip}</bdi>
      </Typography>
      <CopyButton text={ip} label={t('common.copyOf', { name: ip })} />
    </Flex>
  );
};
