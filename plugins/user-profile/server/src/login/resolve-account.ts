import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS } from '../../../shared/constants';
import { storeCredentials } from '../connections/strategies/base/local-directory/local-credentials';
import { identityKey } from '../model/accounts/attributes';
import { accountOfPerson, holdIdentity, type Identity } from '../model/accounts/owner';
import { LoginRefusedError } from '../model/connections/errors';
import type { SourceProfile } from '../model/connections/source-profile';
import type { ConnectionRef } from '../model/connections/strategy';
import { asBoolean, inTransaction, on, type Row } from '../runtime/database/rows';
import { createFirstLogin } from './first-login';
import { findIdentity } from './identity';
import { createLearn } from './sync-claims';

declare module '../utils/service' {
  interface Services {
    'account-resolver': ReturnType<typeof createAccountResolver>;
  }
}

export interface SignedIn {
  /** The account that the person signs in as: that of the primary identity. */
  accountId: number;
  identityKey: string;
  /** Whether the person was not known before. */
  created: boolean;
}

/** From what a source said of a person to the account that the person signs in as. */
export const createAccountResolver = ({ strapi }: { strapi: Core.Strapi }) => {
  const { requireSignup, signUp } = createFirstLogin(strapi);
  const learn = createLearn(strapi);

  /** A blocked account closes its own way in, also where the person signs in as another one. */
  const isBlocked = async (trx: Knex.Transaction, { account }: Identity): Promise<boolean> => {
    const row: Row | undefined = await on(strapi, trx, STRAPI_UIDS.account)
      .where({ document_id: account ?? '' })
      .first('blocked');
    return asBoolean(row?.blocked);
  };

  const accountToUse = async (trx: Knex.Transaction, identity: Identity): Promise<number> => {
    const account = await accountOfPerson(strapi, trx, identity.user_id);
    if (account && !account.blocked && !(await isBlocked(trx, identity))) {
      return account.id;
    }
    throw new LoginRefusedError('blocked', 'Your account has been blocked by an administrator');
  };

  return {
    learn,
    requireSignup,

    /** The account of a person whom a source named, where there is one. */
    findAccount: (connection: string, { id }: SourceProfile): Promise<number | null> =>
      inTransaction(strapi, async (trx) => {
        const identity = await findIdentity(strapi, trx, identityKey(connection, id));
        if (!identity) {
          return null;
        }
        const account: Row | undefined = await on(strapi, trx, STRAPI_UIDS.account)
          .where({ document_id: identity.account })
          .first('id');
        return account?.id ?? null;
      }),

    /**
     * Signs in whoever the source said it is; makes account, identity and profile at the first time.
     *
     * @throws LoginRefusedError, ConflictError where the email is another user's
     */
    async complete(connection: ConnectionRef, source: SourceProfile): Promise<SignedIn> {
      const key = identityKey(connection.name, source.id);
      const known = await inTransaction(strapi, (trx) => findIdentity(strapi, trx, key));
      const created = known ? false : await signUp(connection, source, key);
      return inTransaction(strapi, async (trx) => {
        const identity = await holdIdentity(strapi, trx, { identity_key: key }, 'change');
        if (!identity) {
          throw new LoginRefusedError('blocked', 'This user was deleted meanwhile');
        }
        await learn(trx, connection, identity, source, created);
        await storeCredentials(strapi, trx, identity, source);
        return { accountId: await accountToUse(trx, identity), identityKey: key, created };
      });
    },
  };
};
