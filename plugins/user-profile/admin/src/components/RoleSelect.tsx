import { Combobox, ComboboxOption, Field } from '@strapi/design-system';

import { useRoleOptions } from '../hooks/useRoleOptions';
import { useTranslate } from '../hooks/useTranslate';
import { useErrorText } from './dialogs/useRun';

interface RoleSelectProps {
  /** The `documentId` of the role; empty if none is chosen. */
  value: string;
  error?: string;
  onChange: (documentId: string) => void;
}

/** A site may have many roles, so the options can be searched by typing. */
export const RoleSelect = ({ value, error, onChange }: RoleSelectProps) => {
  const t = useTranslate();
  const errorText = useErrorText();
  const { options, isLoading, error: failure } = useRoleOptions();

  return (
    <Field.Root name="role" error={error ?? (failure && errorText(failure))} required>
      <Field.Label>{t('role.label')}</Field.Label>
      <Combobox
        // Finds the text anywhere, not only at the beginning.
        autocomplete={{ type: 'list', filter: 'contains' }}
        placeholder={t('role.choose')}
        loading={isLoading}
        noOptionsMessage={() => t('role.none')}
        clearLabel={t('common.clear')}
        value={value}
        onChange={(next?: string) => onChange(next ?? '')}
        onClear={() => onChange('')}
      >
        {options.map((option) => (
          <ComboboxOption key={option.value} value={option.value} textValue={option.label}>
            {option.label}
          </ComboboxOption>
        ))}
      </Combobox>
      <Field.Error />
    </Field.Root>
  );
};
