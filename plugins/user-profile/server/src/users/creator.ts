import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { z } from '@strapi/utils';

import { UIDS } from '../../../shared/constants';
import type { createUserBody } from '../../../shared/contracts/user-writes';
import { NAME_FIELDS } from '../../../shared/user-fields';
import { checkRequestedFields } from '../model/accounts/account-fields';
import { findIdentity, identityKey } from '../model/accounts/identities';
import type { ProfileRef } from '../model/accounts/look-up';
import type { ConnectionRow } from '../model/connections/connection-store';
import type { SourceProfile } from '../model/connections/source-profile';
import { can, type NewAccount, type Strategy } from '../model/connections/strategy';
import { lockUniqueAccounts } from '../model/connections/uniqueness';
import { fieldsAtSignUp } from '../model/connections/users-permissions-settings';
import { inTransaction, table } from '../runtime/database/rows';
import { problem, validationError } from '../utils/errors';
import { getService } from '../utils/service';
import { compensate } from './compensate';
import { changedMetadata } from './user-metadata';

declare module '../utils/service' {
  interface Services {
    'user-creator': ReturnType<typeof createUserCreator>;
  }
}

export type NewUser = z.output<typeof createUserBody>['data'];

type CreatingStrategy = Strategy & Required<Pick<Strategy, 'createAccount'>>;

export interface CreatedUser {
  accountId: number;
  profile: ProfileRef;
}

/** Creates users in connections that support it. */
export const createUserCreator = ({ strapi }: { strapi: Core.Strapi }) => {
  const connectionOf = async (
    name: string
  ): Promise<{ connection: ConnectionRow; strategy: CreatingStrategy }> => {
    const connection = await getService(strapi, 'connection-store').findRow(name);
    if (!connection) {
      throw validationError([problem(['connection'], `There is no connection "${name}"`)]);
    }
    const strategy = getService(strapi, 'strategies').get(connection.strategy);
    if (!can(strategy, connection, 'createAccount')) {
      throw validationError([
        problem(['connection'], `Users cannot be created in the connection "${name}"`),
      ]);
    }
    if (!connection.enabled) {
      throw validationError([problem(['connection'], `The connection "${name}" is disabled`)]);
    }
    return { connection, strategy };
  };

  const checkUsername = (
    strategy: Strategy,
    connection: ConnectionRow,
    { username }: NewUser
  ): void => {
    const wanted = strategy.username(connection);
    const message =
      wanted === 'required' && !username
        ? 'Users of this connection need a username'
        : wanted === 'none' && username
          ? 'Users of this connection have no username'
          : null;
    if (message) {
      throw validationError([problem(['username'], message)]);
    }
  };

  /** The source does not update what an admin has set. */
  const overridesOf = (user: NewUser): Record<string, unknown> => {
    const given = NAME_FIELDS.filter((attribute) => user[attribute] !== undefined);
    return {
      ...Object.fromEntries(given.map((attribute) => [attribute, user[attribute]])),
      overrides: JSON.stringify(given),
    };
  };

  const store = (
    { connection, strategy }: { connection: ConnectionRow; strategy: CreatingStrategy },
    account: NewAccount,
    columns: Record<string, unknown>,
    created: SourceProfile | null
  ): Promise<CreatedUser> =>
    inTransaction(strapi, async (trx) => {
      // Must come first: on MariaDB, a plain read before the lock hides what others created while this waited.
      await lockUniqueAccounts(strapi);
      // The connection may have been disabled while its source was asked.
      await connectionOf(connection.name);
      const accountId = await strategy.createAccount(connection, account, created);
      const profile = await getService(strapi, 'accounts').ensureProfile(trx, accountId);
      if (!profile) {
        throw new errors.ApplicationError('The user could not be created');
      }
      await table(strapi, trx, UIDS.user).where({ id: profile.id }).update(columns);
      return { accountId, profile };
    });

  /** Whether the source returned the id of an existing user, who must not be deleted there. */
  const isKnown = async ({ name }: ConnectionRow, { id }: SourceProfile): Promise<boolean> =>
    (await findIdentity(strapi, { identity_key: identityKey(name, id) })) !== null;

  /** Creates the user at the source first, then here. */
  const createUser = async (user: NewUser, by: 'admin' | 'self'): Promise<CreatedUser> => {
    const {
      connection: name,
      email_verified: isVerified,
      account_fields: given = {},
      ...account
    } = user;
    const found = await connectionOf(name);
    const { connection, strategy } = found;
    checkUsername(strategy, connection, user);
    const allowed = by === 'self' ? fieldsAtSignUp(strapi) : undefined;
    const accountFields = await checkRequestedFields(strapi, given, allowed);
    const sent = account.user_metadata ?? {};
    const metadata = changedMetadata(strapi, {}, sent, 'replace');
    const created = (await strategy.atSource?.create?.(connection, account)) ?? null;
    const columns = {
      ...(by === 'admin' ? overridesOf(user) : {}),
      email_verified: isVerified || created?.emailVerified === true,
      user_metadata: JSON.stringify(metadata),
    };
    const undo = async () => {
      if (!created || created.localCredentials || (await isKnown(connection, created))) {
        return;
      }
      await strategy.atSource?.delete?.(connection, {
        externalId: created.id,
        email: created.email,
      });
    };
    return compensate(strapi, 'the creation of a user at its source', undo, () =>
      store(found, { ...account, account_fields: accountFields }, columns, created)
    );
  };

  return {
    /** A user who signs up. The source updates all attributes. */
    createForSignUp: (user: NewUser): Promise<CreatedUser> => createUser(user, 'self'),

    /**
     * @returns the `documentId` of the new user
     * @throws ValidationError with the path of each problem
     * @throws ConflictError if email or username are taken
     */
    async create(user: NewUser): Promise<string> {
      const { profile } = await createUser(user, 'admin');
      await getService(strapi, 'audit').record('sapi', profile, { operation: 'create-user' });
      return profile.documentId;
    },
  };
};
