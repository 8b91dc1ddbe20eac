import type { Core } from '@strapi/types';

import { STRAPI_UIDS } from '../../../../shared/constants';
import type { JsonObject } from '../../../../shared/contracts/users';
import { canonicalEmail, foldIdentifier } from '../../../../shared/email';
import { isNamedByUserId } from '../../model/accounts/account';
import { completeProvidedFields } from '../../model/accounts/account-fields';
import { ownFields } from '../../model/accounts/own-fields';
import { usersPermissionsSettings } from '../../model/connections/users-permissions-settings';
import { currentAttempt, recordCause } from '../../request/attempt';
import { asText } from '../../runtime/database/rows';
import { neverThrows } from '../../runtime/never-throws';
import { createAsyncContext } from '../../utils/async-context';
import { isOneRecipient } from '../../utils/mail-recipient';
import { getService } from '../../utils/service';
import { claimsIn, createProviderProfileFetcher, type Tokens } from './fetch-provider-profile';
import { asObject } from './provider-apis';
import { syncProviderClaims } from './sync-provider-claims';

interface Providers {
  connect(
    provider: string,
    tokens: Tokens,
    ...rest: unknown[]
  ): Promise<{ id?: unknown; blocked?: unknown }>;
}

interface RegistryCall {
  provider: string;
}

interface Registry {
  run(call: RegistryCall): Promise<unknown>;
}

/** Collects the result of the provider's callback during a login. */
const providerResponse = createAsyncContext<{ callbackResult: JsonObject }>('providerResponse');

/** Strapi sets these itself; an `id` of the source must not become the id of the account. */
const SYSTEM_ATTRIBUTES = new Set(
  'id documentId createdAt updatedAt publishedAt createdBy updatedBy locale localizations'.split(
    ' '
  )
);

/**
 * Users & Permissions searches by the email address as the provider spells it, so it must be in the form
 * of the stored one. It rejects a login without an email address.
 */
const emailForAccount = (email: string): string | null => {
  const canonical = canonicalEmail(email) ?? email.trim();
  return isOneRecipient(canonical) ? canonical : null;
};

/**
 * The attributes for a new account. Users & Permissions copies everything that the callback returns
 * (@strapi/plugin-users-permissions 5.54.0, services/providers.js).
 */
const accountAttributes = (
  strapi: Core.Strapi,
  provider: string,
  result: JsonObject
): JsonObject => {
  const { attributes } = strapi.getModel(STRAPI_UIDS.account);
  const attributesOfAccount = Object.fromEntries(
    Object.entries(result).filter(
      ([key]) => Object.hasOwn(attributes, key) && !SYSTEM_ATTRIBUTES.has(key)
    )
  );
  if (typeof attributesOfAccount.email === 'string') {
    attributesOfAccount.email = emailForAccount(attributesOfAccount.email);
  }
  const { username } = attributesOfAccount;
  // Such a username would be mistaken for the `user_id` of a user of a connection.
  return typeof username === 'string' && isNamedByUserId(username, provider)
    ? { ...attributesOfAccount, username: username.replaceAll('|', ' ') }
    : attributesOfAccount;
};

/** Users & Permissions has its own errors for these, which come first. */
const isRejected = async (strapi: Core.Strapi, others: number): Promise<boolean> => {
  const settings = await usersPermissionsSettings(strapi);
  return !settings.allow_register || (settings.unique_email === true && others > 0);
};

/**
 * The attributes of the account that Users & Permissions creates if no account of the provider has the email
 * address. The look-up is that of Users & Permissions, which creates the account without validation
 * (@strapi/plugin-users-permissions 5.54.0, services/providers.js).
 *
 * @throws LoginRejectedError if a hook rejects the sign-up
 * @throws AccountFieldsError if one of the site's own attributes is missing or invalid
 */
const completeNewAccount = async (
  strapi: Core.Strapi,
  provider: string,
  attributes: JsonObject,
  claims: JsonObject
): Promise<JsonObject> => {
  const hooks = getService(strapi, 'login-hooks');
  const email = asText(attributes.email);
  const hasFields = ownFields(strapi).length > 0;
  if (email === null || !(hasFields || hooks.has('beforeSignUp'))) {
    return attributes;
  }
  const found: { provider: string | null }[] = await strapi.db
    .query(STRAPI_UIDS.account)
    .findMany({ select: ['provider'], where: { email: email.toLowerCase() } });
  if (found.some((account) => account.provider === provider)) {
    return attributes;
  }
  await hooks.beforeSignUp(provider, {
    email: foldIdentifier(email),
    username: asText(attributes.username),
    attributes: claims,
  });
  return !hasFields || (await isRejected(strapi, found.length))
    ? attributes
    : completeProvidedFields(strapi, attributes);
};

/**
 * Stores what providers return about users who log in through them. Users & Permissions stores a
 * username and an email; the rest goes to the identity and the profile.
 */
export const extendProviders = (strapi: Core.Strapi): void => {
  const services = strapi.get('services');

  services.extend('plugin::users-permissions.providers-registry', (registry: Registry) => ({
    ...registry,

    async run(call: RegistryCall) {
      const result = await registry.run(call);
      const login = providerResponse.get();
      if (!login || typeof result !== 'object' || result === null) {
        return result;
      }
      login.callbackResult = asObject(result);
      const attributes = accountAttributes(strapi, call.provider, login.callbackResult);
      try {
        return await completeNewAccount(strapi, call.provider, attributes, login.callbackResult);
      } catch (error) {
        // Users & Permissions keeps the message only.
        recordCause(currentAttempt(), error);
        throw error;
      }
    },
  }));

  services.extend('plugin::users-permissions.providers', (providers: Providers) => {
    const fetchProfile = createProviderProfileFetcher(strapi);
    return {
      ...providers,

      async connect(provider: string, tokens: Tokens, ...rest: unknown[]) {
        const fetching = fetchProfile(provider, tokens);
        const login = { callbackResult: {} };
        const account = await providerResponse.run(login, () =>
          providers.connect(provider, tokens, ...rest)
        );
        const accountId = Number(account?.id);
        if (!Number.isInteger(accountId)) {
          return account;
        }
        if (account.blocked === true) {
          const profile = await getService(strapi, 'accounts').findOrCreateProfile(accountId);
          if (!profile || !(await getService(strapi, 'block-ends').lift(profile.documentId))) {
            return account;
          }
          account.blocked = false;
        }
        const claims = { provider, ...login, idTokenClaims: claimsIn(tokens) };
        const apiProfile = await fetching;
        await neverThrows(strapi, 'the claims of a provider', (trx) =>
          syncProviderClaims(strapi, trx, accountId, { ...claims, apiProfile })
        );
        return account;
      },
    };
  });
};
