import { Checkbox, Field, TextInput, type TextInputProps } from '@strapi/design-system';
import { useField } from '@strapi/strapi/admin';
import * as React from 'react';

interface TextFieldProps extends Pick<
  TextInputProps,
  'type' | 'endAction' | 'autoComplete' | 'placeholder' | 'maxLength'
> {
  name: string;
  label: string;
  hint?: string;
  required?: boolean;
}

/** Empty text is null, as in Strapi's forms. */
export const TextField = ({ name, label, hint, required, ...input }: TextFieldProps) => {
  const { value, error, onChange } = useField<string | null>(name);

  return (
    <Field.Root name={name} error={error} hint={hint} required={required}>
      <Field.Label>{label}</Field.Label>
      <TextInput
        {...input}
        value={value ?? ''}
        onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
          onChange(name, event.target.value || null)
        }
      />
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
};

interface CheckboxFieldProps {
  name: string;
  label: string;
  hint: string;
}

export const CheckboxField = ({ name, label, hint }: CheckboxFieldProps) => {
  const { value, error, onChange } = useField<boolean>(name);

  return (
    <Field.Root name={name} error={error} hint={hint}>
      <Checkbox
        checked={value ?? false}
        onCheckedChange={(checked) => onChange(name, checked === true)}
      >
        {label}
      </Checkbox>
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
};
