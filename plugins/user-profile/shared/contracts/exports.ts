import { z } from '@strapi/utils';

import { MAX_BULK_USERS } from '../constants';
import { plainText } from './common';
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
  'blocked',
  'logins_count',
  'last_login',
  'last_ip',
  'created_at',
  'updated_at',
] as const;

/**
 * POST /users/export: the chosen users, or all that search and filters match; a file is answered, not
 * Strapi's envelope. `ndjson` has one whole profile a line, `csv` the columns above.
 */
export const exportUsersBody = z.strictObject({
  data: z.strictObject({
    format: z.enum(['csv', 'ndjson']),
    ids: z.array(plainText(512)).min(1).max(MAX_BULK_USERS).optional(),
    _q: z.string().max(255).optional(),
    match: z.enum(['prefix', 'contains']).default('prefix'),
    filters: userFilters.prefault({}),
  }),
});

export declare namespace ExportUsers {
  export interface Request {
    body: z.input<typeof exportUsersBody>;
  }
}
