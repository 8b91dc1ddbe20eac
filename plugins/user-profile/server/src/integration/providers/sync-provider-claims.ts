import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import type { JsonObject } from '../../../../shared/contracts/users';
import { ACCOUNT_COLUMNS, accountOf } from '../../model/accounts/account';
import { sourceAttributes } from '../../model/accounts/account';
import { toSourceProfile } from '../../model/connections/source-profile';
import { asJson, on, type Row } from '../../runtime/database/rows';
import { getService } from '../../utils/service';
import { SOURCES, toldBy, type Told } from './provider-apis';

/** What became known of a person while Users & Permissions asked a provider who it is. */
export interface Heard {
  provider: string;
  /** What the provider's own callback answered. */
  answer: JsonObject;
  /** Of the ID token, where there is one. */
  claims: JsonObject;
  /** What the provider itself was asked for; null where it was not, or did not answer. */
  told: Told | null;
}

/** The username is made by Users & Permissions where the provider's is taken; so it names nobody. */
const withoutUsername = ({ username: _made, ...said }: JsonObject): JsonObject => said;

/**
 * Keeps what a provider said of the user of an account. Email and username are those of the account:
 * there Users & Permissions is the truth.
 */
export const learnFromProvider = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  accountId: number,
  { provider, answer, claims, told }: Heard
): Promise<void> => {
  await getService(strapi, 'accounts').ensureProfile(trx, accountId);
  const row: Row | undefined = await on(strapi, trx, STRAPI_UIDS.account)
    .where({ id: accountId })
    .first(ACCOUNT_COLUMNS);
  if (!row) {
    return;
  }
  const account = accountOf(row);
  const identity: (Row & { user_id: number }) | undefined = await on(strapi, trx, UIDS.identity)
    .where({ account: account.documentId })
    .first();
  if (!identity) {
    return;
  }
  // What it told before stands where it is silent this time.
  const isSilent = told === null && Object.hasOwn(SOURCES, provider);
  const before = isSilent ? asJson<JsonObject>(identity.profile_data, {}) : {};
  const proven = provider === 'cognito' ? claims : {};
  const vouched = [before, answer, proven].flatMap((each) => toldBy(each).verified);
  vouched.push(...(told?.verified ?? []));
  const source = toSourceProfile(String(identity.external_id), {
    ...withoutUsername(before),
    ...claims,
    ...told?.said,
    ...withoutUsername(answer),
    email: account.email,
    email_verified: vouched.some((email) => email.toLowerCase() === account.email),
  });
  const said = { ...source, data: { ...source.data, ...sourceAttributes(account) } };
  const connection = { name: provider, strategy: provider, options: {} };
  await getService(strapi, 'account-resolver').learn(trx, connection, identity, said, false);
};
