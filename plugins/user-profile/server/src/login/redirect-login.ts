import { createHash } from 'node:crypto';

import type { Core } from '@strapi/types';
import { errors, type z } from '@strapi/utils';
import type { Context as KoaContext } from 'koa';

import type { connectQuery, redirectLogin } from '../../../shared/contracts/login';
import type { JsonObject } from '../../../shared/contracts/users';
import { MINUTE_MS } from '../../../shared/durations';
import { callbackUrl } from '../connections/redirects';
import type { ConnectionRow } from '../model/connections/connection-store';
import { InvalidCredentialsError, SourceError } from '../model/connections/errors';
import type { SourceProfile } from '../model/connections/source-profile';
import { problem, validationError } from '../utils/errors';
import { logError } from '../utils/log-error';
import { getService } from '../utils/service';
import { sha256 } from '../utils/sha256';
import { consumeMark, markBrowser, REDIRECT_TTL_MS } from './browser-mark';

declare module '../utils/service' {
  interface Services {
    'redirect-login': ReturnType<typeof createRedirectLogin>;
  }
}

/** The time that a page has to exchange the code in its URL. */
const LOGIN_TTL_MS = MINUTE_MS;

const withQuery = (base: string, query: Record<string, string>): string => {
  const url = new URL(base);
  for (const [key, value] of Object.entries(query)) {
    url.searchParams.set(key, value);
  }
  return url.href;
};

/** The page that the browser is redirected to in the end, and the `state` that it sent. */
interface RedirectTarget {
  redirect: string;
  state: string | null;
}

const targetIn = ({ redirect, client_state: state }: JsonObject): RedirectTarget | null =>
  typeof redirect === 'string'
    ? { redirect, state: typeof state === 'string' ? state : null }
    : null;

const urlOf = ({ redirect, state }: RedirectTarget, query: Record<string, string>): string =>
  withQuery(redirect, { ...query, ...(state === null ? {} : { state }) });

/**
 * Whether the code is exchanged by the page or app that started the login (RFC 7636). A verifier without a
 * challenge is rejected too: an attacker may have started that login without one (RFC 9700, 4.8.2).
 */
const isStartedBy = (verifier: string | undefined, challenge: JsonObject[string]): boolean => {
  const sent =
    verifier === undefined ? null : createHash('sha256').update(verifier).digest('base64url');
  return sent === (challenge ?? null);
};

/** The page gets messages that are meant for users, and no details of internal errors. */
const errorParameters = (error: unknown) =>
  error instanceof errors.ApplicationError
    ? { error: error.name, error_description: error.message }
    : { error: 'InternalServerError', error_description: 'The login failed' };

/** Login by redirect to the source. */
export const createRedirectLogin = ({ strapi }: { strapi: Core.Strapi }) => {
  const oneTimeTokens = () => getService(strapi, 'one-time-tokens');
  const login = () => getService(strapi, 'login');

  const redirectOf = ({ options, name }: ConnectionRow, wanted: string | undefined) => {
    const allowed = Array.isArray(options.redirect_urls) ? options.redirect_urls.map(String) : [];
    if (wanted === undefined) {
      return allowed[0] ?? null;
    }
    if (allowed.includes(wanted)) {
      return wanted;
    }
    const message = `redirect must be one of the redirect_urls of the connection "${name}"`;
    throw validationError([problem(['redirect'], message)]);
  };

  const consumeState = async (ctx: KoaContext, name: string): Promise<JsonObject> => {
    const { state } = ctx.query;
    if (typeof state === 'string') {
      const data = await oneTimeTokens().consume('redirect', state);
      const mark = consumeMark(ctx, state);
      if (data && data.connection === name && mark && data.browser === sha256(mark)) {
        return data;
      }
    }
    throw new SourceError(
      'state_invalid',
      'This login was not started in this browser, or it has expired. Start again.'
    );
  };

  return {
    /**
     * Redirects the browser to the source.
     *
     * @throws ValidationError
     * @throws SourceError
     */
    async start(ctx: KoaContext, name: string, query: z.output<typeof connectQuery>) {
      const { connection, strategy } = await login().requireConnection(name, 'redirect');
      const redirect = redirectOf(connection, query.redirect);
      if (redirect === null && query.code_challenge !== undefined) {
        const message = `code_challenge requires redirect_urls of the connection "${name}": without them there is no code`;
        throw validationError([problem(['code_challenge'], message)]);
      }
      await login().attempt({ ctx, connection, identifier: null }, async () => {
        login().requireEnabled(connection);
        const state = oneTimeTokens().newSecret();
        const redirectUri = callbackUrl(strapi, name);
        const { url, flowState } = await strategy.redirect(connection, { redirectUri, state });
        const data = {
          connection: name,
          redirect,
          client_state: query.state ?? null,
          challenge: query.code_challenge ?? null,
          flowState,
          browser: sha256(markBrowser(ctx, state)),
        };
        await oneTimeTokens().issue('redirect', data, REDIRECT_TTL_MS, state);
        ctx.redirect(url);
      });
    },

    /** Handles the return from the source: redirects to the site with a code, or returns tokens. */
    async callback(ctx: KoaContext, name: string) {
      const { connection, strategy } = await login().requireConnection(name, 'finishRedirect');
      const call = { ctx, connection, identifier: null };
      let target: RedirectTarget | null = null;
      try {
        await login().attempt(call, async () => {
          const started = await consumeState(ctx, name);
          target = targetIn(started);
          login().requireEnabled(connection);
          const callback = new URL(callbackUrl(strapi, name));
          callback.search = ctx.search;
          const flowState = started.flowState as JsonObject;
          const source = await strategy.finishRedirect(connection, callback, flowState);
          if (target === null) {
            ctx.body = await login().issueLogin(call, source);
            return;
          }
          const { localCredentials: _apart, ...sourceProfile } = source;
          const { challenge = null } = started;
          const data = { connection: name, source: sourceProfile, challenge };
          const code = await oneTimeTokens().issue('login', data, LOGIN_TTL_MS);
          ctx.redirect(urlOf(target, { connection: name, code }));
        });
      } catch (error) {
        if (target === null) {
          throw error;
        }
        if (!(error instanceof errors.ApplicationError)) {
          logError(strapi, `a login by the connection "${name}" failed`, error);
        }
        ctx.redirect(urlOf(target, { connection: name, ...errorParameters(error) }));
      }
    },

    /** Exchanges the code that the browser returned with for tokens. */
    async finish(
      ctx: KoaContext,
      { connection: name, code, code_verifier: verifier }: z.output<typeof redirectLogin>
    ) {
      const { connection } = await login().requireConnection(name, 'finishRedirect');
      await login().run({ ctx, connection, identifier: null }, async () => {
        const data = await oneTimeTokens().consume('login', code);
        if (!data || data.connection !== name || !isStartedBy(verifier, data.challenge)) {
          throw new InvalidCredentialsError('wrong_code');
        }
        return data.source as unknown as SourceProfile;
      });
    },
  };
};
