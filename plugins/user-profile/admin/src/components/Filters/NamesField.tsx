import { Box, Typography } from '@strapi/design-system';

import { useFormatList } from '../../hooks/useFormatList';
import { useTranslate } from '../../hooks/useTranslate';
import type { Choice } from './choices';
import { MultiChoice } from './MultiChoice';

interface NamesFieldProps {
  label: string;
  value: string[];
  options: readonly Choice[];
  onChange: (value: string[]) => void;
}

export const NamesField = ({ label, value, options, onChange }: NamesFieldProps) => {
  const t = useTranslate();
  const formatList = useFormatList();

  return (
    <Box>
      <Typography tag="div" variant="pi" fontWeight="bold" textColor="neutral800" aria-hidden>
        {label}
      </Typography>
      <Box paddingTop={1}>
        <MultiChoice
          label={label}
          groups={[{ choices: options }]}
          value={value}
          placeholder={t('users.filter.any')}
          summary={formatList(
            options.filter((option) => value.includes(option.value)).map(({ label: name }) => name)
          )}
          clearLabel={t('common.clearOf', { name: label })}
          onChange={onChange}
        />
      </Box>
    </Box>
  );
};
