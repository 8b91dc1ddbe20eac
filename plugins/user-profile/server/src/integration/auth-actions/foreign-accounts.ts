import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';

import { STRAPI_UIDS } from '../../../../shared/constants';
import { foldIdentifier } from '../../../../shared/email';
import { accountOf, ACCOUNT_COLUMNS, type Account } from '../../model/accounts/account';
import { findIdentity } from '../../model/accounts/identities';
import { findRevoked } from '../../model/accounts/invitations';
import type { ConnectionRow } from '../../model/connections/connection-store';
import {
  can,
  comparesHere,
  type AccountRef,
  type Strategy,
} from '../../model/connections/strategy';
import { asText, query, type Row } from '../../runtime/database/rows';
import { createAsyncContext } from '../../utils/async-context';
import { textIn } from '../../utils/auth-input';
import { getService } from '../../utils/service';
import type { AuthActionWrapper } from './wrapper';

/** The ids of the accounts that Users & Permissions may find while it looks for an email. */
const findable = createAsyncContext<number[]>('findableAccounts');

interface Found {
  account: Account;
  hasPassword: boolean;
}

const accountsWith = async (
  strapi: Core.Strapi,
  where: Record<string, unknown>
): Promise<Found[]> => {
  const rows: Row[] = await query(strapi, STRAPI_UIDS.account)
    .where(where)
    .limit(100)
    .select(...ACCOUNT_COLUMNS, 'password');
  return rows.map((row) => ({
    account: accountOf(row),
    hasPassword: asText(row.password) !== null,
  }));
};

/** The ids of those whose invitation was revoked and who have no password. */
const revokedOf = async (strapi: Core.Strapi, found: Found[]): Promise<number[]> => {
  const ids = found.filter(({ hasPassword }) => !hasPassword).map(({ account }) => account.id);
  return [...(await findRevoked(strapi, ids))];
};

const voidMailedTokens = async (strapi: Core.Strapi, accountIds: number[]): Promise<void> => {
  const users = strapi.plugin('users-permissions').service('user');
  for (const id of accountIds) {
    await users.edit(id, { resetPasswordToken: null, confirmationToken: null });
  }
};

interface AccountConnection {
  connection: ConnectionRow;
  strategy: Strategy;
  ref: AccountRef;
}

/** The plugin's connection that an account belongs to; null if the connection was deleted. */
const connectionOf = async (
  strapi: Core.Strapi,
  account: Account
): Promise<AccountConnection | null> => {
  const connection = await getService(strapi, 'connection-store').findRow(account.provider);
  if (!connection) {
    return null;
  }
  const identity = await findIdentity(strapi, { account: account.documentId });
  const externalId = identity?.external_id ?? '';
  const strategy = getService(strapi, 'strategies').get(connection.strategy);
  return { connection, strategy, ref: { id: account.id, email: account.email, externalId } };
};

/**
 * U&P searches by email alone and would find accounts of the plugin's connections
 * (@strapi/plugin-users-permissions 5.54.0, controllers/auth.js). Users whose invitation was revoked are not found
 * either, because the reset email would let them log in.
 */
const searchNativeAccounts = async (
  strapi: Core.Strapi,
  ctx: KoaContext,
  next: () => Promise<unknown>
) => {
  const email = textIn(ctx.request.body, 'email');
  if (email === null) {
    return next();
  }
  const found = await accountsWith(strapi, { email: foldIdentifier(email) });
  const native = found.filter(({ account }) => account.isNative);
  const revoked = await revokedOf(strapi, native);
  const ids = native.map(({ account }) => account.id).filter((id) => !revoked.includes(id));
  const result = await findable.run(ids, next);
  // An invitation may have been revoked since, before U&P stored the token that it mailed.
  const late = await revokedOf(
    strapi,
    native.filter(({ account }) => ids.includes(account.id))
  );
  await voidMailedTokens(strapi, late);
  return result;
};

const resetPassword = async (
  strapi: Core.Strapi,
  ctx: KoaContext,
  next: () => Promise<unknown>
) => {
  const token = textIn(ctx.request.body, 'code');
  const found = token ? await accountsWith(strapi, { reset_password_token: token }) : [];
  if (found.every(({ account }) => account.isNative)) {
    return next();
  }
  throw new errors.ValidationError('Incorrect code provided');
};

/** The password rules of the connection apply in addition to those of Users & Permissions. */
const changePassword = async (
  strapi: Core.Strapi,
  ctx: KoaContext,
  next: () => Promise<unknown>
) => {
  const id: unknown = ctx.state.user?.id;
  const [found] = id ? await accountsWith(strapi, { id }) : [];
  if (!found || found.account.isNative) {
    return next();
  }
  const source = await connectionOf(strapi, found.account);
  const isStoredHere =
    source && found.hasPassword && comparesHere(source.strategy, source.connection);
  if (!isStoredHere || !can(source.strategy, source.connection, 'changePassword')) {
    throw new errors.ApplicationError(
      'The password of this account is managed by an external system and must be changed there.'
    );
  }
  const password = textIn(ctx.request.body, 'password');
  if (password !== null) {
    await source.strategy.checkPassword?.(source.connection, password);
  }
  return next();
};

/**
 * A source that stores whether an email is verified is updated first. U&P logs in the users that it confirms, so
 * those whose invitation was revoked are rejected.
 */
const emailConfirmation = async (
  strapi: Core.Strapi,
  ctx: KoaContext,
  next: () => Promise<unknown>
) => {
  const token = textIn(ctx.query, 'confirmation');
  const [found] = token ? await accountsWith(strapi, { confirmation_token: token }) : [];
  if (found && (await revokedOf(strapi, [found])).length > 0) {
    throw new errors.ValidationError('Invalid token');
  }
  if (!found || found.account.isNative) {
    return next();
  }
  const source = await connectionOf(strapi, found.account);
  if (source) {
    await source.strategy.atSource?.verifyEmail?.(source.connection, source.ref);
  }
  return next();
};

type Guard = (
  strapi: Core.Strapi,
  ctx: KoaContext,
  next: () => Promise<unknown>
) => Promise<unknown>;

const GUARDS: Record<string, Guard> = {
  forgotPassword: searchNativeAccounts,
  sendEmailConfirmation: searchNativeAccounts,
  resetPassword,
  changePassword,
  emailConfirmation,
};

/**
 * Users of the plugin's connections are accounts of Users & Permissions too. The routes of U&P must not
 * bypass the rules of those connections.
 */
export const foreignAccounts: AuthActionWrapper = {
  actions: Object.keys(GUARDS),

  wrap: (strapi, name, original) => {
    const guard = GUARDS[name];
    return async function withConnectionRules(ctx, next, ...rest) {
      return guard(strapi, ctx, () => original.call(this, ctx, next, ...rest));
    };
  },
};

/** Restricts account look-ups to the accounts that the current action may find. */
export const limitAccountSearch = (strapi: Core.Strapi): void => {
  strapi.db.lifecycles.subscribe({
    models: [STRAPI_UIDS.account],
    beforeFindOne({ params }) {
      const ids = findable.get();
      if (!ids) {
        return;
      }
      const id = ids.length > 0 ? { $in: ids } : { $eq: 0 };
      params.where = { $and: [params.where ?? {}, { id }] };
    },
  });
};
