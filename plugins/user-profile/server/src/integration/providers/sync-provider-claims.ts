import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import type { JsonObject } from '../../../../shared/contracts/users';
import { canonicalEmail } from '../../../../shared/email';
import { sourceAttributes } from '../../model/accounts/account';
import { findIdentity } from '../../model/accounts/identities';
import { findAccount } from '../../model/accounts/look-up';
import { toSourceProfile } from '../../model/connections/source-profile';
import { currentAttempt, recordDropped } from '../../request/attempt';
import { getService } from '../../utils/service';
import { PROVIDER_APIS, toProviderClaims, type ProviderClaims } from './provider-apis';

/** What is known of a user once Users & Permissions has completed a provider login. */
export interface ProviderLogin {
  provider: string;
  /** The result of the provider's callback in Users & Permissions. */
  callbackResult: JsonObject;
  /** The claims of the ID token, if there is one. */
  idTokenClaims: JsonObject;
  /** The response of the provider's API; null if it was not asked or did not respond. */
  apiProfile: ProviderClaims | null;
}

/** Users & Permissions invents a username if the provider's is taken, so it identifies nothing. */
const withoutUsername = ({ username: _invented, ...claims }: JsonObject): JsonObject => claims;

/**
 * Stores the claims of a provider on the identity of an account. Email and username are those of the
 * account: Users & Permissions is the source of truth for them.
 */
export const syncProviderClaims = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  accountId: number,
  { provider, callbackResult, idTokenClaims, apiProfile }: ProviderLogin
): Promise<void> => {
  await getService(strapi, 'accounts').ensureProfile(trx, accountId);
  const account = await findAccount(strapi, { id: accountId });
  const identity = account && (await findIdentity(strapi, { account: account.documentId }));
  if (!account || !identity) {
    return;
  }
  // Earlier claims remain if the provider's API does not respond this time.
  const isSilent = apiProfile === null && Object.hasOwn(PROVIDER_APIS, provider);
  const before = isSilent ? identity.profile_data : {};
  const trusted = provider === 'cognito' ? idTokenClaims : {};
  const verified = [before, callbackResult, trusted].flatMap(
    (claims) => toProviderClaims(claims).verified
  );
  verified.push(...(apiProfile?.verified ?? []));
  const source = toSourceProfile(identity.external_id, {
    ...withoutUsername(before),
    ...idTokenClaims,
    ...apiProfile?.claims,
    ...withoutUsername(callbackResult),
    email: account.email,
    email_verified: verified.some((email) => (canonicalEmail(email) ?? email) === account.email),
  });
  const sourceProfile = { ...source, data: { ...source.data, ...sourceAttributes(account) } };
  recordDropped(currentAttempt(), source.dropped);
  const connection = { name: provider, strategy: provider, options: {} };
  const { syncClaims } = getService(strapi, 'account-resolver');
  await syncClaims(trx, connection, identity, sourceProfile, false);
};
