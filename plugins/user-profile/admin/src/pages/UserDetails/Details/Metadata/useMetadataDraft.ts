import { useAuth } from '@strapi/strapi/admin';
import * as React from 'react';

import { PLUGIN_ID } from '../../../../../../shared/constants';
import type { StoredMetadata } from './useStoreMetadata';

/** A text that was not saved, e.g. because the session expired. */
export interface MetadataDraft {
  text: string;
  /** What was stored when the editing began. */
  base: StoredMetadata;
  /** ISO 8601 */
  edited: string;
}

const parse = (stored: string | null): MetadataDraft | undefined => {
  try {
    const { text, base, edited } = JSON.parse(stored ?? 'null') ?? {};

    return typeof text === 'string' &&
      typeof edited === 'string' &&
      typeof base?.metadata === 'object' &&
      typeof base.revision === 'number'
      ? { text, base, edited }
      : undefined;
  } catch {
    return undefined;
  }
};

/**
 * The draft of a field of a user, in the session storage of the browser tab: it survives the end of the session
 * and a reload. The key contains the administrator, because another one may log in to the same tab.
 */
export const useMetadataDraft = (name: string, userId: string) => {
  const admin = useAuth('UserProfile', ({ user }) => user?.id);
  const key = `${PLUGIN_ID}:draft:${admin}:${userId}:${name}`;
  const [found] = React.useState(() => parse(sessionStorage.getItem(key)));

  const keep = React.useCallback(
    (text: string, base: StoredMetadata) => {
      try {
        const draft: MetadataDraft = { text, base, edited: new Date().toISOString() };
        sessionStorage.setItem(key, JSON.stringify(draft));
      } catch {
        // The storage is full: the text is then only in the editor.
      }
    },
    [key]
  );

  const remove = React.useCallback(() => sessionStorage.removeItem(key), [key]);

  return { found, keep, remove };
};
