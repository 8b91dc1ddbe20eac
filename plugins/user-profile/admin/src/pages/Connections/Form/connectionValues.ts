import { CONNECTION_NAME, MAX_CONNECTION_NAME } from '../../../../../shared/constants';
import type { Connection } from '../../../../../shared/contracts/connections';
import type { OptionField } from './optionFields';
import { type InputError, validateOption, type OptionValues, toValues } from './optionValues';

export interface ConnectionValues {
  name: string;
  display_name: string;
  enabled: boolean;
  options: OptionValues;
}

/** The initial values of a new or an existing connection. */
export const valuesOf = (
  fields: readonly OptionField[],
  connection?: Connection
): ConnectionValues => ({
  name: connection?.name ?? '',
  display_name: connection?.display_name ?? '',
  enabled: connection?.enabled ?? true,
  options: toValues(fields, connection?.options ?? {}),
});

const validateName = (name: string): InputError | undefined => {
  if (name.trim() === '') {
    return { id: 'common.error.required' };
  }

  return CONNECTION_NAME.test(name.trim()) && name.trim().length <= MAX_CONNECTION_NAME
    ? undefined
    : { id: 'connections.form.error.name' };
};

const validateDisplayName = (name: string, isNew: boolean): InputError | undefined =>
  // A new connection uses its name by default.
  !isNew && name.trim() === '' ? { id: 'common.error.required' } : undefined;

/** Checks what the browser can check, by field. */
export const validateConnection = (
  fields: readonly OptionField[],
  values: ConnectionValues,
  connection?: Connection
): Record<string, InputError> => {
  const isNew = connection === undefined;
  const secretsSet = [
    ...(connection?.secrets_set ?? []),
    ...(connection?.secrets_unreadable ?? []),
  ];
  const found: [string, InputError | undefined][] = [
    ['name', isNew ? validateName(values.name) : undefined],
    ['display_name', validateDisplayName(values.display_name, isNew)],
    ...fields.map((field): [string, InputError | undefined] => [
      `options.${field.name}`,
      validateOption(field, values.options[field.name], secretsSet),
    ]),
  ];

  return Object.fromEntries(
    found.filter((entry): entry is [string, InputError] => entry[1] !== undefined)
  );
};
