import { useField } from '@strapi/strapi/admin';
import * as React from 'react';

import { FieldFrame } from '../../../components/FieldFrame';

interface FormFieldFrameProps {
  /** The path of the value in the form, e.g. `options.issuer`. */
  path: string;
  label: string;
  hint?: string;
  required?: boolean;
  children: React.ReactNode;
}

/** A frame that takes its error from the form. */
export const FormFieldFrame = ({ path, ...frame }: FormFieldFrameProps) => {
  const { error } = useField(path);

  return <FieldFrame {...frame} name={path} error={error} />;
};
