import { z } from '@strapi/utils';

import {
  IMPORT_FIELDS,
  IMPORT_FORMATS,
  IMPORT_MATCHES,
  IMPORT_MODES,
  IMPORT_PREFIXES,
  IMPORT_REPORT_FORMATS,
  IMPORT_STATUSES,
  MAX_IMPORT_COLUMNS,
  MAX_IMPORT_CONNECTIONS,
} from '../import-fields';
import { isoDate, plainText, withMaxEntries } from './common';
import { firebaseHashConfig } from './firebase-hash-config';
import { component } from './schema';

export const importFormat = z.enum(IMPORT_FORMATS);

export const importStatus = z.enum(IMPORT_STATUSES);

/** The `id` of an import. */
export const importId = z.uuid();

const connectionName = plainText(128);

const isField = (text: string): boolean =>
  (IMPORT_FIELDS as readonly string[]).includes(text) ||
  IMPORT_PREFIXES.some((prefix) => text.startsWith(prefix) && text.length > prefix.length);

/** What a column of a CSV file is mapped to. */
export const mappedField = z
  .string()
  .max(200)
  .refine(
    isField,
    `must be one of ${IMPORT_FIELDS.join(', ')}, or ${IMPORT_PREFIXES.map((prefix) => `${prefix}<key>`).join(' or ')}`
  );

const choices = {
  connection: connectionName
    .optional()
    .describe(
      'The connection that the users are imported into. Optional for an export of this plugin, whose users keep their connections.'
    ),
  connections: withMaxEntries(
    z.record(plainText(255), connectionName),
    MAX_IMPORT_CONNECTIONS,
    `must have at most ${MAX_IMPORT_CONNECTIONS} connections`
  )
    .optional()
    .describe(
      'By the name of a connection in the file, the one here that its users are imported into.'
    ),
  match_by: z
    .enum(IMPORT_MATCHES)
    .default('user_id')
    .describe(
      'By what a user of the file is recognized: the `user_id`, or the email address within the connection.'
    ),
  mode: z
    .enum(IMPORT_MODES)
    .default('skip')
    .describe(
      'What happens to a user who exists. `skip`: nothing. `merge`: what the file has is stored, and everything else stays; `user_metadata` is merged one level deep. `replace`: what the file lacks is emptied, except account fields. Email addresses stay in each case, and so do passwords that were set or used here.'
    ),
};

/** POST /imports/:id/run */
export const importOptions = z.strictObject({
  ...choices,
  dry_run: z.boolean().default(false).describe('Counts what would happen, and changes nothing.'),
  mapping: withMaxEntries(
    z.record(z.string().max(200), mappedField.nullable()),
    MAX_IMPORT_COLUMNS,
    `must have at most ${MAX_IMPORT_COLUMNS} columns`
  )
    .optional()
    .describe('Of a CSV file: the attribute of each column. `null` leaves the column out.'),
  hash_config: firebaseHashConfig
    .optional()
    .describe(
      'Of a Firebase file: the parameters of its password hashes. No response contains them.'
    ),
});

export type ImportOptions = z.output<typeof importOptions>;

export const runImportBody = z.strictObject({ data: importOptions });

/**
 * POST /imports: the query of an upload. With `run=true` the import starts at once, with the options in the
 * query, which are invalid without it. A multipart upload may send all options as JSON in the field `data` instead.
 */
export const uploadImportQuery = z.strictObject({
  connection: choices.connection,
  match_by: choices.match_by,
  mode: choices.mode,
  dry_run: z.enum(['true', 'false']).optional(),
  file_name: plainText(255).optional().describe('The name of a file that is sent as a stream.'),
  run: z
    .enum(['true', 'false'])
    .optional()
    .describe('Runs the import at once. The other options need it.'),
});

/** The field `data` of a multipart upload. */
export const uploadImportData = importOptions.partial().extend({ run: z.boolean().default(false) });

export const importCounts = component(
  'ImportCounts',
  z.object({
    read: z.number().int().describe('Users in the file, up to the present position.'),
    created: z.number().int(),
    updated: z.number().int(),
    unchanged: z.number().int().describe('Users who were already as the file has them.'),
    skipped: z.number().int().describe('Users who exist, with the mode `skip`.'),
    failed: z.number().int().describe('Lines that could not be imported; see the report.'),
  })
);

export type ImportCounts = z.output<typeof importCounts>;

const parameters = z.record(z.string(), z.union([z.string(), z.number()])).optional();

const importProblem = z.object({
  field: z.string().nullable().describe('Null if the whole line is invalid.'),
  reason: z.string(),
  code: z.string().optional().describe('Names the reason. Texts of the site have none.'),
  params: parameters.describe('Of the reason, such as the `max` of a limit.'),
});

export const importPreviewRow = component(
  'ImportPreviewRow',
  z.object({
    line: z.number().int(),
    values: z
      .record(z.string(), z.string())
      .describe(
        'Cells by column; of a JSON file, the attributes of the profile. Hashes are left out.'
      ),
    problems: z.array(importProblem),
  })
);

export type ImportPreviewRow = z.output<typeof importPreviewRow>;

export const userImport = component(
  'Import',
  z.object({
    id: z.string(),
    status: importStatus,
    format: importFormat,
    compressed: z.boolean(),
    file_name: z.string().nullable(),
    bytes: z.number().int(),
    columns: z.array(z.string()).nullable().describe('Of a CSV file.'),
    suggested_mapping: z
      .record(z.string(), z.string().nullable())
      .nullable()
      .describe(
        'Of a CSV file: the mapping of the last import with the same columns; otherwise what the names of the columns say.'
      ),
    connections: z
      .array(z.string())
      .describe(
        'The connections of the users in the first rows, at most 1,000. Further rows may have others. Each can be mapped by `connections` of the options.'
      ),
    has_app_metadata: z
      .boolean()
      .describe('Whether the first rows contain `app_metadata`, which only the command imports.'),
    options: importOptions
      .omit({ hash_config: true })
      .partial()
      .nullable()
      .describe('Of the last run. Null if there was none.'),
    counts: importCounts,
    ignored_fields: z
      .record(z.string(), z.number().int())
      .describe(
        'Attributes in the file that are not imported, with the number of users who have them.'
      ),
    progress: z.number().min(0).max(1).describe('The part of the file that was read.'),
    rate: z.number().int().nullable().describe('Users per second.'),
    seconds_left: z.number().int().nullable(),
    error: z.string().nullable().describe('Why the import failed as a whole.'),
    error_code: z.string().optional().describe('Names that reason.'),
    error_params: parameters.describe('Of that reason, such as the `line` of the file.'),
    errors_stored: z
      .number()
      .int()
      .describe('Errors in the report. Those of further lines are counted only.'),
    can_run: z.boolean().describe('Whether the file is still there and nothing runs.'),
    actor: z.string(),
    created_at: isoDate,
    started_at: isoDate.nullable(),
    ended_at: isoDate.nullable(),
  })
);

export type UserImport = z.output<typeof userImport>;

export const importResponse = component('ImportResponse', z.object({ data: userImport }));

/** The response to an upload, and of GET /imports/:id. */
export const importDetailsResponse = component(
  'ImportDetailsResponse',
  z.object({
    data: userImport,
    meta: z.object({ preview: z.array(importPreviewRow).describe('The first rows, as read.') }),
  })
);

export const findImportsResponse = component(
  'ImportListResponse',
  z.object({
    data: z.array(userImport),
    meta: z.object({ max_bytes: z.number().int().describe('The largest file that can be sent.') }),
  })
);

/** GET /imports/:id/errors */
export const importErrorsQuery = z.strictObject({
  format: z.enum(IMPORT_REPORT_FORMATS).default('csv'),
});

export const deleteImportResponse = z.object({ data: z.object({ id: z.string() }) });

/** POST /imports, and GET /imports/:id */
export declare namespace FindImport {
  export interface Request {
    params: { importId: string };
  }
  export type Response = z.output<typeof importDetailsResponse>;
}

export declare namespace UploadImport {
  export interface Request {
    query: z.input<typeof uploadImportQuery>;
    data: z.input<typeof uploadImportData>;
  }
  export type Response = z.output<typeof importDetailsResponse>;
}

/** POST /imports/:id/run and /cancel */
export declare namespace RunImport {
  export interface Request {
    params: { importId: string };
    body: z.input<typeof runImportBody>;
  }
  export type Response = z.output<typeof importResponse>;
}

/** GET /imports: the newest first. */
export declare namespace FindImports {
  export type Response = z.output<typeof findImportsResponse>;
}

export declare namespace DeleteImport {
  export type Response = z.output<typeof deleteImportResponse>;
}
