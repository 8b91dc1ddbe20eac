import { Field, SingleSelect, SingleSelectOption } from '@strapi/design-system';

import { useTranslate } from '../../../hooks/useTranslate';

interface FlagFieldProps {
  label: string;
  value: boolean | undefined;
  onChange: (value: boolean | undefined) => void;
}

export const FlagField = ({ label, value, onChange }: FlagFieldProps) => {
  const t = useTranslate();

  return (
    <Field.Root>
      <Field.Label>{label}</Field.Label>
      <SingleSelect
        size="S"
        value={value === undefined ? 'any' : String(value)}
        onChange={(next: string | number) => onChange(next === 'any' ? undefined : next === 'true')}
      >
        <SingleSelectOption value="any">{t('users.filter.any')}</SingleSelectOption>
        <SingleSelectOption value="true">{t('common.yes')}</SingleSelectOption>
        <SingleSelectOption value="false">{t('common.no')}</SingleSelectOption>
      </SingleSelect>
    </Field.Root>
  );
};
