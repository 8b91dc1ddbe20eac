import type { AccountFieldType } from '../../../../../shared/contracts/account-fields';
import type { JsonObject, JsonValue } from '../../../../../shared/contracts/json';
import { IMPORT_FIELDS, IMPORT_PREFIXES } from '../../../../../shared/import-fields';
import { asFlag } from './field-reader';
import type { ReadUser } from './import-user';
import { readAuth0 } from './read-auth0';

export type Mapping = Record<string, string | null>;

/** The types of the account fields, by their names. */
export type FieldTypes = ReadonlyMap<string, AccountFieldType | null>;

const PLAIN: readonly string[] = IMPORT_FIELDS;

/** Names without letter case, blanks and punctuation: those of the attributes, and those of other systems. */
const ALIASES = new Map([
  ...IMPORT_FIELDS.map((field) => [field.replaceAll('_', ''), field] as const),
  ...Object.entries({
    id: 'user_id',
    uid: 'user_id',
    mail: 'email',
    emailaddress: 'email',
    confirmed: 'email_verified',
    login: 'username',
    phone: 'phone_number',
    mobile: 'phone_number',
    fullname: 'name',
    displayname: 'name',
    firstname: 'given_name',
    lastname: 'family_name',
    surname: 'family_name',
    avatar: 'picture',
    photo: 'picture',
    encryptedpassword: 'password_hash',
    password: 'password_hash',
    created: 'created_at',
    disabled: 'blocked',
  }),
]);

const fieldFor = (column: string, accountFields: readonly string[]): string | null => {
  const name = column.trim();
  const lower = name.toLowerCase();
  if (PLAIN.includes(lower)) {
    return lower;
  }
  if (IMPORT_PREFIXES.some((prefix) => name.startsWith(prefix) && name.length > prefix.length)) {
    return name;
  }
  if (accountFields.includes(name)) {
    return `account_fields.${name}`;
  }
  return ALIASES.get(lower.replace(/[^\p{L}\p{N}]/gu, '')) ?? null;
};

/** The mapping that the names of the columns suggest. Each attribute is used once. */
export const suggestMapping = (columns: string[], accountFields: readonly string[]): Mapping => {
  const used = new Set<string>();
  const exact = new Map(columns.map((column) => [column, fieldFor(column, accountFields)]));
  // Exact names come first.
  const ordered = [...columns].sort(
    (a, b) => Number(exact.get(b) === b) - Number(exact.get(a) === a)
  );
  const mapping = new Map<string, string | null>();
  for (const column of ordered) {
    const field = exact.get(column) ?? null;
    mapping.set(column, field !== null && !used.has(field) ? field : null);
    if (field !== null) {
      used.add(field);
    }
  }
  return Object.fromEntries(columns.map((column) => [column, mapping.get(column) ?? null]));
};

const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/;

const LITERAL = /^(?:true|false|null|[[{].*[\]}])$/s;

/** JSON if the cell looks like it, otherwise text. */
const jsonOf = (cell: string): JsonValue => {
  if (!NUMBER.test(cell) && !LITERAL.test(cell)) {
    return cell;
  }
  try {
    return JSON.parse(cell) as JsonValue;
  } catch {
    return cell;
  }
};

/** Of `1.10`, a number would lose a digit: in metadata, it may be the name of a version or a tariff. */
const metadataOf = (cell: string): JsonValue => {
  const value = jsonOf(cell);
  return typeof value === 'number' && String(value) !== cell ? cell : value;
};

const TEXT_TYPES: readonly unknown[] = [
  'string',
  'text',
  'richtext',
  'email',
  'uid',
  'enumeration',
];

/** In a field of text, `10115` is a postcode and `null` a word. The user type validates what is returned. */
const fieldValueOf = (cell: string, type: AccountFieldType | null): JsonValue => {
  if (cell === 'null' && !TEXT_TYPES.includes(type)) {
    return null;
  }
  switch (type) {
    case 'integer':
    case 'float':
    case 'decimal':
      return NUMBER.test(cell) ? Number(cell) : cell;
    case 'boolean':
      return asFlag(cell) ?? cell;
    case 'json':
    case 'blocks':
      return metadataOf(cell);
    default:
      return cell;
  }
};

/** Reads a row of a CSV file. Empty cells are not mentioned. */
export const readCsvRow = (
  line: number,
  row: JsonObject,
  mapping: Mapping,
  fieldTypes: FieldTypes
): ReadUser => {
  const record: JsonObject = {};
  // Only server code maps a column to `app_metadata`: the contract of the routes does not have it.
  const nested: Record<'user_metadata' | 'app_metadata' | 'account_fields', [string, JsonValue][]> =
    {
      user_metadata: [],
      app_metadata: [],
      account_fields: [],
    };
  for (const [column, given] of Object.entries(row)) {
    const field = Object.hasOwn(mapping, column) ? mapping[column] : null;
    const cell = String(given);
    if (field === null || cell.trim() === '') {
      continue;
    }
    const [parent, ...key] = field.split('.');
    if (parent === 'account_fields') {
      const name = key.join('.');
      nested[parent].push([name, fieldValueOf(cell, fieldTypes.get(name) ?? null)]);
    } else if (parent === 'user_metadata' || parent === 'app_metadata') {
      nested[parent].push([key.join('.'), metadataOf(cell)]);
    } else {
      record[field] = cell;
    }
  }
  for (const [parent, entries] of Object.entries(nested)) {
    if (entries.length > 0) {
      record[parent] = Object.fromEntries(entries);
    }
  }
  return readAuth0(line, record);
};
