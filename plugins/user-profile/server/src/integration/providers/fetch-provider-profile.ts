import type { Core } from '@strapi/types';
import { decode } from 'jsonwebtoken';

import type { JsonObject, JsonValue } from '../../../../shared/contracts/users';
import { createSiteFetch } from '../../connections/http/guarded-fetch';
import { claimsOfPerson } from '../../connections/strategies/oidc/claims';
import { asObject, SOURCES, type Ask, type ProviderSettings, type Told } from './provider-apis';

/** Nobody waits longer for a picture. */
const LIMITS = { timeoutMs: 3000, maxBytes: 256 * 1024 };

/** What Users & Permissions got from a provider for the one who signs in. */
export interface Tokens {
  access_token?: unknown;
  id_token?: unknown;
}

/**
 * The claims of the ID token that came with the access token. Users & Permissions verifies that of
 * Cognito alone; from the others names and pictures are taken, and no proof.
 */
export const claimsIn = ({ id_token: token }: Tokens): JsonObject =>
  typeof token === 'string' ? claimsOfPerson(asObject(decode(token))) : {};

const settingsOf = async (strapi: Core.Strapi, provider: string): Promise<ProviderSettings> => {
  const store = strapi.store({ type: 'plugin', name: 'users-permissions' });
  const grant = (await store.get({ key: 'grant' })) as Record<string, ProviderSettings> | null;
  return grant?.[provider] ?? {};
};

/** Asks the providers that are known for what they know of a person. */
export const createHearing = (strapi: Core.Strapi) => {
  const fetchFromSource = createSiteFetch(strapi, LIMITS);

  const askWith =
    (token: string): Ask =>
    async (url, headers = {}) => {
      const answer = await fetchFromSource(url, {
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          'user-agent': 'strapi',
          ...headers,
        },
      });
      if (answer.status !== 200) {
        throw new Error(`status ${answer.status}`);
      }
      return (await answer.json()) as JsonValue;
    };

  /** @returns null where the provider is not known, or did not answer in time */
  return async (provider: string, { access_token: token }: Tokens): Promise<Told | null> => {
    const source = Object.hasOwn(SOURCES, provider) ? SOURCES[provider] : undefined;
    if (!source || typeof token !== 'string') {
      return null;
    }
    try {
      return await source(askWith(token), await settingsOf(strapi, provider));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      strapi.log.debug(`[user-profile] "${provider}" told nothing of a user: ${reason}`);
      return null;
    }
  };
};
