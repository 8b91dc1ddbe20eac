import { z } from '@strapi/utils';

import { MAX_BULK_USERS } from '../constants';
import { EXPORT_FIELDS, EXPORT_FORMATS, USER_EXPORT_FORMATS } from '../export-fields';
import { MAX_LENGTHS } from '../user-fields';
import { exportedAccountFields } from './account-fields';
import { plainText, withMaxEntries } from './common';
import { logFilters, logSearch, historySearch } from './event-log';
import { userFilters } from './users';

const format = z
  .enum(EXPORT_FORMATS)
  .describe('`ndjson`: one object per line. `json`: one array. `csv`: a table for spreadsheets.');

/** Whose data: the users in `ids`, or all that match search and filters. */
const users = {
  ids: withMaxEntries(
    z.array(plainText(512)).min(1).max(MAX_BULK_USERS),
    MAX_BULK_USERS,
    `must have at most ${MAX_BULK_USERS} users`
  )
    .optional()
    .describe('The users, each by `documentId` or `user_id`.'),
  _q: z.string().max(MAX_LENGTHS.search).optional(),
  filters: userFilters.prefault({}),
};

/** POST /users/export. The response is a file without Strapi's envelope. */
export const exportUsersBody = z.strictObject({
  data: z
    .strictObject({
      format: z
        .enum(USER_EXPORT_FORMATS)
        .describe(
          '`ndjson`: one user per line, as `GET /users/{id}` returns it. `json`: the same as one array. `csv`: a table for spreadsheets. `auth0`: one user per line, with the attributes that Auth0’s import accepts.'
        ),
      fields: z
        .array(z.enum(EXPORT_FIELDS))
        .min(1)
        .max(EXPORT_FIELDS.length)
        .optional()
        .describe(
          'The attributes, in the order of the columns. By default all, or the usual columns for `csv`.'
        ),
      account_fields: exportedAccountFields.describe(
        "The site's own attributes of the user type: `true`, or a list of their names, which may be empty. By default those of `accountFields.columns`."
      ),
      ...users,
    })
    .refine(
      ({ format: chosen, fields, account_fields: own }) =>
        chosen !== 'auth0' || (fields === undefined && own === undefined),
      { path: ['fields'], message: 'The format auth0 has fixed attributes' }
    ),
});

export declare namespace ExportUsers {
  export interface Request {
    body: z.input<typeof exportUsersBody>;
  }
}

/** POST /devices/export: the devices of these users, also those that were unlinked. */
export const exportDevicesBody = z.strictObject({ data: z.strictObject({ format, ...users }) });

export declare namespace ExportDevices {
  export interface Request {
    body: z.input<typeof exportDevicesBody>;
  }
}

/** POST /events/export of the content API: the events of all users, oldest first. */
export const exportLogBody = z.strictObject({
  data: z.strictObject({ format, filters: z.strictObject(logFilters).prefault({}) }),
});

export type ExportLogRequest = z.output<typeof exportLogBody>['data'];

/** POST /events/export of the admin API: all events that the search finds, newest first. */
export const exportEventsBody = z.strictObject({ data: z.strictObject({ format, ...logSearch }) });

/** POST /users/:id/events/export of the admin API: the same for the history of a user. */
export const exportHistoryBody = z.strictObject({
  data: z.strictObject({ format, ...historySearch }),
});

export declare namespace ExportEvents {
  export interface Request {
    body: z.input<typeof exportEventsBody>;
  }
}
