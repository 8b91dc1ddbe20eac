import { Box, Flex, Typography } from '@strapi/design-system';

import { useTranslate } from '../../hooks/useTranslate';
import { Code } from '../Code';
import { CopyButton } from '../CopyButton';
import { TextField } from './FormFields';

interface TypeToConfirmProps {
  name: string;
  /** The whole text to type. The label of a field would be cut off. */
  phrase: string;
  label: string;
}

export const TypeToConfirm = ({ name, phrase, label }: TypeToConfirmProps) => {
  const t = useTranslate();

  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Flex gap={2} alignItems="flex-start" justifyContent="space-between">
        <Typography tag="p" minWidth={0}>
          {label} <Code>{phrase}</Code>
        </Typography>
        <Box shrink={0}>
          <CopyButton text={phrase} label={t('common.copyOf', { name: phrase })} />
        </Box>
      </Flex>
      <TextField name={name} label={t('common.confirmation')} autoComplete="off" />
    </Flex>
  );
};
