import { AsyncLocalStorage } from 'node:async_hooks';

import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';

import { STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import { accountOf, ACCOUNT_COLUMNS, type Account } from '../../model/accounts/account';
import type { ConnectionRow } from '../../model/connections/connection-store';
import { can, type AccountRef, type Strategy } from '../../model/connections/strategy';
import { asText, read, type Row } from '../../runtime/database/rows';
import { getService } from '../../utils/service';
import { wrapAuthActions, type AuthActionHandler } from './index';

/** The accounts that Users & Permissions may find while it looks for one by its email. */
const findable = new AsyncLocalStorage<number[]>();

const accountsWith = async (
  strapi: Core.Strapi,
  where: Record<string, unknown>
): Promise<{ account: Account; hasPassword: boolean }[]> => {
  const rows: Row[] = await read(strapi, STRAPI_UIDS.account)
    .where(where)
    .limit(100)
    .select(...ACCOUNT_COLUMNS, 'password');
  return rows.map((row) => ({
    account: accountOf(row),
    hasPassword: asText(row.password) !== null,
  }));
};

const textIn = (body: unknown, key: string): string | null => {
  const value = (body as Record<string, unknown> | null | undefined)?.[key];
  return typeof value === 'string' && value !== '' && !value.includes('\0') ? value : null;
};

interface Owned {
  connection: ConnectionRow;
  strategy: Strategy;
  ref: AccountRef;
}

/** The connection of the plugin that an account belongs to; null for one that is gone. */
const ownerOf = async (strapi: Core.Strapi, account: Account): Promise<Owned | null> => {
  const connection = await getService(strapi, 'connection-store').findRow(account.provider);
  if (!connection) {
    return null;
  }
  const identity: Row | undefined = await read(strapi, UIDS.identity)
    .where({ account: account.documentId })
    .first('external_id');
  const externalId = String(identity?.external_id ?? '');
  const strategy = getService(strapi, 'strategies').get(connection.strategy);
  return { connection, strategy, ref: { id: account.id, email: account.email, externalId } };
};

/** U&P looks for the email alone, and would take the account of a connection for one of its own. */
const amongItsOwn = async (strapi: Core.Strapi, ctx: KoaContext, next: () => Promise<unknown>) => {
  const email = textIn(ctx.request.body, 'email');
  if (email === null) {
    return next();
  }
  const found = await accountsWith(strapi, { email: email.toLowerCase() });
  const own = found.filter(({ account }) => account.isNative).map(({ account }) => account.id);
  return findable.run(own, next);
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

/** The rules of the connection come on top of those of Users & Permissions. */
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
  const owner = await ownerOf(strapi, found.account);
  if (!owner || !found.hasPassword || !can(owner.strategy, owner.connection, 'changePassword')) {
    throw new errors.ApplicationError(
      'The password of this account is not kept here: change it where you have it from'
    );
  }
  const password = textIn(ctx.request.body, 'password');
  if (password !== null) {
    await owner.strategy.checkPassword?.(owner.connection, password);
  }
  return next();
};

/** A source that keeps that an address is verified learns of it first. */
const emailConfirmation = async (
  strapi: Core.Strapi,
  ctx: KoaContext,
  next: () => Promise<unknown>
) => {
  const token = textIn(ctx.query, 'confirmation');
  const [found] = token ? await accountsWith(strapi, { confirmation_token: token }) : [];
  if (!found || found.account.isNative) {
    return next();
  }
  const owner = await ownerOf(strapi, found.account);
  if (owner) {
    await owner.strategy.atSource?.verifyEmail?.(owner.connection, owner.ref);
  }
  return next();
};

type Guard = (
  strapi: Core.Strapi,
  ctx: KoaContext,
  next: () => Promise<unknown>
) => Promise<unknown>;

const GUARDS: Record<string, Guard> = {
  forgotPassword: amongItsOwn,
  sendEmailConfirmation: amongItsOwn,
  resetPassword,
  changePassword,
  emailConfirmation,
};

/**
 * Keeps Users & Permissions' own routes from going round the rules of the plugin's connections, whose
 * users are accounts of Users & Permissions as well.
 */
export const guardForeignAccounts = (strapi: Core.Strapi): void => {
  wrapAuthActions(strapi, Object.keys(GUARDS), (name, original): AuthActionHandler => {
    const guard = GUARDS[name];
    return async function guarded(ctx, next, ...rest) {
      return guard(strapi, ctx, () => original.call(this, ctx, next, ...rest));
    };
  });
};

/** Has a search for an account find none but those that it may. */
export const limitAccountSearch = (strapi: Core.Strapi): void => {
  strapi.db.lifecycles.subscribe({
    models: [STRAPI_UIDS.account],
    beforeFindOne({ params }) {
      const ids = findable.getStore();
      if (!ids) {
        return;
      }
      const id = ids.length > 0 ? { $in: ids } : { $eq: 0 };
      params.where = { $and: [params.where ?? {}, { id }] };
    },
  });
};
