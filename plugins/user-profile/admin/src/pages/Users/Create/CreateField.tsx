import { Field, TextInput } from '@strapi/design-system';
import * as React from 'react';

import { PasswordInput } from '../../../components/PasswordInput';
import { useTranslate } from '../../../hooks/useTranslate';
import type { CreateField as FieldName, FieldKey } from './createForm';
import type { CreateForm } from './useCreateForm';

interface FieldFrameProps {
  form: CreateForm;
  name: FieldKey;
  label: string;
  required?: boolean;
  hint?: string;
  children: React.ReactNode;
}

/** An input with label, hint and error. */
export const FieldFrame = ({ form, name, label, required, hint, children }: FieldFrameProps) => (
  <Field.Root
    name={name}
    required={required}
    hint={hint}
    error={form.errorOf(name)}
    // One line per failed rule.
    style={{ whiteSpace: 'pre-line' }}
  >
    <Field.Label>{label}</Field.Label>
    {children}
    <Field.Error />
    <Field.Hint />
  </Field.Root>
);

interface CreateFieldProps extends Omit<FieldFrameProps, 'children' | 'label' | 'name'> {
  name: FieldName;
  type?: 'text' | 'email' | 'password';
  maxLength?: number;
}

export const CreateField = ({ type = 'text', maxLength, ...frame }: CreateFieldProps) => {
  const t = useTranslate();
  const { form, name } = frame;
  const input = {
    name,
    value: form.values[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => form.change(name, event.target.value),
    onBlur: () => form.leave(name),
  };

  return (
    <FieldFrame {...frame} label={t(`create.${name}`)}>
      {type === 'password' ? (
        <PasswordInput {...input} />
      ) : (
        <TextInput {...input} type={type} maxLength={maxLength} autoComplete="off" />
      )}
    </FieldFrame>
  );
};
