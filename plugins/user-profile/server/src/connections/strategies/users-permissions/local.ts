import type { Core } from '@strapi/types';

import { STRAPI_UIDS } from '../../../../../shared/constants';
import { LOCAL_CONNECTION } from '../../../model/accounts/account';
import type { InvitedAccount, Strategy } from '../../../model/connections/strategy';
import {
  defaultRoleId,
  hasTakenLoginName,
  requireFreeEmail,
  requireFreeUsername,
} from '../../../model/connections/uniqueness';
import { ConflictError, coded } from '../../../utils/errors';
import { hasNoProvider } from '../../../utils/provider-of';
import { sendPasswordReset, sendVerificationEmail } from './mail';
import { checkPassword, passwordRulesOf } from './password';

/** The built-in email and password login of Users & Permissions. */
export const createLocalStrategy = (strapi: Core.Strapi): Strategy => {
  const accounts = () => strapi.plugin('users-permissions').service('user');

  /** @returns the id of the account */
  const add = async (
    { email, username = email, account_fields: fields }: InvitedAccount,
    credentials: { password?: string; confirmed: boolean }
  ): Promise<number> => {
    await requireFreeEmail(strapi, email, LOCAL_CONNECTION);
    await requireFreeUsername(strapi, username);
    const created = await accounts().add({
      ...fields,
      ...credentials,
      email,
      username,
      provider: LOCAL_CONNECTION,
      role: await defaultRoleId(strapi),
    });
    return created.id;
  };

  /** @throws ConflictError if the account has no provider and cannot become one that logs in */
  const requireLogin = async (id: number): Promise<void> => {
    const row = await strapi.db
      .query(STRAPI_UIDS.account)
      .findOne({ select: ['id', 'email', 'username', 'provider'], where: { id } });
    if (row && hasNoProvider(row.provider) && (await hasTakenLoginName(strapi, row))) {
      throw new ConflictError(coded('account_without_login'), ['password']);
    }
  };

  return {
    name: LOCAL_CONNECTION,
    type: 'database',
    username: () => 'optional',
    passwordRules: () => passwordRulesOf(strapi),

    async createAccount(_connection, { password, ...account }) {
      await checkPassword(strapi, password);
      return add(account, { password, confirmed: true });
    },

    createInvited: (_connection, account) => add(account, { confirmed: false }),

    async changeEmail(_connection, account, email) {
      await requireFreeEmail(strapi, email, LOCAL_CONNECTION, account.id);
      const usernameWasEmail = await strapi.db
        .query('plugin::users-permissions.user')
        .count({ where: { id: account.id, username: account.email } });
      await accounts().edit(account.id, {
        email,
        ...(usernameWasEmail > 0 ? { username: email } : {}),
      });
    },

    async changePassword(_connection, account, password) {
      await checkPassword(strapi, password);
      await requireLogin(account.id);
      // A reset link that was sent earlier must not overwrite the new password.
      await accounts().edit(account.id, { password, resetPasswordToken: null });
    },

    sendVerificationEmail: (account) => sendVerificationEmail(strapi, account),
    sendPasswordReset: (_connection, account) => sendPasswordReset(strapi, account),
  };
};
