import { Field } from '@strapi/design-system';
import { useField } from '@strapi/strapi/admin';

import { PasswordInput } from '../../../components/PasswordInput';

interface PasswordFieldProps {
  name: string;
  label: string;
}

export const PasswordField = ({ name, label }: PasswordFieldProps) => {
  const { value, error, onChange } = useField<string | null>(name);

  return (
    <Field.Root name={name} error={error} required>
      <Field.Label>{label}</Field.Label>
      <PasswordInput
        name={name}
        value={value ?? ''}
        onChange={(event) => onChange(name, event.target.value || null)}
      />
      <Field.Error />
    </Field.Root>
  );
};
