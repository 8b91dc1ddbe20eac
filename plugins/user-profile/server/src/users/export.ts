import { Readable } from 'node:stream';

import type { Core } from '@strapi/types';
import type { z } from '@strapi/utils';
import { stringify } from 'csv-stringify';

import { EXPORT_COLUMNS, type exportUsersBody } from '../../../shared/contracts/exports';
import type { Profile } from '../../../shared/contracts/users';
import { getService } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    'user-export': ReturnType<typeof createUserExport>;
  }
}

type ExportRequest = z.output<typeof exportUsersBody>['data'];

/**
 * A spreadsheet of another locale splits cells at its list separator, outside quotes and, in some programs,
 * within them. `escape_formulas` only guards the start of a cell.
 */
const FORMULA_AFTER_SEPARATOR = /([;\t|\r\n]\s*"?)([=+\-@＝＋－＠])/g;

const guardSeparators = (text: string): string => text.replace(FORMULA_AFTER_SEPARATOR, "$1'$2");

const cellsOf = (profile: Profile): string[] => {
  const values: Record<string, unknown> = {
    ...profile,
    connection: profile.identities[0]?.connection,
  };
  return EXPORT_COLUMNS.map((column) => guardSeparators(String(values[column] ?? '')));
};

/** Formulas are escaped, so a spreadsheet does not execute text that a user entered. */
const csvOf = (profiles: AsyncIterable<Profile>): Readable => {
  const rows = async function* () {
    for await (const profile of profiles) {
      yield cellsOf(profile);
    }
  };
  const csv = stringify({
    header: true,
    columns: [...EXPORT_COLUMNS],
    escape_formulas: true,
    bom: true,
  });
  const source = Readable.from(rows());
  source.on('error', (error) => csv.destroy(error));
  csv.on('close', () => source.destroy());
  return source.pipe(csv);
};

const ndjsonOf = (profiles: AsyncIterable<Profile>): Readable => {
  const lines = async function* () {
    for await (const profile of profiles) {
      yield `${JSON.stringify(profile)}\n`;
    }
  };
  return Readable.from(lines());
};

/** Exports users as a stream, so memory does not grow with their number. */
export const createUserExport = ({ strapi }: { strapi: Core.Strapi }) => ({
  start({ format, ids, ...selection }: ExportRequest) {
    const profiles = getService(strapi, 'user-reader').iterate(selection, ids);
    const day = new Date().toISOString().slice(0, 10);
    return format === 'csv'
      ? { stream: csvOf(profiles), contentType: 'text/csv', fileName: `users-${day}.csv` }
      : {
          stream: ndjsonOf(profiles),
          contentType: 'application/x-ndjson',
          fileName: `users-${day}.ndjson`,
        };
  },
});
