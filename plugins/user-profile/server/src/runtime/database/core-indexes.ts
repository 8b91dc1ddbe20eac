import type { Core } from '@strapi/types';

import { STRAPI_UIDS } from '../../../../shared/constants';

interface Index {
  name: string;
  columns: string[];
}

/** A key of MariaDB has at most 3072 bytes, which is three of Strapi's text columns. */
const sessionColumns = (client: string): string[] =>
  client.startsWith('mysql')
    ? ['user_id', 'device_id', 'expires_at']
    : ['user_id', 'origin', 'status', 'device_id', 'expires_at'];

const indexesFor = (client: string): Record<string, Index[]> => ({
  [STRAPI_UIDS.account]: [
    { name: 'user_profile_accounts_email_idx', columns: ['email'] },
    { name: 'user_profile_accounts_username_idx', columns: ['username'] },
  ],
  [STRAPI_UIDS.session]: [
    { name: 'user_profile_sessions_sid_idx', columns: ['session_id'] },
    {
      name: 'user_profile_sessions_user_idx',
      columns: sessionColumns(client),
    },
  ],
});

/**
 * Adds the indexes that logins and refreshes need. Without them Strapi's look-ups of accounts by email and
 * username, and of sessions by session id and user, scan whole tables.
 */
export const addCoreIndexes = (strapi: Core.Strapi): void => {
  const client: string = strapi.config.get('database.connection.client', 'sqlite');
  for (const [uid, indexes] of Object.entries(indexesFor(client))) {
    strapi.get('content-types').extend(uid, (contentType: { indexes?: Index[] }) => {
      contentType.indexes = [...(contentType.indexes ?? []), ...indexes];
      return contentType;
    });
  }
};
