import type { Core } from '@strapi/types';

import { STRAPI_UIDS } from '../../../../../shared/constants';
import { LOCAL_CONNECTION } from '../../../model/accounts/account';
import type { NewAccount, Strategy } from '../../../model/connections/strategy';
import {
  defaultRoleId,
  hasTakenLoginName,
  requireFreeEmail,
  requireFreeUsername,
} from '../../../model/connections/uniqueness';
import { ConflictError } from '../../../utils/errors';
import { hasNoProvider } from '../../../utils/provider-of';
import { sendPasswordReset, sendVerificationEmail } from './mail';
import { checkPassword, passwordRulesOf } from './password';

/** The built-in email and password login of Users & Permissions. */
export const createLocalStrategy = (strapi: Core.Strapi): Strategy => {
  const accounts = () => strapi.plugin('users-permissions').service('user');

  /** @throws ConflictError if the account has no provider and cannot become one that logs in */
  const requireLogin = async (id: number): Promise<void> => {
    const row = await strapi.db
      .query(STRAPI_UIDS.account)
      .findOne({ select: ['id', 'email', 'username', 'provider'], where: { id } });
    if (row && hasNoProvider(row.provider) && (await hasTakenLoginName(strapi, row))) {
      throw new ConflictError(
        'This account has no provider and cannot log in, because another account logs in with its email ' +
          'address or username. Change or delete one of the two.',
        ['password']
      );
    }
  };

  return {
    name: LOCAL_CONNECTION,
    type: 'database',
    username: () => 'optional',
    passwordRules: () => passwordRulesOf(strapi),

    async createAccount(_connection, account: NewAccount) {
      const { email, password, username } = account;
      const name = username ?? email;
      await checkPassword(strapi, password);
      await requireFreeEmail(strapi, email, LOCAL_CONNECTION);
      await requireFreeUsername(strapi, name);
      const created = await accounts().add({
        ...account.account_fields,
        email,
        username: name,
        password,
        provider: LOCAL_CONNECTION,
        confirmed: true,
        role: await defaultRoleId(strapi),
      });
      return created.id;
    },

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
