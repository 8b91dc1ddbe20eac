import fs from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';

import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import type { Problem } from '../../server/src/utils/errors';
import { getService } from '../../server/src/utils/service';
import { firebaseHashConfig } from '../../shared/contracts/firebase-hash-config';
import { mappedField, type UserImport } from '../../shared/contracts/imports';
import { IMPORT_FIELDS, IMPORT_MATCHES, IMPORT_MODES } from '../../shared/import-fields';
import { EXIT_CODES, UsageError, type Command } from '../command';
import { createProgress } from '../progress';

const USAGE = `Usage: strapi-user-profile import FILE [options]

Imports users from an export of Auth0, Firebase or this plugin, or from CSV. The
content decides which; the file may be compressed by gzip. See
https://github.com/strapi-plugin-user-profile/strapi-plugin-user-profile/blob/main/docs/import.md

Options:
  -c, --connection NAME        the connection of the users, such as local
      --map-connection OLD=NEW the connection of users whose connection in the file
                               is OLD; may be repeated
  -m, --mode MODE              of users who exist: skip, merge or replace
                               (default: skip)
      --match-by KEY           user_id or email (default: user_id)
      --column COLUMN=FIELD    the attribute of a column of a CSV file, such as
                               "Plan=user_metadata.plan"; may be repeated
      --hash-config FILE       the password hash parameters of a Firebase project (JSON)
  -n, --dry-run                counts what would happen, and changes nothing
  -r, --report FILE            writes the errors of lines to a CSV file
`;

type Options = Parameters<ReturnType<typeof importService>['runFile']>[0];

const importService = (strapi: Core.Strapi) => getService(strapi, 'user-import');

const oneOf = <Name extends string>(names: readonly Name[], text: string, option: string): Name => {
  const name = names.find((each) => each === text);
  if (name === undefined) {
    throw new UsageError(`${option} must be one of: ${names.join(', ')}.`);
  }
  return name;
};

/** `OLD=NEW` pairs. The last `=` separates, because names of columns may contain one. */
const pairsOf = (texts: string[], option: string): [string, string][] =>
  texts.map((text) => {
    const at = text.lastIndexOf('=');
    if (at < 1) {
      throw new UsageError(`${option} must have the form OLD=NEW.`);
    }
    return [text.slice(0, at), text.slice(at + 1)];
  });

/** Server code may map columns to `app_metadata` and to the role too. */
const isColumnField = (field: string): boolean =>
  mappedField.safeParse(field).success || /^(?:app_metadata\.[^.].*|role|connection)$/.test(field);

const requireColumnField = (field: string): void => {
  if (!isColumnField(field)) {
    throw new UsageError(
      `--column does not know the attribute "${field}". Use one of: ${IMPORT_FIELDS.join(', ')}, role, connection, user_metadata.KEY, app_metadata.KEY or account_fields.NAME.`
    );
  }
};

const readHashConfig = (file: string): Options['hash_config'] => {
  try {
    return firebaseHashConfig.parse(JSON.parse(fs.readFileSync(file, 'utf8')));
  } catch {
    throw new UsageError(
      `${file} must be JSON with base64_signer_key, base64_salt_separator, rounds and mem_cost.`
    );
  }
};

const requireFile = (positionals: string[]): string => {
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) {
    throw new UsageError('Name one file.');
  }
  if (!fs.existsSync(file)) {
    throw new UsageError(`There is no file "${file}".`);
  }
  return file;
};

/** The options of the command, by the names that the service gives them. */
const OPTION_NAMES: Record<string, string> = {
  connection: '--connection',
  connections: '--map-connection',
  mapping: '--column',
  hash_config: '--hash-config',
};

/** A problem of the options names the option, as it was typed. */
const nameOptions = (error: unknown): unknown => {
  if (!(error instanceof errors.ValidationError)) {
    return error;
  }
  const { errors: problems = [] } = error.details as { errors?: Problem[] };
  const lines = problems.map(({ path: [name = '', ...rest], message }) =>
    [OPTION_NAMES[name] ?? name, ...rest].join(' ').concat(`: ${message}`)
  );
  return lines.length > 0 ? new Error(lines.join('\n'), { cause: error }) : error;
};

const describe = (
  { status, counts, error, ignored_fields: ignored }: UserImport,
  isDryRun: boolean
): string => {
  const numbers = (['created', 'updated', 'unchanged', 'skipped', 'failed'] as const).map(
    (name) => `${counts[name].toLocaleString('en')} ${name}`
  );
  const left = Object.entries(ignored).map(([field, count]) => `${field} (${count})`);
  return [
    `${status}: ${numbers.join(', ')}`,
    ...(error === null ? [] : [error]),
    ...(left.length > 0 ? [`Not imported: ${left.join(', ')}`] : []),
    ...(isDryRun ? ['This was a dry run: nothing was changed'] : []),
  ].join('\n');
};

export const importCommand: Command = {
  summary: 'Import users from a file',
  usage: USAGE,
  parse(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        connection: { type: 'string', short: 'c' },
        'map-connection': { type: 'string', multiple: true, default: [] },
        mode: { type: 'string', short: 'm', default: 'skip' },
        'match-by': { type: 'string', default: 'user_id' },
        column: { type: 'string', multiple: true, default: [] },
        'hash-config': { type: 'string' },
        'dry-run': { type: 'boolean', short: 'n', default: false },
        report: { type: 'string', short: 'r' },
      },
    });
    const columns = pairsOf(values.column, '--column');
    columns.forEach(([, field]) => requireColumnField(field));
    const options: Options = {
      path: requireFile(positionals),
      connection: values.connection,
      connections: Object.fromEntries(pairsOf(values['map-connection'], '--map-connection')),
      mode: oneOf(IMPORT_MODES, values.mode, '--mode'),
      match_by: oneOf(IMPORT_MATCHES, values['match-by'], '--match-by'),
      dry_run: values['dry-run'],
      ...(columns.length > 0 && { mapping: Object.fromEntries(columns) }),
      ...(values['hash-config'] !== undefined && {
        hash_config: readHashConfig(values['hash-config']),
      }),
    };
    const { report } = values;

    return async ({ strapi, signal }) => {
      const service = importService(strapi);
      // The file says how many users it has only at its end, so its bytes are the measure.
      const progress = createProgress('kB', Math.ceil(fs.statSync(options.path).size / 1024));
      let shown = 0;
      const result = await service
        .runFile({
          ...options,
          signal,
          onProgress: ({ progress: share, bytes }) => {
            const now = Math.floor((share * bytes) / 1024);
            progress.add(now - shown);
            shown = now;
          },
        })
        .catch((error: unknown) => {
          throw nameOptions(error);
        });
      progress.end(describe(result, values['dry-run']));
      if (report !== undefined && result.errors_stored > 0) {
        const { stream } = await service.errors(result.id, 'csv');
        await pipeline(stream, fs.createWriteStream(report));
      }
      if (result.status !== 'done') {
        return EXIT_CODES.failed;
      }
      return result.counts.failed > 0 ? EXIT_CODES.lineErrors : EXIT_CODES.done;
    };
  },
};
