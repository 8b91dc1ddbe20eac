import type { JsonObject, JsonValue } from '../../../../../shared/contracts/json';
import type { TranslationKey } from '../../../utils/translations';
import type { OptionField } from './optionFields';

export interface Pair {
  key: string;
  value: string;
}

/**
 * An option in the form: lists and JSON as text, a map as pairs, a group as an object. For a secret, empty text
 * keeps the stored value and null removes it.
 */
export type OptionValue =
  string | number | boolean | null | readonly string[] | readonly Pair[] | Record<string, string>;

export type OptionValues = Record<string, OptionValue>;

export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const textOf = (value: JsonValue | undefined): string =>
  value === undefined || value === null ? '' : String(value);

const textsOf = (value: JsonValue | undefined): string[] =>
  Array.isArray(value) ? value.map(textOf) : [];

const entriesOf = (value: JsonValue | undefined): [string, string][] =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).map(([key, each]) => [key, textOf(each)])
    : [];

const toValue = ({ kind, names }: OptionField, value: JsonValue | undefined): OptionValue => {
  switch (kind) {
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'flag':
      return value === true;
    case 'choices':
      return textsOf(value);
    case 'list':
      return textsOf(value).join('\n');
    case 'map':
      return entriesOf(value).map(([key, text]) => ({ key, value: text }));
    case 'group': {
      const given = new Map(entriesOf(value));

      return Object.fromEntries(names.map((name) => [name, given.get(name) ?? '']));
    }
    case 'json':
      return value === undefined ? '' : JSON.stringify(value, null, 2);
    case 'secret':
      return '';
    default:
      return textOf(value);
  }
};

/** The initial values: the stored options, and the defaults of the others. */
export const toValues = (fields: readonly OptionField[], options: JsonObject): OptionValues =>
  Object.fromEntries(
    fields.map((field) => [
      field.name,
      toValue(field, Object.hasOwn(options, field.name) ? options[field.name] : field.defaultValue),
    ])
  );

const parsed = (text: string): JsonValue | undefined => {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
};

const pairsOf = (value: OptionValue): Pair[] =>
  (value as readonly Pair[]).filter(({ key, value: text }) => key.trim() !== '' || text !== '');

const toJson = ({ kind }: OptionField, value: OptionValue): JsonValue | undefined => {
  switch (kind) {
    case 'list':
      return linesOf(value as string);
    case 'choices':
      return [...(value as readonly string[])];
    case 'map':
      return Object.fromEntries(pairsOf(value).map(({ key, value: text }) => [key.trim(), text]));
    case 'group':
      return Object.fromEntries(
        Object.entries(value as Record<string, string>).filter(([, text]) => text.trim() !== '')
      );
    case 'json':
      return parsed(value as string);
    case 'number':
      return (value as number | null) ?? undefined;
    case 'secret':
      return value === null ? null : (value as string) || undefined;
    case 'flag':
      return value as boolean;
    default:
      return (value as string).trim() || undefined;
  }
};

const isEmpty = (value: JsonValue | undefined): boolean =>
  value === undefined ||
  (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

/** The options to send. Empty ones are left out, unless the default would then apply. */
export const toOptions = (fields: readonly OptionField[], values: OptionValues): JsonObject =>
  Object.fromEntries(
    fields
      .map((field) => [field, toJson(field, values[field.name])] as const)
      .filter(
        (entry): entry is [OptionField, JsonValue] =>
          entry[1] !== undefined && !(isEmpty(entry[1]) && isEmpty(entry[0].defaultValue))
      )
      .map(([{ name }, value]) => [name, value])
  );

export interface InputError {
  id: TranslationKey;
  values?: Record<string, string | number>;
}

const validateNumber = (
  { min, max, isWhole }: OptionField,
  value: number
): InputError | undefined => {
  if (isWhole && !Number.isInteger(value)) {
    return { id: 'connections.form.error.whole' };
  }

  if (min !== undefined && value < min) {
    return { id: 'connections.form.error.min', values: { min } };
  }

  return max !== undefined && value > max
    ? { id: 'connections.form.error.max', values: { max } }
    : undefined;
};

/** Empty text is not validated: it means no value. */
const validateText = ({ minLength = 0 }: OptionField, value: string): InputError | undefined =>
  value !== '' && value.length < minLength
    ? { id: 'connections.form.error.short', values: { min: minLength } }
    : undefined;

const validatePairs = (value: OptionValue): InputError | undefined => {
  const keys = pairsOf(value).map(({ key }) => key.trim());

  if (keys.includes('')) {
    return { id: 'connections.form.error.key' };
  }

  const twice = keys.find((key, index) => keys.indexOf(key) !== index);

  return twice === undefined
    ? undefined
    : { id: 'connections.form.error.twice', values: { key: twice } };
};

/** Checks what the browser can check. The server validates formats. */
export const validateOption = (
  field: OptionField,
  value: OptionValue,
  secretsSet: readonly string[]
): InputError | undefined => {
  const { kind, name, required } = field;
  const isKept = kind === 'secret' && value === '' && secretsSet.includes(name);

  if (kind === 'json' && (value as string).trim() !== '' && parsed(value as string) === undefined) {
    return { id: 'connections.form.error.json' };
  }

  if (required && !isKept && (value === null || isEmpty(toJson(field, value)))) {
    return { id: 'common.error.required' };
  }

  if (kind === 'number' && typeof value === 'number') {
    return validateNumber(field, value);
  }

  if ((kind === 'text' || kind === 'secret') && typeof value === 'string') {
    return validateText(field, value);
  }

  return kind === 'map' ? validatePairs(value) : undefined;
};
