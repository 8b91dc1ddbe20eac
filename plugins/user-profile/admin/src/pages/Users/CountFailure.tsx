import { Flex, TextButton, Typography } from '@strapi/design-system';

import { useTranslate } from '../../hooks/useTranslate';

interface CountFailureProps {
  /** Undefined while the list offers to request both again. */
  onRetry: (() => void) | undefined;
}

/** In place of the number of users that match. */
export const CountFailure = ({ onRetry }: CountFailureProps) => {
  const t = useTranslate();

  return (
    <Flex gap={2} wrap="wrap">
      <Typography tag="p" variant="epsilon" textColor="neutral600">
        {t('users.count.failed')}
      </Typography>
      {onRetry ? <TextButton onClick={onRetry}>{t('state.retry')}</TextButton> : null}
    </Flex>
  );
};
