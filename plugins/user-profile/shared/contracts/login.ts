import { z } from '@strapi/utils';

import { digitCode, typedIdentifier } from '../typed-text';
import { withoutNul } from './common';
import { connectionName } from './connections';
import { emailAddress } from './user-writes';

export const deviceId = z.string().max(1024).optional();
const identifier = z.string().overwrite(typedIdentifier).min(1).max(254);
const password = z.string().min(1).max(1024);

/** A login with a password. */
export const passwordLogin = z.strictObject({
  connection: connectionName,
  identifier,
  password,
  deviceId,
});

/** A login with a code from `POST /login/code`. */
export const codeLogin = z.strictObject({
  connection: connectionName,
  email: emailAddress,
  code: z.string().overwrite(digitCode).min(1).max(64),
  deviceId,
});

/** A login with the code from the redirect of `GET /connect/:connection`. */
export const redirectLogin = z.strictObject({
  connection: connectionName,
  code: z.string().min(1).max(512),
  code_verifier: z
    .string()
    .regex(/^[\w.~-]{43,128}$/, 'must have 43 to 128 letters, digits, "-", ".", "_" and "~"')
    .optional()
    .describe(
      'Required if the login was started with a `code_challenge`, rejected otherwise (RFC 7636).'
    ),
  deviceId,
});

const clientId = z
  .string()
  .max(128)
  .optional()
  .describe('The application of the login, if requests have no `Origin` header.');

/** The query of the routes to log in, to sign up and to reset a password. */
export const applicationQuery = z.strictObject({ client_id: clientId });

/** POST /login */
export const loginBody = z.union([passwordLogin, codeLogin, redirectLogin], {
  error:
    'The body must have "connection" with "identifier" and "password", with "email" and "code", or with the "code" of a redirect, and no "data" around them',
});

/** The response of `POST /api/auth/local`. `refreshToken` is missing if it is set as a cookie. */
export const loginResponse = z.object({
  jwt: z.string(),
  refreshToken: z.string().optional(),
  user: z.looseObject({ id: z.number(), documentId: z.string() }),
});

/** POST /login/code */
export const sendCodeBody = z.strictObject({
  connection: connectionName,
  email: emailAddress,
  /** The language of the email, such as `de`; default: the language of the browser. */
  locale: z.string().min(1).max(35).optional(),
});

/** The same for every email address. It must not reveal who has an account. */
export const sendCodeResponse = z.object({ data: z.object({ sent: z.literal(true) }) });

/** GET /connect/:connection */
export const connectQuery = z.strictObject({
  /** The URL to return to: one of the connection's `redirect_urls`; default: the first one. */
  redirect: z.url().max(2048).optional(),
  client_id: clientId,
  /** Returned with the code. A page compares both values to detect a login that it did not start. */
  state: withoutNul(z.string().min(1).max(512)).optional(),
  code_challenge: z
    .string()
    .regex(/^[\w-]{43}$/, 'must be the SHA-256 of the code_verifier in base64url: 43 characters')
    .optional()
    .describe(
      'The SHA-256 of a random `code_verifier`, in base64url. Only a client that knows the verifier can use the code.'
    ),
  code_challenge_method: z.literal('S256').optional(),
});

/**
 * GET /connect/:connection/callback. The only query that is not strict: the provider decides what it adds, such
 * as `iss`, `session_state`, `scope` or `authuser`. The strategy checks the parameters that it uses.
 */
export const callbackQuery = z.looseObject({
  state: z.string().optional().describe('From the start of the login.'),
  code: z.string().optional(),
  error: z.string().optional().describe('Instead of `code`, if the source rejected the login.'),
  error_description: z.string().optional(),
});
