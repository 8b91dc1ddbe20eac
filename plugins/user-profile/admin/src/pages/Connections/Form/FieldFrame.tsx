import { Field } from '@strapi/design-system';
import { useField } from '@strapi/strapi/admin';
import * as React from 'react';

interface FieldFrameProps {
  /** Where the form has the value, such as `options.issuer`. */
  path: string;
  label: string;
  hint?: string;
  required?: boolean;
  children: React.ReactNode;
}

/** Label, hint and what is wrong, around an input. */
export const FieldFrame = ({ path, label, hint, required, children }: FieldFrameProps) => {
  const { error } = useField(path);

  return (
    <Field.Root
      name={path}
      required={required}
      hint={hint}
      error={error}
      // Each problem has a line of its own.
      style={{ whiteSpace: 'pre-line' }}
    >
      <Field.Label>{label}</Field.Label>
      {children}
      <Field.Error />
      <Field.Hint />
    </Field.Root>
  );
};
