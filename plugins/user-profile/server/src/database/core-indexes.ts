import type { Core } from '@strapi/types';
import { STRAPI_UIDS } from '../../../shared/constants';

interface Index {
  name: string;
  columns: string[];
}

const INDEXES: Record<string, Index[]> = {
  [STRAPI_UIDS.account]: [
    { name: 'user_profile_accounts_email_idx', columns: ['email'] },
    { name: 'user_profile_accounts_username_idx', columns: ['username'] },
  ],
  [STRAPI_UIDS.session]: [
    { name: 'user_profile_sessions_sid_idx', columns: ['session_id'] },
    {
      name: 'user_profile_sessions_user_idx',
      columns: ['user_id', 'origin', 'status', 'device_id', 'expires_at'],
    },
  ],
};

/**
 * Adds the indexes that every login and refresh needs and Strapi lacks: its look-ups of accounts by
 * email and username, and of sessions by id and user, read whole tables.
 */
export const addCoreIndexes = (strapi: Core.Strapi): void => {
  for (const [uid, indexes] of Object.entries(INDEXES)) {
    strapi.get('content-types').extend(uid, (contentType: { indexes?: Index[] }) => {
      contentType.indexes = [...(contentType.indexes ?? []), ...indexes];
      return contentType;
    });
  }
};
