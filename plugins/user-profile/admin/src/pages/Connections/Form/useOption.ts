import { useField } from '@strapi/strapi/admin';

import type { OptionField } from './optionFields';
import type { OptionValue } from './optionValues';
import type { OptionText } from './useOptionText';

export interface OptionInputProps {
  field: OptionField;
  text: OptionText;
  /** Whether a secret is stored. */
  isSet: boolean;
}

/** The value of an option in the form, with its setter. */
export const useOption = <TValue extends OptionValue>({ name }: OptionField) => {
  const path = `options.${name}`;
  const { value, initialValue, error, onChange } = useField<TValue>(path);

  return { path, value, initialValue, error, change: (next: TValue) => onChange(path, next) };
};
