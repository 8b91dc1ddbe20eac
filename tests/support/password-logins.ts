import { callAdmin } from './admin-api';
import type { Answer, AnyBody } from './http';
import { PASSWORD } from './passwords';
import type { TestStrapi } from './strapi';

/** One try to sign in by a connection, whatever comes of it. */
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

/** The answer to wrong credentials, whoever it was and whatever was wrong. */
export const WRONG_CREDENTIALS = {
  status: 400,
  body: { error: { name: 'ValidationError', message: 'Invalid identifier or password' } },
};

/** Has an admin make a user of a connection, whatever comes of it. */
export const createBy = (
  app: TestStrapi,
  connection: string,
  user: Record<string, unknown>
): Promise<Answer<AnyBody>> =>
  callAdmin(app, 'POST', '/users', { data: { connection, password: PASSWORD, ...user } });
