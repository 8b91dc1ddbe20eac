import type { Core } from '@strapi/types';
import { decode } from 'jsonwebtoken';

import type { JsonObject, JsonValue } from '../../../../shared/contracts/users';
import { createSiteFetch } from '../../connections/http/guarded-fetch';
import { claimsOfPerson } from '../../connections/strategies/oidc/claims';
import { errorText } from '../../utils/error-text';
import {
  asObject,
  PROVIDER_APIS,
  type RequestJson,
  type ProviderSettings,
  type ProviderClaims,
} from './provider-apis';

/** A login must not wait longer for a picture. */
const LIMITS = { timeoutMs: 3000, maxBytes: 256 * 1024 };

/** The tokens that Users & Permissions received from a provider. */
export interface Tokens {
  access_token?: unknown;
  id_token?: unknown;
}

/**
 * The claims of the ID token that came with the access token. Users & Permissions verifies the signature
 * for Cognito only (@strapi/plugin-users-permissions 5.54.0, services/providers-registry.js). From other
 * providers only names and pictures are used, never a verified email.
 */
export const claimsIn = ({ id_token: token }: Tokens): JsonObject =>
  typeof token === 'string' ? claimsOfPerson(asObject(decode(token))) : {};

const settingsOf = async (strapi: Core.Strapi, provider: string): Promise<ProviderSettings> => {
  const store = strapi.store({ type: 'plugin', name: 'users-permissions' });
  const grant = (await store.get({ key: 'grant' })) as Record<string, ProviderSettings> | null;
  return grant?.[provider] ?? {};
};

/** Requests the profile of a user from the APIs of known providers. */
export const createProviderProfileFetcher = (strapi: Core.Strapi) => {
  const fetchFromSource = createSiteFetch(strapi, LIMITS);

  const requesterFor =
    (token: string): RequestJson =>
    async (url, headers = {}) => {
      const response = await fetchFromSource(url, {
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          'user-agent': 'strapi',
          ...headers,
        },
      });
      if (response.status !== 200) {
        throw new Error(`${new URL(url).host} responded with status ${response.status}`);
      }
      return (await response.json()) as JsonValue;
    };

  /** @returns null if the provider is unknown or did not respond in time */
  return async (
    provider: string,
    { access_token: token }: Tokens
  ): Promise<ProviderClaims | null> => {
    const api = Object.hasOwn(PROVIDER_APIS, provider) ? PROVIDER_APIS[provider] : undefined;
    if (!api || typeof token !== 'string') {
      return null;
    }
    try {
      return await api(requesterFor(token), await settingsOf(strapi, provider));
    } catch (error) {
      strapi.log.debug(
        `[user-profile] could not fetch a profile from "${provider}": ${errorText(error)}`
      );
      return null;
    }
  };
};
