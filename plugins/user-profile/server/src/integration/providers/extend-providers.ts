import { AsyncLocalStorage } from 'node:async_hooks';

import type { Core } from '@strapi/types';

import { STRAPI_UIDS } from '../../../../shared/constants';
import type { JsonObject } from '../../../../shared/contracts/users';
import { isNamedByUserId } from '../../model/accounts/account';
import { guarded } from '../../runtime/never-throws';
import { claimsIn, createHearing, type Tokens } from './fetch-provider-profile';
import { asObject } from './provider-apis';
import { learnFromProvider } from './sync-provider-claims';

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

/** What the provider's callback answers to the login that is under way. */
const answers = new AsyncLocalStorage<{ answer: JsonObject }>();

/** Strapi fills these in; a source's own `id` must not become the account's. */
const OF_STRAPI = new Set(
  'id documentId createdAt updatedAt publishedAt createdBy updatedBy locale localizations'.split(
    ' '
  )
);

/** What a new account may take over: Users & Permissions copies all that the callback answers. */
const forAccount = (strapi: Core.Strapi, provider: string, answer: JsonObject): JsonObject => {
  const { attributes } = strapi.getModel(STRAPI_UIDS.account);
  const taken = Object.fromEntries(
    Object.entries(answer).filter(([key]) => Object.hasOwn(attributes, key) && !OF_STRAPI.has(key))
  );
  const { username } = taken;
  // Whoever chooses such a name would be taken for the user of a connection who has that id.
  return typeof username === 'string' && isNamedByUserId(username, provider)
    ? { ...taken, username: username.replaceAll('|', ' ') }
    : taken;
};

/**
 * Hears what providers say of those who sign in by them. Users & Permissions keeps a username and an
 * email of it; the rest becomes the identity's, and the profile's.
 */
export const watchProviders = (strapi: Core.Strapi): void => {
  const services = strapi.get('services');

  services.extend('plugin::users-permissions.providers-registry', (registry: Registry) => ({
    ...registry,

    async run(call: RegistryCall) {
      const answer = await registry.run(call);
      const login = answers.getStore();
      if (!login || typeof answer !== 'object' || answer === null) {
        return answer;
      }
      login.answer = asObject(answer);
      return forAccount(strapi, call.provider, login.answer);
    },
  }));

  services.extend('plugin::users-permissions.providers', (providers: Providers) => {
    const hear = createHearing(strapi);
    return {
      ...providers,

      async connect(provider: string, tokens: Tokens, ...rest: unknown[]) {
        const hearing = hear(provider, tokens);
        const login = { answer: {} };
        const account = await answers.run(login, () =>
          providers.connect(provider, tokens, ...rest)
        );
        const accountId = Number(account?.id);
        if (!Number.isInteger(accountId) || account.blocked === true) {
          return account;
        }
        const heard = { provider, ...login, claims: claimsIn(tokens), told: await hearing };
        await guarded(strapi, 'what a provider said', (trx) =>
          learnFromProvider(strapi, trx, accountId, heard)
        );
        return account;
      },
    };
  });
};
