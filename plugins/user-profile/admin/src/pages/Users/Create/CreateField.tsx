import { Field, TextInput } from '@strapi/design-system';
import * as React from 'react';

import { PasswordInput } from '../../../components/PasswordInput';
import { useTranslate } from '../../../hooks/useTranslate';
import type { CreateField as FieldName } from './createForm';
import type { CreateForm } from './useCreateForm';

interface FieldFrameProps {
  form: CreateForm;
  name: FieldName;
  required?: boolean;
  hint?: string;
  children: React.ReactNode;
}

/** An input with label, hint and error. */
export const FieldFrame = ({ form, name, required, hint, children }: FieldFrameProps) => {
  const t = useTranslate();

  return (
    <Field.Root
      name={name}
      required={required}
      hint={hint}
      error={form.errorOf(name)}
      // One line per failed rule.
      style={{ whiteSpace: 'pre-line' }}
    >
      <Field.Label>{t(`create.${name}`)}</Field.Label>
      {children}
      <Field.Error />
      <Field.Hint />
    </Field.Root>
  );
};

interface CreateFieldProps extends Omit<FieldFrameProps, 'children'> {
  type?: 'text' | 'email' | 'password';
  maxLength?: number;
}

export const CreateField = ({ type = 'text', maxLength, ...frame }: CreateFieldProps) => {
  const { form, name } = frame;
  const input = {
    name,
    value: form.values[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => form.change(name, event.target.value),
    onBlur: () => form.leave(name),
  };

  return (
    <FieldFrame {...frame}>
      {type === 'password' ? (
        <PasswordInput {...input} />
      ) : (
        <TextInput {...input} type={type} maxLength={maxLength} autoComplete="off" />
      )}
    </FieldFrame>
  );
};
