import { z } from '@strapi/utils';

import { connectionName } from './connections';
import { emailAddress } from './user-writes';

export const deviceId = z.string().max(1024).optional();
const identifier = z.string().trim().min(1).max(254);
const password = z.string().min(1).max(1024);

/** Signs in by a password that the connection checks. */
export const passwordLogin = z.strictObject({
  connection: connectionName,
  identifier,
  password,
  deviceId,
});

/** Signs in by the code that `POST /login/code` sent. */
export const codeLogin = z.strictObject({
  connection: connectionName,
  email: emailAddress,
  code: z.string().trim().min(1).max(64),
  deviceId,
});

/** Signs in by the code that came back with a redirect from `GET /connect/:connection`. */
export const redirectLogin = z.strictObject({
  connection: connectionName,
  code: z.string().min(1).max(512),
  deviceId,
});

/** POST /login */
export const loginBody = z.union([passwordLogin, codeLogin, redirectLogin]);

/** What `POST /api/auth/local` answers; `refreshToken` is missing where it is in a cookie. */
export const loginResponse = z.object({
  jwt: z.string(),
  refreshToken: z.string().optional(),
  user: z.looseObject({ id: z.number(), documentId: z.string() }),
});

/** POST /login/code */
export const sendCodeBody = z.strictObject({
  connection: connectionName,
  email: emailAddress,
  /** The language of the mail, such as `de`; that of the browser where it is left out. */
  locale: z.string().min(1).max(35).optional(),
});

/** The same for every address. */
export const sendCodeResponse = z.object({ data: z.object({ sent: z.literal(true) }) });

/** GET /connect/:connection */
export const connectQuery = z.strictObject({
  /** Where the browser ends; one of the connection's `redirect_urls`, the first where it is left out. */
  redirect: z.url().max(2048).optional(),
  client_id: z.string().max(128).optional(),
  /** Comes back with the code: a page that compares it knows that it began this login itself. */
  state: z.string().min(1).max(512).optional(),
});
