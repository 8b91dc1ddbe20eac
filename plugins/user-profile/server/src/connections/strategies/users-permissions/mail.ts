import { randomBytes } from 'node:crypto';

import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import { STRAPI_UIDS } from '../../../../../shared/constants';
import type { AccountRef } from '../../../model/connections/strategy';
import { usersPermissionsSettings } from '../../../model/connections/users-permissions-settings';
import { errorText } from '../../../utils/error-text';
import { codedError } from '../../../utils/errors';
import { requireRecipient } from '../../../utils/mail-recipient';

interface Template {
  from: { name?: string; email?: string };
  response_email?: string;
  object: string;
  message: string;
}

const usersPermissions = (strapi: Core.Strapi) => strapi.plugin('users-permissions');

/** @throws ApplicationError if sending fails: the cause is the email settings of the site, not the request */
export const explained = async (work: () => Promise<unknown>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    throw new errors.ApplicationError(
      ...codedError('email_not_sent', { reason: errorText(error) })
    );
  }
};

const accountRow = (strapi: Core.Strapi, { id }: AccountRef) =>
  strapi.db.query(STRAPI_UIDS.account).findOne({ where: { id }, populate: ['role'] });

/**
 * Sends U&P's confirmation email, with its template and token.
 * @throws ApplicationError
 */
export const sendVerificationEmail = async (
  strapi: Core.Strapi,
  account: AccountRef
): Promise<void> => {
  const user = await accountRow(strapi, account);
  requireRecipient(user?.email);
  await explained(() => usersPermissions(strapi).service('user').sendConfirmationEmail(user));
};

/**
 * Sends U&P's password reset email, with its template and token. U&P's own action cannot be used: it
 * finds the account by email address only (@strapi/plugin-users-permissions 5.54.0,
 * server/controllers/auth.js, forgotPassword), and several accounts may have the same one.
 *
 * @throws ApplicationError
 */
export const sendPasswordReset = async (
  strapi: Core.Strapi,
  account: AccountRef
): Promise<void> => {
  requireRecipient((await accountRow(strapi, account))?.email);
  await explained(async () => {
    const store = strapi.store({ type: 'plugin', name: 'users-permissions' });
    const mails = (await store.get({ key: 'email' })) as { reset_password: { options: Template } };
    const { email_reset_password: url } = await usersPermissionsSettings(strapi);
    const { from, response_email: replyTo, object, message } = mails.reset_password.options;
    const token = randomBytes(64).toString('hex');
    // Mailed to the email address that the account had when the token was stored.
    const user = await usersPermissions(strapi)
      .service('user')
      .edit(account.id, { resetPasswordToken: token });
    const shown = { id: user.id, username: user.username, email: user.email };
    const { template } = usersPermissions(strapi).service('users-permissions');
    const html = await template(message, {
      URL: url,
      SERVER_URL: strapi.config.get('server.absoluteUrl'),
      ADMIN_URL: strapi.config.get('admin.absoluteUrl'),
      USER: shown,
      TOKEN: token,
    });
    await strapi
      .plugin('email')
      .service('email')
      .send({
        to: user.email,
        from: from.email ? `${from.name ?? ''} <${from.email}>`.trim() : undefined,
        replyTo,
        subject: await template(object, { USER: shown }),
        text: html,
        html,
      });
  });
};
