import { z } from '@strapi/utils';

import { MAX_BULK_USERS } from '../constants';
import { MAX_LENGTHS } from '../user-fields';
import { plainText, withMaxEntries } from './common';
import { userFilters } from './users';

export const EXPORT_COLUMNS = [
  'user_id',
  'email',
  'email_verified',
  'username',
  'name',
  'given_name',
  'family_name',
  'nickname',
  'phone_number',
  'connection',
  'role',
  'blocked',
  'logins_count',
  'last_login',
  'last_ip',
  'created_at',
  'updated_at',
] as const;

/**
 * POST /users/export: the users in `ids`, or all that match search and filters. The response is a file
 * without Strapi's envelope: `ndjson` has one whole profile per line, `csv` the columns above.
 */
export const exportUsersBody = z.strictObject({
  data: z.strictObject({
    format: z.enum(['csv', 'ndjson']),
    ids: withMaxEntries(
      z.array(plainText(512)).min(1).max(MAX_BULK_USERS),
      MAX_BULK_USERS,
      `must have at most ${MAX_BULK_USERS} users`
    ).optional(),
    _q: z.string().max(MAX_LENGTHS.search).optional(),
    filters: userFilters.prefault({}),
  }),
});

export declare namespace ExportUsers {
  export interface Request {
    body: z.input<typeof exportUsersBody>;
  }
}
