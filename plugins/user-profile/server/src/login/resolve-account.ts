import type { Knex } from 'knex';

import { storeCredentials } from '../connections/strategies/base/local-directory/local-credentials';
import {
  findIdentity,
  identityKey,
  lockIdentity,
  type IdentityRow,
} from '../model/accounts/identities';
import { findAccount, findLoginStates } from '../model/accounts/look-up';
import { LoginRejectedError } from '../model/connections/errors';
import { usernameIn, type SourceProfile } from '../model/connections/source-profile';
import type { ConnectionRef } from '../model/connections/strategy';
import { inTransaction } from '../runtime/database/rows';
import { getService, type Context } from '../utils/service';
import { createFirstLogin } from './first-login';
import { createSyncClaims } from './sync-claims';

declare module '../utils/service' {
  interface Services {
    'account-resolver': ReturnType<typeof createAccountResolver>;
  }
}

export interface ResolvedAccount {
  /** The account that the user logs in as: that of the primary identity. */
  accountId: number;
  identityKey: string;
  /** Whether the login created the user. */
  created: boolean;
}

/** From the profile that a source returned to the account that the user logs in as. */
export const createAccountResolver = ({ strapi }: Context) => {
  const { signUp } = createFirstLogin(strapi);
  const syncClaims = createSyncClaims(strapi);

  /** A blocked account blocks its own identity too, even if the user logs in as another account. */
  const requirePrimaryAccount = async (
    trx: Knex.Transaction,
    identity: IdentityRow
  ): Promise<number> => {
    const find = async () => {
      const { states } = await findLoginStates(strapi, trx, identity.user_id);
      const [primary] = states;
      const own = states.find(({ identityKey: key }) => key === identity.identity_key);
      return { primary, isBlocked: primary?.blocked || own?.blocked };
    };
    let { primary, isBlocked } = await find();
    if (isBlocked && (await getService(strapi, 'block-ends').liftWithin(identity.user_id))) {
      ({ primary, isBlocked } = await find());
    }
    if (primary && !isBlocked) {
      return primary.id;
    }
    if (!primary) {
      throw new LoginRejectedError('account_missing', 'The account of this user no longer exists');
    }
    throw new LoginRejectedError('blocked', 'Your account has been blocked by an administrator');
  };

  return {
    syncClaims,

    /** The account of the user that a source returned; null for an unknown user. */
    findAccount: (connection: string, { id }: SourceProfile): Promise<number | null> =>
      inTransaction(strapi, async () => {
        const selector = { identity_key: identityKey(connection, id) };
        const identity = await findIdentity(strapi, selector);
        const account = identity && (await findAccount(strapi, { document_id: identity.account }));
        return account?.id ?? null;
      }),

    /**
     * Finds the account of the user that a source returned. The first login creates account, identity
     * and profile.
     *
     * @throws LoginRejectedError
     * @throws ConflictError if another user has the email
     */
    async resolveAccount(
      connection: ConnectionRef,
      source: SourceProfile
    ): Promise<ResolvedAccount> {
      const key = identityKey(connection.name, source.id);
      const known = await inTransaction(strapi, () => findIdentity(strapi, { identity_key: key }));
      if (!known) {
        const { email, data } = source;
        const newUser = { email, username: usernameIn(data), attributes: data };
        await getService(strapi, 'login-hooks').beforeSignUp(connection.name, newUser);
      }
      const created = known ? false : await signUp(connection, source, key);
      return inTransaction(strapi, async (trx) => {
        const identity = await lockIdentity(strapi, trx, { identity_key: key }, 'update');
        if (!identity) {
          throw new LoginRejectedError('blocked', 'This user was deleted during the login');
        }
        await syncClaims(trx, connection, identity, source, created);
        await storeCredentials(strapi, trx, identity, source);
        const accountId = await requirePrimaryAccount(trx, identity);
        return { accountId, identityKey: key, created };
      });
    },
  };
};
