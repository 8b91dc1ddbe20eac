import { Field } from '@strapi/design-system';
import { useField } from '@strapi/strapi/admin';
import * as React from 'react';

interface FieldFrameProps {
  /** The path of the value in the form, e.g. `options.issuer`. */
  path: string;
  label: string;
  hint?: string;
  required?: boolean;
  children: React.ReactNode;
}

/** An input with label, hint and error. */
export const FieldFrame = ({ path, label, hint, required, children }: FieldFrameProps) => {
  const { error } = useField(path);

  return (
    <Field.Root
      name={path}
      required={required}
      hint={hint}
      error={error}
      // One line per problem.
      style={{ whiteSpace: 'pre-line' }}
    >
      <Field.Label>{label}</Field.Label>
      {children}
      <Field.Error />
      <Field.Hint />
    </Field.Root>
  );
};
