import fs from 'node:fs';
import path from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';

import type { Core } from '@strapi/types';

import { getService } from '../../server/src/utils/service';
import { EXPORT_FORMATS, USER_EXPORT_FORMATS } from '../../shared/export-fields';
import { EXIT_CODES, UsageError, type Command } from '../command';
import { createProgress, type Progress } from '../progress';

const KINDS = ['users', 'devices', 'events'] as const;

type Kind = (typeof KINDS)[number];
type Format = (typeof USER_EXPORT_FORMATS)[number];

interface Request {
  format: Format;
  withPasswordHashes: boolean;
}

const USAGE = `Usage: strapi-user-profile export [users] [devices] [events] [options]

Writes one file for each of users, devices and events, or for those that are named.

Options:
  -o, --output FOLDER      where the files are written (default: the current folder);
                           - writes one kind to the standard output
  -f, --format FORMAT      ndjson, json or csv (default: ndjson);
                           auth0: users as Auth0's import accepts them
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

/** The export of one kind, with everything that is known. */
const start = (strapi: Core.Strapi, kind: Kind, request: Request, progress: Progress) => {
  const service = getService(strapi, 'user-export');
  const { format, withPasswordHashes } = request;
  const options = { onBatch: progress.add };
  if (kind === 'users') {
    const own = format === 'auth0' ? {} : { account_fields: true as const };
    return service.users({ format, filters: {}, ...own }, { ...options, withPasswordHashes });
  }
  const other = oneOf(EXPORT_FORMATS, format) ?? 'ndjson';
  return kind === 'devices'
    ? service.devices({ format: other, filters: {} }, options)
    : service.log({ format: other, filters: {} }, options);
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
        'with-password-hashes': { type: 'boolean', default: false },
      },
    });
    const format = formatIn(values.format);
    const kinds = kindsIn(positionals, format);
    const { output, 'with-password-hashes': withPasswordHashes } = values;
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

    return async ({ strapi, signal }) => {
      const service = getService(strapi, 'user-export');
      if (!isStdout) {
        fs.mkdirSync(output, { recursive: true });
      }
      for (const kind of kinds) {
        const progress = createProgress(kind, await service.count(SINGULAR[kind]));
        const { stream, fileName } = await start(
          strapi,
          kind,
          { format, withPasswordHashes },
          progress
        );
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
