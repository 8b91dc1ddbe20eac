import type { Core } from '@strapi/types';
import type { z } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';

import type { sendCodeBody } from '../../../shared/contracts/login';
import type { EventType } from '../../../shared/event-types';
import type { EventDetails } from '../events/row';
import { AccountFieldsError } from '../model/accounts/account-fields';
import { LoginRejectedError, SourceError } from '../model/connections/errors';
import { currentAttempt, type Attempt } from '../request/attempt';
import { logError } from '../utils/log-error';
import { maskIdentifier } from '../utils/mask-identifier';
import { getService } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    'code-login': ReturnType<typeof createCodeLogin>;
  }
}

type CodeRequest = z.output<typeof sendCodeBody>;

interface Outcome {
  type: EventType;
  details: EventDetails;
}

const outcomeOf = (error: unknown): Outcome => {
  if (error instanceof LoginRejectedError) {
    return { type: 'f', details: { reason: error.reason } };
  }
  if (error instanceof AccountFieldsError) {
    const { message } = error;
    return { type: 'f', details: { reason: 'invalid_account_fields', message } };
  }
  const detail = error instanceof SourceError ? error.detail : undefined;
  return { type: 'fn', details: { reason: 'mail_failed', ...(detail ? { detail } : {}) } };
};

/** Sends login codes. */
export const createCodeLogin = ({ strapi }: { strapi: Core.Strapi }) => {
  const log = (attempt: Attempt, email: string, { type, details }: Outcome): Promise<void> => {
    const { facts, connection, subject } = attempt;
    return getService(strapi, 'event-writer').record({
      type,
      facts,
      connection,
      accountId: subject.accountId,
      userName: maskIdentifier(email),
      details,
    });
  };

  const deliver = async (
    attempt: Attempt,
    email: string,
    send: () => Promise<void>
  ): Promise<void> => {
    try {
      await send();
      await log(attempt, email, { type: 'cls', details: {} });
    } catch (error) {
      const outcome = outcomeOf(error);
      const { detail, reason } = outcome.details;
      if (outcome.type === 'fn') {
        logError(strapi, 'failed to send a login code', detail ?? reason);
      }
      await log(attempt, email, outcome);
    }
  };

  return {
    /**
     * Sends a code in the background. Neither text nor time of the response reveals whether there is an
     * account, or whether the mail could be sent. The log shows both.
     *
     * @throws LoginRejectedError
     * @throws RateLimitError
     */
    async send(ctx: KoaContext, { connection: name, email, locale }: CodeRequest): Promise<void> {
      const login = getService(strapi, 'login');
      const { connection, strategy } = await login.requireConnection(name, 'sendCode');
      const languages = [...(locale ? [locale] : []), ...ctx.acceptsLanguages()];
      await login.attempt({ ctx, connection, identifier: email }, async () => {
        login.requireEnabled(connection);
        const attempt = currentAttempt();
        if (!attempt) {
          return;
        }
        await getService(strapi, 'rate-limits').takeLoginCode(attempt, email);
        const send = () => strategy.sendCode(connection, email, languages);
        getService(strapi, 'background-tasks').add(deliver(attempt, email, send));
        ctx.body = { data: { sent: true } };
      });
    },
  };
};
