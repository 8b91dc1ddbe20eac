import type { RunImport, UserImport } from '../../../../shared/contracts/imports';
import { IMPORT_FIELDS, IMPORT_PREFIXES } from '../../../../shared/import-fields';
import type { LocateProblem } from '../../utils/fieldErrors';
import { withoutPath } from '../../utils/fieldErrors';

export type RunOptions = RunImport.Request['body']['data'];

/** By column of a CSV file; null if the column is left out. */
export type Mapping = Readonly<Record<string, string | null>>;

export interface ImportChoices {
  /** Empty if the users keep the connections of the file. */
  connection: string;
  matchBy: NonNullable<RunOptions['match_by']>;
  mode: NonNullable<RunOptions['mode']>;
  mapping: Mapping;
  /** As copied from Firebase's console. */
  hashText: string;
}

export const CHOICE_FIELDS = ['connection', 'match_by', 'mode', 'mapping', 'hash_config'] as const;

export type ChoiceField = (typeof CHOICE_FIELDS)[number];

/** A file without ids can only be recognized by the email address. */
const defaultMatch = ({ format }: UserImport, mapping: Mapping): ImportChoices['matchBy'] =>
  format === 'csv' && !Object.values(mapping).includes('user_id') ? 'email' : 'user_id';

/** The choices of the last run, or those that the file suggests. */
export const initialChoices = (
  userImport: UserImport,
  preset: string,
  hashText: string
): ImportChoices => {
  const { columns, options, suggested_mapping: suggested } = userImport;
  const known = options?.mapping ?? suggested ?? {};
  const mapping = Object.fromEntries(
    (columns ?? []).map((column) => [column, Object.hasOwn(known, column) ? known[column] : null])
  );

  return {
    connection: options ? (options.connection ?? '') : preset,
    matchBy: options?.match_by ?? defaultMatch(userImport, mapping),
    mode: options?.mode ?? 'skip',
    mapping,
    hashText,
  };
};

/** The key that a column has in an object. Keys of metadata must not contain a dot or a dollar sign. */
const keyOf = (column: string): string => column.trim().replace(/[.$]/g, '_');

/** What a column can be mapped to. */
export const targetsOf = (
  column: string,
  current: string | null,
  accountFields: readonly string[]
): string[] => {
  const isTarget = IMPORT_PREFIXES.some((prefix) => column.startsWith(prefix));
  const [metadata, account] = IMPORT_PREFIXES;

  return [
    ...new Set([
      ...IMPORT_FIELDS,
      ...accountFields.map((name) => `${account}${name}`),
      isTarget ? column : `${metadata}${keyOf(column)}`,
      ...(current === null ? [] : [current]),
    ]),
  ];
};

/** The columns whose attribute another column has too. */
export const doubledColumns = (mapping: Mapping): string[] => {
  const entries = Object.entries(mapping);

  return entries
    .filter(
      ([column, target]) =>
        target !== null && entries.some(([other, same]) => other !== column && same === target)
    )
    .map(([column]) => column);
};

const PARAMETERS = ['base64_signer_key', 'base64_salt_separator', 'rounds', 'mem_cost'] as const;

type Parameter = (typeof PARAMETERS)[number];

const valueIn = (text: string, name: Parameter): string | undefined =>
  new RegExp(`${name}["']?\\s*[:=]\\s*["']?([^\\s"',}]+)`).exec(text)?.[1];

/** The parameters in a text as Firebase's console shows it, or in JSON. Undefined if one is missing. */
export const parseHashConfig = (text: string): RunOptions['hash_config'] => {
  const [key, separator, rounds, memory] = PARAMETERS.map((name) => valueIn(text, name));

  return key && separator && Number.isInteger(Number(rounds)) && Number.isInteger(Number(memory))
    ? {
        base64_signer_key: key,
        base64_salt_separator: separator,
        rounds: Number(rounds),
        mem_cost: Number(memory),
      }
    : undefined;
};

export const toRunOptions = (
  { format }: UserImport,
  { connection, matchBy, mode, mapping, hashText }: ImportChoices,
  dryRun: boolean
): RunOptions => ({
  connection: connection.trim() || undefined,
  match_by: matchBy,
  mode,
  dry_run: dryRun,
  mapping: format === 'csv' ? mapping : undefined,
  hash_config: format === 'firebase' ? parseHashConfig(hashText) : undefined,
});

/** The choice that a problem in the response belongs to. */
export const locateChoiceProblem: LocateProblem = (problem) => ({
  field: problem.path.find((part) => part !== 'data'),
  message: withoutPath(problem),
});
