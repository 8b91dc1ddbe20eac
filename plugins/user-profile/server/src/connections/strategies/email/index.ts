import type { Core } from '@strapi/types';

import { STRAPI_UIDS } from '../../../../../shared/constants';
import { MINUTE_MS } from '../../../../../shared/durations';
import { completeAccountFields } from '../../../model/accounts/account-fields';
import { InvalidCredentialsError, SourceError } from '../../../model/connections/errors';
import { findLinkTarget } from '../../../model/connections/link-target';
import { requireSignup } from '../../../model/connections/require-signup';
import { toSourceProfile } from '../../../model/connections/source-profile';
import type { ConnectionRef, Strategy } from '../../../model/connections/strategy';
import { requireFreeEmail } from '../../../model/connections/uniqueness';
import { inTransaction } from '../../../runtime/database/rows';
import { errorText } from '../../../utils/error-text';
import { getService } from '../../../utils/service';
import { messageFor } from './message';
import { emailOptions, type EmailOptions } from './options';
import { createPeople } from './person';

const MAX_TRIES = 5;

const optionsOf = ({ options }: ConnectionRef): EmailOptions =>
  // Validated when they were stored.
  options as unknown as EmailOptions;

const subjectOf = ({ name }: ConnectionRef, email: string): string => `${name}\0${email}`;

/** Passwordless login: the user proves access to a mailbox by entering a code that was sent there. */
export const createEmailStrategy = (strapi: Core.Strapi): Strategy => {
  const people = createPeople(strapi);
  const oneTimeTokens = () => getService(strapi, 'one-time-tokens');

  const send = async (mail: Record<string, string | undefined>): Promise<void> => {
    try {
      await strapi.plugin('email').service('email').send(mail);
    } catch (error) {
      throw new SourceError('unreachable', 'The email could not be sent', errorText(error));
    }
  };

  return {
    name: 'email',
    type: 'passwordless',
    options: emailOptions,
    username: () => 'none',
    passwordRules: () => [],

    async sendCode(connection, email, languages) {
      const options = optionsOf(connection);
      const { isKnown } = await people.find(connection.name, email);
      if (!isKnown) {
        const verified = { email, emailVerified: true };
        const target = await inTransaction(strapi, (trx) =>
          findLinkTarget(strapi, trx, connection, verified)
        );
        if (!target) {
          await requireSignup(strapi, connection);
        }
        await completeAccountFields(strapi, {});
      }
      const ttl = options.code_minutes * MINUTE_MS;
      const subject = subjectOf(connection, email);
      const code = await oneTimeTokens().issueCode('email-code', subject, {}, ttl);
      await send({
        to: email,
        from: options.from,
        replyTo: options.reply_to,
        ...messageFor(options, code, languages),
      });
    },

    async consumeCode(connection, email, code) {
      const subject = subjectOf(connection, email);
      const data = await oneTimeTokens().consumeCode('email-code', subject, code, MAX_TRIES);
      if (!data) {
        throw new InvalidCredentialsError('wrong_code');
      }
      const { id } = await people.find(connection.name, email);
      return toSourceProfile(id, { email, email_verified: true });
    },

    async changeEmail(connection, account, email) {
      await requireFreeEmail(strapi, email, connection.name, account.id);
      await strapi.db
        .query(STRAPI_UIDS.account)
        .update({ where: { id: account.id }, data: { email } });
    },
  };
};
