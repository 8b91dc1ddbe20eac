import { Field } from '@strapi/design-system';
import * as React from 'react';

interface FieldFrameProps {
  name: string;
  label: string;
  /** One line per problem. */
  error?: string;
  hint?: string;
  required?: boolean;
  children: React.ReactNode;
}

/** An input with label, hint and error. */
export const FieldFrame = ({ name, label, error, hint, required, children }: FieldFrameProps) => (
  <Field.Root
    name={name}
    required={required}
    hint={hint}
    error={error}
    style={{ whiteSpace: 'pre-line' }}
  >
    <Field.Label>{label}</Field.Label>
    {children}
    <Field.Error />
    <Field.Hint />
  </Field.Root>
);
