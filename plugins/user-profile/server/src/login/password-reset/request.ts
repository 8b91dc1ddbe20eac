import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

import type { Core } from '@strapi/types';
import { errors, type z } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';

import type { requestPasswordResetBody } from '../../../../shared/contracts/sign-up';
import { HOUR_MS } from '../../../../shared/durations';
import type { EventReason } from '../../../../shared/event-details';
import { getConfig } from '../../config/get';
import { explained } from '../../connections/strategies/users-permissions/mail';
import type { RequestFacts } from '../../enrich';
import { BY_USERS_PERMISSIONS, type ConnectionRow } from '../../model/connections/connection-store';
import type { AccountRef, ConnectionRef } from '../../model/connections/strategy';
import { asText } from '../../runtime/database/rows';
import { requireRecipient } from '../../utils/mail-recipient';
import { maskIdentifier } from '../../utils/mask-identifier';
import { getService } from '../../utils/service';
import type { ResetCodes } from './codes';

/** Sends the mail with the code for resetting the password. */
export const createResetRequest = (
  strapi: Core.Strapi,
  { issue, findResetAccount }: ResetCodes
) => {
  const rateLimits = () => getService(strapi, 'rate-limits');

  const mail = async ({ name, options }: ConnectionRef, email: string, code: string) => {
    const page = asText(options.reset_url);
    const url = page === null ? null : new URL(page);
    url?.searchParams.set('connection', name);
    url?.searchParams.set('code', code);
    const how = url ? `open this link: ${url.href}` : `use this code: ${code}`;
    const text = `To choose a new password, ${how}\n\nIt is valid for one hour. If you did not request this, ignore this email: your password stays unchanged.`;
    const service = strapi.plugin('email').service('email');
    const to = requireRecipient(email);
    await explained(() => service.send({ to, subject: 'Reset your password', text }));
  };

  /** @throws ApplicationError if the mail could not be sent */
  const send = async (connection: ConnectionRef, { id }: Pick<AccountRef, 'id'>): Promise<void> => {
    const issued = await issue(connection.name, id, { isOwnRequest: false });
    if (issued) {
      await mail(connection, issued.email, issued.code);
    }
  };

  /** Runs after the response. The outcome is visible in the log only. */
  const processRequest = async (
    connection: ConnectionRow,
    email: string,
    facts: RequestFacts
  ): Promise<void> => {
    const writer = getService(strapi, 'event-writer');
    const account = await findResetAccount({ provider: connection.name, email });
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
    if (account.blocked) {
      return fail('blocked');
    }
    const issued = await issue(connection.name, account.id, { isOwnRequest: true });
    if (!issued) {
      return fail('invitation_revoked');
    }
    try {
      await mail(connection, issued.email, issued.code);
    } catch {
      return fail('mail_failed');
    }
    return writer.record({ ...event, type: 'scpr' });
  };

  return {
    send,

    /**
     * The response does not depend on whether a user has the email address.
     * @throws RateLimitError
     */
    async request(ctx: KoaContext, body: z.output<typeof requestPasswordResetBody>): Promise<void> {
      const login = getService(strapi, 'login');
      const { connection: name, email } = body;
      const { connection } = await login.requireConnection(name, 'sendPasswordReset');
      if (connection.managed_by === BY_USERS_PERMISSIONS) {
        throw new errors.ApplicationError('Use POST /api/auth/forgot-password for this connection');
      }
      login.requireEnabled(connection);
      const facts = getService(strapi, 'request-facts').ofContext(ctx);
      const max = getConfig(strapi).rateLimits.passwordResetsPerHour;
      const limit = { by: `${name}|${email}`, max, windowMs: HOUR_MS };
      await rateLimits().take({ what: 'password_reset_email', ...limit }, facts, name);
      // After the response: its time must not reveal whether a user has the email address.
      const later = yieldToEventLoop().then(() => processRequest(connection, email, facts));
      getService(strapi, 'background-tasks').add(later);
    },
  };
};
