import { Field, MultiSelect, MultiSelectOption } from '@strapi/design-system';

import { useTranslate } from '../../hooks/useTranslate';

export interface NameOption {
  value: string;
  label: string;
}

interface NamesFieldProps {
  label: string;
  value: string[];
  options: readonly NameOption[];
  onChange: (value: string[]) => void;
}

export const NamesField = ({ label, value, options, onChange }: NamesFieldProps) => {
  const t = useTranslate();

  return (
    <Field.Root>
      <Field.Label>{label}</Field.Label>
      <MultiSelect
        size="S"
        placeholder={t('users.filter.any')}
        clearLabel={t('common.clear')}
        value={value}
        onChange={onChange}
        onClear={() => onChange([])}
        customizeContent={(chosen = []) =>
          options
            .filter((option) => chosen.includes(option.value))
            .map((option) => option.label)
            .join(', ')
        }
      >
        {options.map((option) => (
          <MultiSelectOption key={option.value} value={option.value}>
            {option.label}
          </MultiSelectOption>
        ))}
      </MultiSelect>
    </Field.Root>
  );
};
