import type { Core } from '@strapi/types';

import { STRAPI_UIDS } from '../../../../shared/constants';
import { canonicalEmail } from '../../../../shared/email';
import { LOCAL_CONNECTION } from '../../model/accounts/account';
import { normalizeText } from '../../utils/storable-text';

/** An account that is older than the plugin may be stored with exactly this text. */
const isStored = async (strapi: Core.Strapi, key: string, text: string): Promise<boolean> => {
  const email = text.toLowerCase();
  const where =
    key === 'identifier'
      ? { provider: LOCAL_CONNECTION, $or: [{ email }, { username: text }] }
      : { email };
  return (await strapi.db.query(STRAPI_UIDS.account).count({ where })) > 0;
};

const storedForm = (key: string, text: string): string =>
  (key === 'username' ? null : canonicalEmail(text)) ?? normalizeText(text);

/**
 * The body of an auth action with usernames, email addresses and identifiers in the form in which they are
 * stored. Users & Permissions compares them byte by byte, apart from the letter case of email addresses, and
 * rejects internationalized domains.
 */
export const normalizeAuthInput = async (
  strapi: Core.Strapi,
  action: string,
  body: unknown
): Promise<unknown> => {
  if (typeof body !== 'object' || body === null) {
    return body;
  }
  const normalized: Record<string, unknown> = { ...body };
  for (const key of ['identifier', 'username', 'email']) {
    const text = normalized[key];
    if (typeof text !== 'string') {
      continue;
    }
    const stored = storedForm(key, text);
    const isEqual = stored === text || stored === text.toLowerCase();
    if (!isEqual && (action === 'register' || !(await isStored(strapi, key, text)))) {
      normalized[key] = stored;
    }
  }
  return normalized;
};
