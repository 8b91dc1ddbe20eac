import { TextInput } from '@strapi/design-system';
import * as React from 'react';

import { FieldFrame } from '../../../components/FieldFrame';
import { PasswordInput } from '../../../components/PasswordInput';
import { useTranslate } from '../../../hooks/useTranslate';
import type { CreateFieldName } from './createForm';
import type { CreateForm } from './useCreateForm';

interface CreateFieldProps {
  form: CreateForm;
  name: CreateFieldName;
  required?: boolean;
  hint?: string;
  type?: 'text' | 'email' | 'password';
  maxLength?: number;
}

export const CreateField = ({
  form,
  name,
  required,
  hint,
  type = 'text',
  maxLength,
}: CreateFieldProps) => {
  const t = useTranslate();
  const input = {
    name,
    value: form.values[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => form.change(name, event.target.value),
    onBlur: () => form.leave(name),
  };

  return (
    <FieldFrame
      name={name}
      label={t(`create.${name}`)}
      error={form.errorOf(name)}
      hint={hint}
      required={required}
    >
      {type === 'password' ? (
        <PasswordInput {...input} />
      ) : (
        <TextInput {...input} type={type} maxLength={maxLength} autoComplete="off" />
      )}
    </FieldFrame>
  );
};
