import type { Core } from '@strapi/types';

import { STRAPI_UIDS } from '../../../../shared/constants';
import type { JsonObject } from '../../../../shared/contracts/users';
import { canonicalEmail, foldIdentifier } from '../../../../shared/email';
import { isNamedByUserId } from '../../model/accounts/account';
import { withStorableFields } from '../../model/accounts/account-fields';
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
const providerAnswer = createAsyncContext<{ callbackResult: JsonObject }>('providerAnswer');

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
  const attributesToStore = withStorableFields(strapi, attributesOfAccount);
  const { username } = attributesToStore;
  // Such a username would be mistaken for the `user_id` of a user of a connection.
  return typeof username === 'string' && isNamedByUserId(username, provider)
    ? { ...attributesToStore, username: username.replaceAll('|', ' ') }
    : attributesToStore;
};

/** Users & Permissions creates the account if no account of the provider has the email address. */
const callSignUpHooks = async (
  strapi: Core.Strapi,
  provider: string,
  attributes: JsonObject,
  claims: JsonObject
): Promise<void> => {
  const hooks = getService(strapi, 'login-hooks');
  const email = asText(attributes.email);
  if (!hooks.has('beforeSignUp') || email === null) {
    return;
  }
  // The look-up of Users & Permissions (@strapi/plugin-users-permissions 5.54.0, services/providers.js).
  const where = { provider, email: email.toLowerCase() };
  const known = await strapi.db.query(STRAPI_UIDS.account).count({ where });
  if (known === 0) {
    const newUser = {
      email: foldIdentifier(email),
      username: asText(attributes.username),
      attributes: claims,
    };
    await hooks.beforeSignUp(provider, newUser);
  }
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
      const login = providerAnswer.get();
      if (!login || typeof result !== 'object' || result === null) {
        return result;
      }
      login.callbackResult = asObject(result);
      const attributes = accountAttributes(strapi, call.provider, login.callbackResult);
      await callSignUpHooks(strapi, call.provider, attributes, login.callbackResult);
      return attributes;
    },
  }));

  services.extend('plugin::users-permissions.providers', (providers: Providers) => {
    const fetchProfile = createProviderProfileFetcher(strapi);
    return {
      ...providers,

      async connect(provider: string, tokens: Tokens, ...rest: unknown[]) {
        const fetching = fetchProfile(provider, tokens);
        const login = { callbackResult: {} };
        const account = await providerAnswer.run(login, () =>
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
