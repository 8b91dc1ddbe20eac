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
  /** By the name of a connection in the file, the one here; empty if it has the connection of all others. */
  connections: Readonly<Record<string, string>>;
  matchBy: NonNullable<RunOptions['match_by']>;
  mode: NonNullable<RunOptions['mode']>;
  mapping: Mapping;
  /** As copied from Firebase's console. */
  hashText: string;
}

export const CHOICE_FIELDS = [
  'connection',
  'connections',
  'match_by',
  'mode',
  'mapping',
  'hash_config',
] as const;

export type ChoiceField = (typeof CHOICE_FIELDS)[number];

/** A file without ids can only be recognized by the email address. */
const defaultMatch = ({ format }: UserImport, mapping: Mapping): ImportChoices['matchBy'] =>
  format === 'csv' && !Object.values(mapping).includes('user_id') ? 'email' : 'user_id';

/**
 * The connections that are mapped one by one: those in the file, and those of the last run. If the file has one,
 * the choice for all users is enough.
 */
const mappedNames = ({ connections, options }: UserImport): string[] => {
  const names = [...new Set([...connections, ...Object.keys(options?.connections ?? {})])];

  return names.length > 1 || options?.connections ? names : [];
};

const connectionsOf = (
  userImport: UserImport,
  known: readonly string[]
): ImportChoices['connections'] => {
  const { options } = userImport;
  const last = options?.connections ?? {};
  const chosen = (name: string) => (Object.hasOwn(last, name) ? last[name] : '');

  return Object.fromEntries(
    mappedNames(userImport).map((name) => [
      name,
      options ? chosen(name) : known.includes(name) ? name : '',
    ])
  );
};

export interface ChoiceContext {
  /** The connection that is chosen at first. */
  preset: string;
  /** The names of the connections here, as far as the role may read them. */
  connections: readonly string[];
  /** Whether the role may change users who exist. */
  mayUpdate: boolean;
  hashText: string;
}

/** The choices of the last run, or those that the file suggests. */
export const initialChoices = (
  userImport: UserImport,
  { preset, connections, mayUpdate, hashText }: ChoiceContext
): ImportChoices => {
  const { columns, options, suggested_mapping: suggested } = userImport;
  const known = options?.mapping ?? suggested ?? {};
  const mapping = Object.fromEntries(
    (columns ?? []).map((column) => [column, Object.hasOwn(known, column) ? known[column] : null])
  );

  return {
    connection: options ? (options.connection ?? '') : preset,
    connections: connectionsOf(userImport, connections),
    matchBy: options?.match_by ?? defaultMatch(userImport, mapping),
    // An admin with other permissions may have chosen the one of the last run.
    mode: mayUpdate ? (options?.mode ?? 'skip') : 'skip',
    mapping,
    hashText,
  };
};

/** Whether the role may start an import with these options. */
export const isModeAllowed = (mode: RunOptions['mode'], mayUpdate: boolean): boolean =>
  mayUpdate || mode === undefined || mode === 'skip';

/** Whether the server accepts the choice of connections. Users of unknown ones become errors in the report. */
export const hasConnections = (
  { format }: UserImport,
  { connection, connections }: ImportChoices
): boolean =>
  format === 'export' ||
  [connection, ...Object.values(connections)].some((name) => name.trim() !== '');

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

const trimmedConnections = (
  connections: ImportChoices['connections']
): RunOptions['connections'] => {
  const mapped = Object.entries(connections)
    .map(([from, to]) => [from, to.trim()] as const)
    .filter(([, to]) => to !== '');

  return mapped.length > 0 ? Object.fromEntries(mapped) : undefined;
};

export const toRunOptions = (
  { format }: UserImport,
  { connection, connections, matchBy, mode, mapping, hashText }: ImportChoices,
  dryRun: boolean
): RunOptions => ({
  connection: connection.trim() || undefined,
  connections: trimmedConnections(connections),
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
