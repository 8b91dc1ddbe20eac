import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import type {
  ImportCounts,
  ImportOptions,
  ImportPreviewRow,
  UserImport,
} from '../../../../shared/contracts/imports';
import type { TaskStatus } from '../../../../shared/contracts/status';
import { SECOND_MS } from '../../../../shared/durations';
import type { ErrorCodeDetails } from '../../../../shared/error-texts';
import type { ImportFormat, ImportStatus } from '../../../../shared/import-fields';
import { toStorable } from '../../../../shared/storable-text';
import { IMPORT_ERROR_UID, IMPORT_UID } from '../../runtime/database/plain-models';
import {
  asBoolean,
  asDate,
  asJson,
  asText,
  query,
  table,
  type Row,
} from '../../runtime/database/rows';
import type { Container, Detected } from './formats/detect-format';
import type { LineProblem } from './records/import-user';
import type { Mapping } from './records/read-csv-row';

/** Further errors are only counted. */
export const MAX_STORED_ERRORS = 100_000;

/** What was found out about a file when it was uploaded. */
export interface FileFacts extends Detected {
  compressed: boolean;
  /** When the file was modified (milliseconds). */
  modified: number;
  columns: string[] | null;
  suggested_mapping: Mapping | null;
  /** Of the users in the first rows. */
  connections: string[];
  has_app_metadata: boolean;
  preview: ImportPreviewRow[];
  /** Who uploaded it. Another one may run it. */
  uploader: string;
  /** Whether the one who runs it may mark email addresses as verified. */
  may_verify_email?: boolean;
}

/** A row of the imports table, in the types that all databases share. */
export interface ImportRow {
  id: number;
  key: string;
  actor: string;
  status: ImportStatus;
  file_name: string | null;
  /** Where the file is stored. */
  path: string;
  bytes: number;
  facts: FileFacts;
  options: ImportOptions | null;
  /** Whether server code started it. */
  is_trusted: boolean;
  /** Records that were read and handled. */
  position: number;
  /** Bytes of the file that were read. */
  bytes_read: number;
  counts: ImportCounts;
  ignored_fields: Record<string, number>;
  errors_stored: number;
  is_cancelled: boolean;
  error: string | null;
  error_details: ErrorCodeDetails | null;
  created_at: Date;
  started_at: Date | null;
  ended_at: Date | null;
}

export const NO_COUNTS: ImportCounts = {
  read: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  skipped: 0,
  failed: 0,
};

const NO_FACTS: FileFacts = {
  format: 'auth0' as ImportFormat,
  container: 'lines' as Container,
  delimiter: '',
  compressed: false,
  modified: 0,
  columns: null,
  suggested_mapping: null,
  connections: [],
  has_app_metadata: false,
  preview: [],
  uploader: '',
};

export const toImportRow = (row: Row): ImportRow => ({
  id: row.id,
  key: String(row.key),
  actor: String(row.actor),
  status: String(row.status) as ImportStatus,
  file_name: asText(row.file_name),
  path: String(row.path),
  bytes: Number(row.bytes),
  facts: asJson<FileFacts>(row.facts, NO_FACTS),
  options: asJson<ImportOptions | null>(row.options, null),
  is_trusted: asBoolean(row.is_trusted),
  position: Number(row.position),
  bytes_read: Number(row.bytes_read),
  counts: asJson<ImportCounts>(row.counts, NO_COUNTS),
  ignored_fields: asJson<Record<string, number>>(row.ignored_fields, {}),
  errors_stored: Number(row.errors_stored),
  is_cancelled: asBoolean(row.is_cancelled),
  error: asText(row.error),
  error_details: asJson<ErrorCodeDetails | null>(row.error_details, null),
  created_at: asDate(row.created_at) ?? new Date(0),
  started_at: asDate(row.started_at),
  ended_at: asDate(row.ended_at),
});

export const isRunning = ({ status }: Pick<ImportRow, 'status'>): boolean =>
  status === 'queued' || status === 'running';

/** Whether all users were imported. The file is removed then. */
export const isComplete = ({ status, options }: ImportRow): boolean =>
  status === 'done' && options?.dry_run !== true;

const withoutSecrets = (options: ImportOptions | null): UserImport['options'] => {
  if (!options) {
    return null;
  }
  const { hash_config: _secret, ...shown } = options;
  return shown;
};

/** The part of the file that is done, from 0 to 1. */
const progressOf = ({ status, bytes, bytes_read: read }: ImportRow): number =>
  status === 'done' ? 1 : bytes === 0 ? 0 : Math.min(1, read / bytes);

/** A running import. Only its end tells how many users the file has. */
export const toTask = (row: ImportRow): TaskStatus => {
  const { read } = row.counts;
  const progress = progressOf(row);
  return {
    id: row.key,
    name: 'import',
    running: row.status === 'running',
    progress:
      progress === 0 ? null : { done: read, total: Math.round(read / progress), estimated: true },
  };
};

/** @param hasFile whether the file is still there */
export const serializeImport = (row: ImportRow, hasFile: boolean): UserImport => {
  const { facts, counts, started_at: startedAt, ended_at: endedAt } = row;
  const progress = progressOf(row);
  const elapsed = startedAt ? (endedAt?.getTime() ?? Date.now()) - startedAt.getTime() : 0;
  const rate = elapsed > 0 && counts.read > 0 ? (counts.read * SECOND_MS) / elapsed : null;
  const left = isRunning(row) && progress > 0 ? (elapsed * (1 - progress)) / progress : null;
  return {
    id: row.key,
    status: row.status,
    format: facts.format,
    compressed: facts.compressed,
    file_name: row.file_name,
    bytes: row.bytes,
    columns: facts.columns,
    suggested_mapping: facts.suggested_mapping,
    connections: facts.connections,
    has_app_metadata: facts.has_app_metadata,
    options: withoutSecrets(row.options),
    counts,
    ignored_fields: row.ignored_fields,
    progress,
    rate: rate === null ? null : Math.round(rate),
    seconds_left: left === null ? null : Math.ceil(left / SECOND_MS),
    error: row.error,
    ...(row.error_details && {
      error_code: row.error_details.code,
      error_params: row.error_details.params,
    }),
    errors_stored: row.errors_stored,
    can_run: hasFile && !isRunning(row) && !isComplete(row) && !row.is_trusted,
    actor: row.actor,
    created_at: row.created_at.toISOString(),
    started_at: startedAt?.toISOString() ?? null,
    ended_at: endedAt?.toISOString() ?? null,
  };
};

export const findImport = async (
  strapi: Core.Strapi,
  where: Record<string, unknown>
): Promise<ImportRow | null> => {
  const row: Row | undefined = await query(strapi, IMPORT_UID).where(where).first();
  return row ? toImportRow(row) : null;
};

const JSON_COLUMNS = ['facts', 'options', 'counts', 'ignored_fields', 'error_details'];

/** The columns of a change, with JSON as text. */
export const importColumns = (values: Partial<ImportRow>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      JSON_COLUMNS.includes(name) && value !== null ? JSON.stringify(value) : value,
    ])
  );

const INSERTED_TOGETHER = 200;
const MAX_FIELD = 255;
const MAX_REASON = 500;
const MAX_PARAMETER = 100;

/** A problem without what the database cannot store. Parameters may be as long as a value in the file. */
export const storableProblem = ({
  line,
  field,
  reason,
  code,
  params,
}: LineProblem): LineProblem => ({
  line,
  field: field && toStorable(field),
  reason: toStorable(reason),
  ...(code && { code }),
  ...(params && {
    params: Object.fromEntries(
      Object.entries(params).map(([name, value]) => [
        name,
        typeof value === 'string' ? toStorable(value).slice(0, MAX_PARAMETER) : value,
      ])
    ),
  }),
});

/** Stores problems for the report. */
export const insertErrors = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  id: number,
  problems: LineProblem[]
): Promise<void> => {
  for (let from = 0; from < problems.length; from += INSERTED_TOGETHER) {
    await table(strapi, trx, IMPORT_ERROR_UID).insert(
      problems.slice(from, from + INSERTED_TOGETHER).map((problem) => {
        const { line, field, reason, code, params } = storableProblem(problem);
        return {
          import: id,
          line,
          field: field && field.slice(0, MAX_FIELD),
          reason: reason.slice(0, MAX_REASON),
          details: code ? JSON.stringify({ code, params }) : null,
        };
      })
    );
  }
};
