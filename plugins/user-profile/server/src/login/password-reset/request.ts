import { setImmediate as giveWay } from 'node:timers/promises';

import type { Core } from '@strapi/types';
import { errors, type z } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';

import type { requestPasswordResetBody } from '../../../../shared/contracts/sign-up';
import type { EventReason } from '../../../../shared/event-details';
import { getConfig } from '../../config/get';
import { explained } from '../../connections/strategies/users-permissions/mail';
import type { RequestFacts } from '../../enrich';
import { BY_USERS_PERMISSIONS, type ConnectionRow } from '../../model/connections/connection-store';
import type { AccountRef, ConnectionRef } from '../../model/connections/strategy';
import { asBoolean, asText } from '../../runtime/database/rows';
import { maskIdentifier } from '../../utils/mask-identifier';
import { getService } from '../../utils/service';
import type { ResetCodes } from './codes';
import { HOUR_MS } from './codes';

/** The mail by which somebody chooses a new password. */
export const createResetRequest = (strapi: Core.Strapi, { issue, findAccount }: ResetCodes) => {
  const rates = () => getService(strapi, 'rate-limits');

  const mail = async ({ name, options }: ConnectionRef, email: string, code: string) => {
    const page = asText(options.reset_url);
    const url = page === null ? null : new URL(page);
    url?.searchParams.set('connection', name);
    url?.searchParams.set('code', code);
    const how = url ? `open this link: ${url.href}` : `use this code: ${code}`;
    const text = `To choose a new password, ${how}\n\nIt is good for one hour. If you did not ask for it, there is nothing to do: your password stays as it is.`;
    const service = strapi.plugin('email').service('email');
    await explained(() => service.send({ to: email, subject: 'Your new password', text }));
  };

  /** @throws ApplicationError where the mail could not be sent */
  const send = async (connection: ConnectionRef, { id }: Pick<AccountRef, 'id'>): Promise<void> => {
    const issued = await issue(connection.name, id);
    if (issued) {
      await mail(connection, issued.email, issued.code);
    }
  };

  /** What becomes of a request is told to the log alone. */
  const answerInMail = async (
    connection: ConnectionRow,
    email: string,
    facts: RequestFacts
  ): Promise<void> => {
    const writer = getService(strapi, 'event-writer');
    const account = await findAccount({ provider: connection.name, email });
    const event = { facts, connection: connection.name, accountId: account?.id ?? null };
    const fail = (reason: EventReason) =>
      writer.record({
        ...event,
        type: 'fcpr',
        userName: maskIdentifier(email),
        details: { reason },
      });
    if (!account) {
      return fail('unknown_user');
    }
    if (asBoolean(account.blocked)) {
      return fail('blocked');
    }
    try {
      await send(connection, account);
    } catch {
      return fail('mail_failed');
    }
    return writer.record({ ...event, type: 'scpr' });
  };

  return {
    send,

    /** Answers the same whoever the address belongs to, and before that is known. @throws RateLimitError */
    async request(ctx: KoaContext, body: z.output<typeof requestPasswordResetBody>): Promise<void> {
      const login = getService(strapi, 'login');
      const { connection: name, email } = body;
      const { connection } = await login.requireConnection(name, 'sendPasswordReset');
      if (connection.managed_by === BY_USERS_PERMISSIONS) {
        throw new errors.ApplicationError(`Ask for it by POST /api/auth/forgot-password`);
      }
      login.requireEnabled(connection);
      const facts = getService(strapi, 'request-facts').ofContext(ctx);
      const max = getConfig(strapi).rateLimits.passwordResetsPerHour;
      const of = { by: `${name}|${email}`, max, windowMs: HOUR_MS };
      await rates().take({ what: 'password_reset_email', ...of }, facts, name);
      // Not before the answer is out: how long it takes tells who has the address.
      const later = giveWay().then(() => answerInMail(connection, email, facts));
      getService(strapi, 'background-tasks').add(later);
    },
  };
};
