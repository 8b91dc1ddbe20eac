import type { FormErrors, FormValues } from '@strapi/strapi/admin';

import type { ApiError } from '../../utils/errors';
import { sortProblems } from '../../utils/fieldErrors';
import type { FormFailure } from './FormDialog';

/** Assigns the errors of a response to the fields of the form. */
export const formErrors = <TValues extends FormValues>(
  error: ApiError | undefined,
  fields: readonly (keyof TValues & string)[],
  errorText: (error: ApiError) => string
): FormFailure<TValues> | undefined => {
  if (!error) {
    return undefined;
  }

  const { byField, other } = sortProblems(error, fields);
  const named = Object.entries<string[] | undefined>(byField).map(([field, messages = []]) => [
    field,
    messages.join('\n'),
  ]);

  return {
    fields: Object.fromEntries(named) as FormErrors<TValues>,
    notice: other.length > 0 ? errorText({ ...error, message: other.join(' ') }) : undefined,
  };
};
