import type { Core } from '@strapi/types';
import { z } from '@strapi/utils';

import { schemaRule } from '../../../../../shared/error-texts';
import type { Strategy } from '../../../model/connections/strategy';
import { createDirectory } from '../base/local-directory';
import { checkPolicy, policyOptions, policyRules } from '../base/local-directory/password-policy';
import { rejectUsername, usernameOptions } from '../base/local-directory/usernames';
import { resetOptions } from '../base/options';
import { commonOptions } from '../base/options';
import { sendVerificationEmail } from '../users-permissions/mail';

export const databaseOptions = z
  .strictObject({
    ...commonOptions,
    ...usernameOptions,
    ...policyOptions('good'),
    ...resetOptions,
    verification_email: z
      .boolean()
      .default(false)
      .describe('Sends a verification email after sign-up'),
  })
  .refine(({ username_min: min, username_max: max }) => min <= max, {
    path: ['username_max'],
    ...schemaRule('username_range'),
  });

/** A separate user directory with its own rules. Its passwords are stored in accounts of Users & Permissions. */
export const createDatabaseStrategy = (strapi: Core.Strapi): Strategy => {
  const directory = createDirectory(strapi);
  return {
    name: 'database',
    type: 'database',
    options: databaseOptions,
    username: (connection) => (connection.options.requires_username ? 'required' : 'none'),
    rejectUsername: ({ options }, username, userId) => rejectUsername(options, username, userId),
    passwordRules: (connection) => policyRules(connection.options),
    checkPassword: async (connection, password) => checkPolicy(connection.options, password),
    atSource: { create: directory.prepare },
    async createAccount(connection, account, made) {
      const source = made ?? (await directory.prepare(connection, account));
      return directory.createAccount(connection, source, account);
    },
    createInvited: directory.createInvited,
    changeEmail: directory.changeEmail,
    changePassword: directory.changePassword,
    sendVerificationEmail: (account) => sendVerificationEmail(strapi, account),
    sendPasswordReset: (connection, account, sendResetCode) => sendResetCode(connection, account),
    authenticate: directory.authenticate,
  };
};
