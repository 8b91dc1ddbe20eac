import { randomBytes } from 'node:crypto';

import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import { STRAPI_UIDS } from '../../../../../shared/constants';
import type { AccountRef } from '../../../model/connections/strategy';
import { usersPermissionsSettings } from '../../../model/connections/users-permissions-settings';

interface Template {
  from: { name?: string; email?: string };
  response_email?: string;
  object: string;
  message: string;
}

const usersPermissions = (strapi: Core.Strapi) => strapi.plugin('users-permissions');

/** Mail that cannot be sent is the site's setup, not a fault in the request. */
export const explained = async (work: () => Promise<unknown>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new errors.ApplicationError(
      `The mail could not be sent: ${reason}. Check the email provider in the settings of Strapi.`
    );
  }
};

const accountRow = (strapi: Core.Strapi, { id }: AccountRef) =>
  strapi.db.query(STRAPI_UIDS.account).findOne({ where: { id }, populate: ['role'] });

/** Sends the mail by which a user confirms the address, with U&P's own template and token. */
export const sendVerificationEmail = (strapi: Core.Strapi, account: AccountRef): Promise<void> =>
  explained(async () => {
    const user = await accountRow(strapi, account);
    await usersPermissions(strapi).service('user').sendConfirmationEmail(user);
  });

/**
 * Sends the mail by which a user chooses a new password, with U&P's own template and token. U&P's own
 * action looks for the account by its email, which another account may have as well.
 */
export const sendPasswordReset = (strapi: Core.Strapi, account: AccountRef): Promise<void> =>
  explained(async () => {
    const store = strapi.store({ type: 'plugin', name: 'users-permissions' });
    const mails = (await store.get({ key: 'email' })) as { reset_password: { options: Template } };
    const { email_reset_password: url } = await usersPermissionsSettings(strapi);
    const { from, response_email: replyTo, object, message } = mails.reset_password.options;
    const user = await accountRow(strapi, account);
    const token = randomBytes(64).toString('hex');
    const shown = { id: user.id, username: user.username, email: user.email };
    const { template } = usersPermissions(strapi).service('users-permissions');
    const html = await template(message, {
      URL: url,
      SERVER_URL: strapi.config.get('server.absoluteUrl'),
      ADMIN_URL: strapi.config.get('admin.absoluteUrl'),
      USER: shown,
      TOKEN: token,
    });
    await usersPermissions(strapi).service('user').edit(account.id, { resetPasswordToken: token });
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
