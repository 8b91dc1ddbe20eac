import type { AccountField, AccountFieldType } from '../../../../shared/contracts/account-fields';
import type { JsonObject, JsonValue } from '../../../../shared/contracts/json';
import type { TranslationKey } from '../../utils/translations';

/** A field of a type that has an input. */
export type InputField = AccountField & { type: AccountFieldType };

const WITHOUT_INPUT = ['relation', 'media', 'other'];

export const hasInput = (field: AccountField): field is InputField =>
  !WITHOUT_INPUT.includes(field.type);

/** The values of inputs, by field: JSON as text, null if empty. */
export type AccountValues = Record<string, JsonValue>;

export const isJson = ({ type }: AccountField): boolean => type === 'json' || type === 'blocks';

const isText = (value: JsonValue): value is string => typeof value === 'string';

export const initialAccountValues = (fields: readonly AccountField[]): AccountValues =>
  Object.fromEntries(
    fields.map((field) => [
      field.name,
      isJson(field) && field.default !== null
        ? JSON.stringify(field.default, null, 2)
        : field.default,
    ])
  );

const isEmpty = (value: JsonValue | undefined): boolean =>
  value === undefined || value === null || (isText(value) && value.trim() === '');

const parsed = (text: JsonValue): { value: JsonValue } | undefined => {
  try {
    return { value: JSON.parse(String(text)) };
  } catch {
    return undefined;
  }
};

/**
 * Checks what the browser can check. The server validates the values against the user type.
 *
 * @returns a problem for each field that has one
 */
export const checkAccountValues = (
  fields: readonly AccountField[],
  values: AccountValues
): Record<string, TranslationKey> => {
  const problemOf = (field: AccountField): TranslationKey | undefined => {
    const value = values[field.name];

    if (isEmpty(value)) {
      return field.required ? 'common.error.required' : undefined;
    }

    return isJson(field) && !parsed(value) ? 'common.error.json' : undefined;
  };
  const problems = fields
    .map((field) => [field.name, problemOf(field)] as const)
    .filter((entry): entry is [string, TranslationKey] => entry[1] !== undefined);

  return Object.fromEntries(problems);
};

/** The values for the request body. They must have been checked. */
export const toAccountFields = (
  fields: readonly AccountField[],
  values: AccountValues
): JsonObject =>
  Object.fromEntries(
    fields.map((field) => {
      const value = values[field.name] ?? null;

      if (isEmpty(value)) {
        return [field.name, null];
      }

      return [field.name, isJson(field) ? (parsed(value)?.value ?? null) : value];
    })
  );

/** The inputs for stored values. */
export const toInputs = (fields: readonly AccountField[], stored: JsonObject): AccountValues =>
  Object.fromEntries(
    fields.map((field) => {
      const value = stored[field.name] ?? null;

      return [field.name, isJson(field) && value !== null ? JSON.stringify(value, null, 2) : value];
    })
  );

/** The values that differ from the stored ones, for the request. The inputs must have been checked. */
export const changedFields = (
  fields: readonly AccountField[],
  stored: JsonObject,
  inputs: AccountValues
): JsonObject => {
  const before = toInputs(fields, stored);
  const changed = fields.filter(({ name }) => (inputs[name] ?? null) !== (before[name] ?? null));

  return toAccountFields(changed, inputs);
};
