import type { AccountField, AccountFieldFilters } from '../../../shared/contracts/account-fields';
import { days, flag, instants, record } from './urlValues';

/** How the panel asks for the values of a field. */
export type FilterKind = 'text' | 'values' | 'flag' | 'number' | 'day' | 'instant';

export interface FieldFilter {
  kind: FilterKind;
  text?: string;
  values?: string[];
  flag?: boolean;
  from?: string;
  to?: string;
}

export type FieldFilters = Record<string, FieldFilter>;

const KINDS: Partial<Record<AccountField['type'], FilterKind>> = {
  enumeration: 'values',
  boolean: 'flag',
  integer: 'number',
  biginteger: 'number',
  float: 'number',
  decimal: 'number',
  date: 'day',
  datetime: 'instant',
  timestamp: 'instant',
};

export const filterKindOf = ({ type }: AccountField): FilterKind => KINDS[type] ?? 'text';

const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, 255) : undefined;

/** What an input for numbers accepts, such as `1e5` and `.5`. */
const NUMBER = /^-?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** Strapi stores decimals with ten digits, two of them after the point. */
const MAX_DECIMAL = 99_999_999.99;

const LIMITS = {
  integer: { min: BigInt('-2147483648'), max: BigInt('2147483647') },
  biginteger: { min: BigInt('-9223372036854775807'), max: BigInt('9223372036854775807') },
};

/** The next whole number within the bound finds the same accounts as a fraction. */
const ROUND = { from: Math.ceil, to: Math.floor };

/** The API rejects a number that no account can have. The nearest one that an account can have takes its place. */
const wholeIn = (text: string, type: keyof typeof LIMITS, bound: keyof typeof ROUND): string => {
  const { min, max } = LIMITS[type];
  const number = BigInt(/^-?\d+$/.test(text) ? text : ROUND[bound](Number(text)));

  return String(number < min ? min : number > max ? max : number);
};

const numberIn = (
  value: unknown,
  { type }: AccountField,
  bound: keyof typeof ROUND
): string | undefined => {
  const text = textIn(value)?.trim();

  if (text === undefined || !NUMBER.test(text) || !Number.isFinite(Number(text))) {
    return undefined;
  }

  if (type === 'integer' || type === 'biginteger') {
    return wholeIn(text, type, bound);
  }

  return type === 'decimal'
    ? String(Math.min(MAX_DECIMAL, Math.max(-MAX_DECIMAL, Number(text))))
    : String(Number(text));
};

/** Leaves out what is invalid for the field. */
const parseFieldFilter = (field: AccountField, value: unknown): FieldFilter => {
  const kind = filterKindOf(field);
  const { $eq, $in, $gte, $lte } = record(value);
  const chosen = Object.values(record($in));
  const values = (field.enum ?? []).filter((name) => chosen.includes(name));

  switch (kind) {
    case 'text':
      return { kind, text: textIn($eq) };
    case 'values':
      return { kind, values: values.length > 0 ? values : undefined };
    case 'flag':
      return { kind, flag: flag($eq) };
    case 'number':
      return { kind, from: numberIn($gte, field, 'from'), to: numberIn($lte, field, 'to') };
    case 'day':
    case 'instant':
      return { kind, ...days(value) };
  }
};

const hasValue = ({ kind: _kind, ...values }: FieldFilter): boolean =>
  Object.values(values).some((value) => value !== undefined);

export const parseFieldFilters = (value: unknown, fields: readonly AccountField[]): FieldFilters =>
  Object.fromEntries(
    fields
      .filter(({ filter }) => filter)
      .map((field) => [field.name, parseFieldFilter(field, record(value)[field.name])] as const)
      .filter(([, filter]) => hasValue(filter))
  );

type Operators = AccountFieldFilters[string];

const operatorsOf = (filter: FieldFilter): Operators => ({
  $eq: filter.text ?? filter.flag,
  $in: filter.values,
  $gte: filter.from,
  $lte: filter.to,
});

const defined = (operators: Operators): Operators =>
  Object.fromEntries(
    Object.entries(operators).filter(([, value]) => value !== undefined)
  ) as Operators;

const mapped = (
  filters: FieldFilters,
  toOperators: (filter: FieldFilter) => Operators
): AccountFieldFilters | undefined => {
  const entries = Object.entries(filters)
    .filter(([, filter]) => hasValue(filter))
    .map(([name, filter]) => [name, defined(toOperators(filter))] as const);

  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
};

export const toUrlFieldFilters = (filters: FieldFilters): AccountFieldFilters | undefined =>
  mapped(filters, operatorsOf);

export const toApiFieldFilters = (filters: FieldFilters): AccountFieldFilters | undefined =>
  mapped(filters, (filter) => (filter.kind === 'instant' ? instants(filter) : operatorsOf(filter)));
