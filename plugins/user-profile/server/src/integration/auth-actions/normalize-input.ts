import type { Core } from '@strapi/types';

import { getService } from '../../utils/service';
import { normalizeText } from '../../utils/storable-text';

/** What a new account is stored with. Users & Permissions compares it with other accounts as it is. */
const NEW = new Set(['username', 'email']);

const isNew = (action: string, key: string): boolean => action === 'register' && NEW.has(key);

const isKnown = async (strapi: Core.Strapi, key: string, text: string): Promise<boolean> => {
  const { findByIdentifier, findNativeByEmail } = getService(strapi, 'accounts');
  return (await (key === 'identifier' ? findByIdentifier(text) : findNativeByEmail(text))) !== null;
};

/**
 * The body of an auth action with usernames, email addresses and identifiers in NFC, because Users & Permissions
 * compares them byte by byte. An account that is older than the plugin may have another form: if one has exactly
 * this text, the text stays.
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
    if (typeof text !== 'string' || text === normalizeText(text)) {
      continue;
    }
    if (isNew(action, key) || !(await isKnown(strapi, key, text))) {
      normalized[key] = normalizeText(text);
    }
  }
  return normalized;
};
