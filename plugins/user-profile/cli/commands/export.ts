import fs from 'node:fs';
import path from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';

import type { Core } from '@strapi/types';
import type { z } from '@strapi/utils';

import type { ExportedFile } from '../../server/src/utils/export-file';
import { getService } from '../../server/src/utils/service';
import { validate } from '../../server/src/utils/validate';
import { exportDevicesBody, exportLogBody, exportUsersBody } from '../../shared/contracts/exports';
import { USER_EXPORT_FORMATS } from '../../shared/export-fields';
import { EXIT_CODES, UsageError, type Command } from '../command';
import { createProgress, type Progress } from '../progress';

const KINDS = ['users', 'devices', 'events'] as const;

type Kind = (typeof KINDS)[number];
type Format = (typeof USER_EXPORT_FORMATS)[number];

/** What the options say, not yet validated. */
interface Options {
  format: Format;
  fields?: string;
  filters?: unknown;
  withPasswordHashes: boolean;
}

/** Starts the export of one kind. */
type Start = (strapi: Core.Strapi, progress: Progress) => Promise<ExportedFile>;

const USAGE = `Usage: strapi-user-profile export [users] [devices] [events] [options]

Writes one file for each of users, devices and events, or for those that are named.

Options:
  -o, --output FOLDER      where the files are written (default: the current folder);
                           - writes one kind to the standard output
  -f, --format FORMAT      ndjson, json or csv (default: ndjson);
                           auth0: users as Auth0's import accepts them
      --fields NAMES           the attributes of the users, such as
                               email,name,account_fields.plan (default: all)
      --filters JSON           only the users that match, or their devices, or the events
                               that match, such as '{"blocked":{"$eq":true}}'
      --with-password-hashes
                           adds the password hashes to the users. Protect the file:
                           hashes can be attacked offline
`;

const oneOf = <Name extends string>(names: readonly Name[], text: string): Name | undefined =>
  names.find((name) => name === text);

const kindsIn = (named: string[], format: Format): Kind[] => {
  const kinds = named.map((text) => {
    const kind = oneOf(KINDS, text);
    if (kind === undefined) {
      throw new UsageError(`"${text}" cannot be exported. Choose from: ${KINDS.join(', ')}.`);
    }
    return kind;
  });
  if (kinds.length > 0) {
    return [...new Set(kinds)];
  }
  return format === 'auth0' ? ['users'] : [...KINDS];
};

const formatIn = (text: string): Format => {
  const format = oneOf(USER_EXPORT_FORMATS, text);
  if (format === undefined) {
    throw new UsageError(`--format must be one of: ${USER_EXPORT_FORMATS.join(', ')}.`);
  }
  return format;
};

const ACCOUNT_FIELD = 'account_fields.';

/** Without names, everything that is known. The format auth0 has fixed attributes. */
const attributesOf = ({ format, fields }: Options): object => {
  if (fields === undefined) {
    return format === 'auth0' ? {} : { account_fields: true };
  }
  const names = fields.split(',').map((name) => name.trim());
  return {
    fields: names.filter((name) => !name.startsWith(ACCOUNT_FIELD)),
    account_fields: names
      .filter((name) => name.startsWith(ACCOUNT_FIELD))
      .map((name) => name.slice(ACCOUNT_FIELD.length)),
  };
};

const filtersIn = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError('--filters must be JSON.');
  }
};

/** @throws UsageError if the REST API would reject the same request */
const requestOf = <Schema extends z.ZodType>(schema: Schema, data: object): z.output<Schema> => {
  try {
    return validate(schema, { data });
  } catch (error) {
    throw new UsageError(`--${error instanceof Error ? error.message : String(error)}`);
  }
};

/** Validates the options, before Strapi starts. */
const prepare = (kind: Kind, options: Options): Start => {
  const { format, filters, withPasswordHashes } = options;
  const request = { format, ...(filters === undefined ? {} : { filters }) };
  if (kind === 'users') {
    const { data } = requestOf(exportUsersBody, { ...request, ...attributesOf(options) });
    return (strapi, { add: onBatch }) =>
      getService(strapi, 'user-export').users(data, { onBatch, withPasswordHashes });
  }
  if (kind === 'devices') {
    const { data } = requestOf(exportDevicesBody, request);
    return (strapi, { add: onBatch }) =>
      getService(strapi, 'user-export').devices(data, { onBatch });
  }
  const { data } = requestOf(exportLogBody, request);
  return (strapi, { add: onBatch }) => getService(strapi, 'user-export').log(data, { onBatch });
};

/** Opened by its number, because the log of Strapi goes to stderr. */
const openStdout = (): Writable => fs.createWriteStream('', { fd: 1, autoClose: false });

const SINGULAR = { users: 'user', devices: 'device', events: 'event' } as const;

export const exportCommand: Command = {
  summary: 'Write users, devices and events to files',
  usage: USAGE,
  parse(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        output: { type: 'string', short: 'o', default: '.' },
        format: { type: 'string', short: 'f', default: 'ndjson' },
        fields: { type: 'string' },
        filters: { type: 'string' },
        'with-password-hashes': { type: 'boolean', default: false },
      },
    });
    const format = formatIn(values.format);
    const kinds = kindsIn(positionals, format);
    const { output, fields, 'with-password-hashes': withPasswordHashes } = values;
    const isStdout = output === '-';
    if (isStdout && kinds.length > 1) {
      throw new UsageError('The standard output takes one of users, devices and events.');
    }
    if (format === 'auth0' && kinds.some((kind) => kind !== 'users')) {
      throw new UsageError('The format auth0 is for users only.');
    }
    if (withPasswordHashes && !kinds.includes('users')) {
      throw new UsageError('--with-password-hashes is for users only.');
    }
    if (fields !== undefined && kinds.some((kind) => kind !== 'users')) {
      throw new UsageError('--fields is for users only. Name users.');
    }
    const filters = values.filters === undefined ? undefined : filtersIn(values.filters);
    if (filters !== undefined && kinds.includes('events') && kinds.length > 1) {
      throw new UsageError('--filters of events are others than those of users. Name one of them.');
    }
    const exports = kinds.map(
      (kind) => [kind, prepare(kind, { format, fields, filters, withPasswordHashes })] as const
    );

    return async ({ strapi, signal }) => {
      const service = getService(strapi, 'user-export');
      if (!isStdout) {
        fs.mkdirSync(output, { recursive: true });
      }
      for (const [kind, start] of exports) {
        // How many users match is not known before they are read.
        const total = filters === undefined ? await service.count(SINGULAR[kind]) : undefined;
        const progress = createProgress(kind, total);
        const { stream, fileName } = await start(strapi, progress);
        if (isStdout) {
          await pipeline(stream, openStdout(), { signal });
          progress.end();
          continue;
        }
        // Under another name until it is complete, and for its owner only: it contains personal data.
        const file = path.join(output, fileName);
        const partial = `${file}.part`;
        // A file that is already there keeps its mode, and a link leads elsewhere.
        fs.rmSync(partial, { force: true });
        try {
          const target = fs.createWriteStream(partial, { flags: 'wx', mode: 0o600 });
          await pipeline(stream, target, { signal });
          fs.renameSync(partial, file);
        } catch (error) {
          fs.rmSync(partial, { force: true });
          throw error;
        }
        progress.end(file);
      }
      return EXIT_CODES.done;
    };
  },
};
