import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';

import { ERASURE_LOGIN_MINUTES, STRAPI_UIDS } from '../../../shared/constants';
import { foldIdentifier } from '../../../shared/email';
import { isNamedByUserId } from '../model/accounts/account';
import { findIdentity } from '../model/accounts/identities';
import { comparesHere } from '../model/connections/strategy';
import { asText } from '../runtime/database/rows';
import { requireRecentLogin } from '../sessions/last-login';
import { problem, validationError } from '../utils/errors';
import { providerOf } from '../utils/provider-of';
import { getService } from '../utils/service';

interface Account {
  id: number;
  documentId: string;
  email: string | null;
  username: string | null;
  password: string | null;
  provider: string | null;
}

/** What a login of the account is counted under: `authenticateOnce` adds the name to those of connections. */
const identifierOf = async (
  strapi: Core.Strapi,
  { id, documentId, email, username, provider }: Account
): Promise<string> => {
  const connection = providerOf(provider);
  if (!isNamedByUserId(username, connection)) {
    return email ?? username ?? String(id);
  }
  const identity = email === null ? await findIdentity(strapi, { account: documentId }) : null;
  const name = email ?? asText(identity?.login_name) ?? String(id);
  return `${connection}|${foldIdentifier(name)}`;
};

/** Whether a login would compare the password with that of the account. */
const hasOwnPassword = async (
  strapi: Core.Strapi,
  { password, provider }: Account
): Promise<boolean> => {
  if (!password) {
    return false;
  }
  const connection = await getService(strapi, 'connection-store').findRow(providerOf(provider));
  return connection
    ? comparesHere(getService(strapi, 'strategies').get(connection.strategy), connection)
    : true;
};

/** Wrong passwords count as failed logins, under the same limits. A token alone does not clear the count. */
const requirePassword = async (
  strapi: Core.Strapi,
  ctx: KoaContext,
  account: Account,
  sent: string | undefined
): Promise<void> => {
  if (sent === undefined) {
    const message = 'current_password is required: this account has a password';
    throw validationError([problem(['current_password'], message)]);
  }
  const { id, provider, password } = account;
  const facts = getService(strapi, 'request-facts').ofContext(ctx);
  const attempt = { facts, connection: providerOf(provider) };
  const identifier = await identifierOf(strapi, account);
  const tried = { attempt, identifier, accountId: id, keepsCount: true };
  const compare = async (): Promise<void> => {
    const accounts = strapi.plugin('users-permissions').service('user');
    if (!(await accounts.validatePassword(sent, password))) {
      const message = 'current_password is not the password of this account';
      throw validationError([problem(['current_password'], message)]);
    }
  };
  await getService(strapi, 'brute-force').protect(
    tried,
    compare,
    (error) => error instanceof errors.ValidationError
  );
};

/**
 * Asks for proof of identity before an irreversible action, since the token may be stolen: the password
 * if the account has one, otherwise a recent login.
 *
 * @throws ValidationError if the password is missing or wrong
 * @throws RateLimitError after too many wrong passwords
 * @throws ForbiddenError if the login is too old
 */
export const reauthenticate = async (
  strapi: Core.Strapi,
  ctx: KoaContext,
  password: string | undefined
): Promise<void> => {
  const account: Account | null = await strapi.db.query(STRAPI_UIDS.account).findOne({
    select: ['id', 'documentId', 'email', 'username', 'password', 'provider'],
    where: { id: ctx.state.user?.id },
  });
  if (account && (await hasOwnPassword(strapi, account))) {
    await requirePassword(strapi, ctx, account, password);
  } else {
    await requireRecentLogin(strapi, ctx, ERASURE_LOGIN_MINUTES);
  }
};
