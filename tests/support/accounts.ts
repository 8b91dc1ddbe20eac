import { randomBytes } from 'node:crypto';

import type { Requester } from './http';

interface Server {
  request: Requester;
}

export interface Credentials {
  username: string;
  email: string;
  password: string;
}

export interface Account extends Credentials {
  id: number;
  documentId: string;
  jwt: string;
  /** Only with sessions of U&P (`UP_JWT_MANAGEMENT=refresh`). */
  refreshToken?: string;
}

export const CHROME_ON_MACOS =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

/** London in the place database. */
export const LONDON_IP = '81.2.69.142';

/** Credentials that no account uses yet. */
export const newCredentials = (overrides: Partial<Credentials> = {}): Credentials => {
  const name = `user-${randomBytes(4).toString('hex')}`;
  return {
    username: name,
    email: `${name}@example.test`,
    password: `secret-${randomBytes(6).toString('hex')}`,
    ...overrides,
  };
};

/** Signs up as an app would. Fails the test if Strapi rejects the registration. */
export const registerAccount = async (
  app: Server,
  credentials: Credentials = newCredentials(),
  headers: Record<string, string> = {}
): Promise<Account> => {
  const { status, body } = await app.request('POST', '/api/auth/local/register', {
    body: credentials,
    headers,
  });
  if (status !== 200) {
    throw new Error(`register: ${status} ${JSON.stringify(body)}`);
  }

  return {
    ...credentials,
    id: body.user.id,
    documentId: body.user.documentId,
    jwt: body.jwt,
    refreshToken: body.refreshToken,
  };
};
