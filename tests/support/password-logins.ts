import { callAdmin } from './admin-api';
import type { Answer, AnyBody } from './http';
import type { TestStrapi } from './strapi';

/** Both passwords meet every password policy. */
export const PASSWORD = 'correct-Horse-7';
export const CHANGED = 'another-Horse-8';

/** Attempts one login through a connection and returns the response. */
export const logInBy = (
  app: Pick<TestStrapi, 'request'>,
  connection: string,
  identifier: string,
  password: string
): Promise<Answer<AnyBody>> =>
  app.request('POST', '/api/user-profile/login', { body: { connection, identifier, password } });

export const signUpBy = (
  app: Pick<TestStrapi, 'request'>,
  connection: string,
  user: Record<string, unknown>
): Promise<Answer<AnyBody>> =>
  app.request('POST', '/api/user-profile/signup', { body: { connection, ...user } });

/** The response to wrong credentials. It does not reveal whether the user exists. */
export const WRONG_CREDENTIALS = {
  status: 400,
  body: { error: { name: 'ValidationError', message: 'Invalid identifier or password' } },
};

/** Creates a user of a connection as an admin and returns the response. */
export const createBy = (
  app: TestStrapi,
  connection: string,
  user: Record<string, unknown>
): Promise<Answer<AnyBody>> =>
  callAdmin(app, 'POST', '/users', { data: { connection, password: PASSWORD, ...user } });
