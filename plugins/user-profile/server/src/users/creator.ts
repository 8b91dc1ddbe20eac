import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { z } from '@strapi/utils';

import { UIDS } from '../../../shared/constants';
import type { createUserBody } from '../../../shared/contracts/user-writes';
import { NAME_FIELDS } from '../../../shared/user-fields';
import { getConfig } from '../config/get';
import { checkRequestedFields } from '../model/accounts/account-fields';
import { findIdentity, identityKey } from '../model/accounts/identities';
import type { ProfileRef } from '../model/accounts/look-up';
import type { ConnectionRow } from '../model/connections/connection-store';
import type { SourceProfile } from '../model/connections/source-profile';
import { can, type InvitedAccount, type Strategy } from '../model/connections/strategy';
import { lockUniqueAccounts } from '../model/connections/uniqueness';
import { fieldsAtSignUp } from '../model/connections/users-permissions-settings';
import { inTransaction, table } from '../runtime/database/rows';
import { problem, validationError, coded, codedError } from '../utils/errors';
import { logError } from '../utils/log-error';
import { getService } from '../utils/service';
import { compensate } from './compensate';
import type { IssuedInvitation } from './invitations';
import { changedMetadata } from './user-metadata';

declare module '../utils/service' {
  interface Services {
    'user-creator': ReturnType<typeof createUserCreator>;
  }
}

export type NewUser = z.output<typeof createUserBody>['data'];

interface UserConnection {
  connection: ConnectionRow;
  strategy: Strategy;
}

/** An invited user has no password yet. */
type RequestedAccount = InvitedAccount & { password?: string };

export interface CreatedUser {
  accountId: number;
  profile: ProfileRef;
  /** The invitation to send; null if the user has a password. */
  invitation: IssuedInvitation | null;
}

/** Creates users in connections that support it. */
export const createUserCreator = ({ strapi }: { strapi: Core.Strapi }) => {
  const requireInvitations = (strategy: Strategy, connection: ConnectionRow): void => {
    const { name } = connection;
    const reason =
      getConfig(strapi).invitations.url === null
        ? coded('invitations_not_set_up')
        : can(strategy, connection, 'createInvited')
          ? null
          : coded('connection_without_invitations', { name });
    if (reason) {
      throw validationError([problem(['invite'], reason)]);
    }
  };

  const connectionOf = async (name: string, invite: boolean): Promise<UserConnection> => {
    const connection = await getService(strapi, 'connection-store').findRow(name);
    if (!connection) {
      throw validationError([problem(['connection'], coded('connection_unknown', { name }))]);
    }
    const strategy = getService(strapi, 'strategies').get(connection.strategy);
    if (invite) {
      requireInvitations(strategy, connection);
    } else if (!can(strategy, connection, 'createAccount')) {
      throw validationError([problem(['connection'], coded('connection_not_creatable', { name }))]);
    }
    if (!connection.enabled) {
      throw validationError([problem(['connection'], coded('connection_disabled', { name }))]);
    }
    return { connection, strategy };
  };

  /** @returns the id of the account; undefined for a strategy without the method, which was checked before */
  const createAccount = (
    { connection, strategy }: UserConnection,
    { password, ...account }: RequestedAccount,
    created: SourceProfile | null
  ): Promise<number> | undefined =>
    password === undefined
      ? strategy.createInvited?.(connection, account)
      : strategy.createAccount?.(connection, { ...account, password }, created);

  const checkUsername = (
    strategy: Strategy,
    connection: ConnectionRow,
    { username }: NewUser
  ): void => {
    const wanted = strategy.username(connection);
    const reason =
      wanted === 'required' && !username
        ? coded('username_required')
        : wanted === 'none' && username
          ? coded('username_unsupported')
          : null;
    if (reason) {
      throw validationError([problem(['username'], reason)]);
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
    found: UserConnection,
    account: RequestedAccount,
    columns: Record<string, unknown>,
    created: SourceProfile | null
  ): Promise<CreatedUser> =>
    inTransaction(strapi, async (trx) => {
      // What others created while this waited is found below.
      await lockUniqueAccounts(strapi);
      // The connection may have been disabled while its source was asked.
      const invite = account.password === undefined;
      await connectionOf(found.connection.name, invite);
      const accountId = await createAccount(found, account, created);
      const profile =
        accountId && (await getService(strapi, 'accounts').ensureProfile(trx, accountId));
      if (!accountId || !profile) {
        throw new errors.ApplicationError(...codedError('user_not_created'));
      }
      await table(strapi, trx, UIDS.user).where({ id: profile.id }).update(columns);
      const invitation = invite
        ? await getService(strapi, 'invitations').issueFor(trx, profile.documentId)
        : null;
      return { accountId, profile, invitation };
    });

  /** Whether the source returned the id of an existing user, who must not be deleted there. */
  const isKnown = async ({ name }: ConnectionRow, { id }: SourceProfile): Promise<boolean> =>
    (await findIdentity(strapi, { identity_key: identityKey(name, id) })) !== null;

  /** Creates the user at the source first, then here. Invited users have no source. */
  const createUser = async (user: NewUser, by: 'admin' | 'self'): Promise<CreatedUser> => {
    const {
      connection: name,
      email_verified: isVerified,
      account_fields: given = {},
      invite,
      ...account
    } = user;
    const found = await connectionOf(name, invite);
    const { connection, strategy } = found;
    checkUsername(strategy, connection, user);
    const allowed = by === 'self' ? fieldsAtSignUp(strapi) : undefined;
    const accountFields = await checkRequestedFields(strapi, given, allowed);
    const sent = account.user_metadata ?? {};
    const metadata = changedMetadata(strapi, {}, sent, 'replace');
    const { password } = account;
    const created =
      password === undefined
        ? null
        : ((await strategy.atSource?.create?.(connection, { ...account, password })) ?? null);
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
     * Creates a user and sends the invitation. If that fails, the user stays, and `invitation` says so.
     *
     * @returns the `documentId` of the new user
     * @throws ValidationError with the path of each problem
     * @throws ConflictError if email or username are taken
     */
    async create(user: NewUser): Promise<string> {
      const { profile, invitation } = await createUser(user, 'admin');
      // The profile was read before it got the name of the request.
      const named = { ...profile, name: user.name ?? profile.name };
      await getService(strapi, 'audit').record('sapi', named, { operation: 'create-user' });
      if (invitation) {
        await getService(strapi, 'invitations')
          .deliver(invitation)
          .catch((error: unknown) => logError(strapi, 'failed to send an invitation', error));
      }
      return profile.documentId;
    },
  };
};
