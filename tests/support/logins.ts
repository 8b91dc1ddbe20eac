import { callAdmin } from './admin-api';
import { AnyBody, ApiResponse } from './http';
import { PASSWORD } from './passwords';
import type { TestStrapi } from './strapi';

export interface PasswordLogin {
  identifier: string;
  password?: string;
  deviceId?: string;
  /** A connection of the plugin. Without it, Users & Permissions' own route is called. */
  connection?: string;
}

/**
 * One login attempt, whatever its result.
 *
 * @param login its password is `PASSWORD` unless given
 */
export const logIn = (
  app: Pick<TestStrapi, 'request'>,
  { password = PASSWORD, ...login }: PasswordLogin,
  headers: Record<string, string> = {}
): Promise<ApiResponse<AnyBody>> =>
  app.request('POST', login.connection ? '/api/user-profile/login' : '/api/auth/local', {
    body: { password, ...login },
    headers,
  });

/** Exchanges a code: of a redirect, as the page does that was opened with it, or of an email. */
export const logInWithCode = (
  app: Pick<TestStrapi, 'request'>,
  { connection, code, email }: Record<string, string>,
  headers: Record<string, string> = {}
): Promise<ApiResponse<AnyBody>> =>
  app.request('POST', '/api/user-profile/login', { body: { connection, code, email }, headers });

export const signUp = (
  app: Pick<TestStrapi, 'request'>,
  connection: string,
  user: Record<string, unknown>
): Promise<ApiResponse<AnyBody>> =>
  app.request('POST', '/api/user-profile/signup', { body: { connection, ...user } });

/** The response to wrong credentials: the same for every user and every mistake. */
export const WRONG_CREDENTIALS = {
  status: 400,
  body: { error: { name: 'ValidationError', message: 'Invalid identifier or password' } },
};

/** Has an admin make a user of a connection, whatever comes of it. */
export const postUser = (
  app: TestStrapi,
  connection: string,
  user: Record<string, unknown>
): Promise<ApiResponse<AnyBody>> =>
  callAdmin(app, 'POST', '/users', { data: { connection, password: PASSWORD, ...user } });
