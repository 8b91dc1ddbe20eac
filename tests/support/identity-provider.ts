import { randomBytes } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

import type { TestStrapi } from './strapi';
import { newVisitor } from './visitor';

export interface ProviderUser {
  login: string;
  email: string;
  /** Other attributes of the user. */
  [attribute: string]: unknown;
}

export interface IdentityProvider {
  url: string;
  /** The user of the next login. */
  user: ProviderUser;
  /** The claims of the ID token. If null, the provider sends no ID token. */
  claims: Record<string, unknown> | null;
  stop(): Promise<void>;
}

const unsigned = (claims: object): string =>
  ['{"alg":"none"}', JSON.stringify(claims), '']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

/** A small OAuth 2 provider on loopback. It logs every visitor in as `user` without a prompt. */
export const startIdentityProvider = async (user: ProviderUser): Promise<IdentityProvider> => {
  const provider: IdentityProvider = { url: '', user, claims: null, stop: async () => {} };
  const codes = new Set<string>();

  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? '/', provider.url);
    const json = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (url.pathname === '/authorize') {
      const code = randomBytes(8).toString('hex');
      codes.add(code);
      const back = new URL(url.searchParams.get('redirect_uri') ?? '');
      back.searchParams.set('code', code);
      back.searchParams.set('state', url.searchParams.get('state') ?? '');
      response.writeHead(302, { location: back.href }).end();
      return;
    }
    if (url.pathname === '/token') {
      json(200, {
        access_token: randomBytes(8).toString('hex'),
        token_type: 'bearer',
        ...(provider.claims && { id_token: unsigned(provider.claims) }),
      });
      return;
    }
    if (url.pathname === '/userinfo') {
      json(200, provider.user);
    } else {
      json(404, {});
    }
  });

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  provider.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  provider.stop = () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return provider;
};

/** Strapi marks the session cookie of the login as `Secure`, so the requests must appear as HTTPS. */
const HTTPS = { 'x-forwarded-proto': 'https' };

/**
 * Starts a login through the provider `sample` of Users & Permissions, and follows the redirects with cookies, as
 * a browser does.
 *
 * @returns requests the tokens, as the page does that the browser returned to
 */
export const returnFromProvider = async (
  app: Pick<TestStrapi, 'url'>,
  headers: Record<string, string> = {}
): Promise<() => Promise<Response>> => {
  const visitor = newVisitor({ ...HTTPS, ...headers });
  const isDone = (address: string) => address.endsWith('/logged-in') || address.includes('/auth/');
  await visitor.follow(`${app.url}/api/connect/sample`, isDone);
  return () => visitor.visit(`${app.url}/api/auth/sample/callback`);
};

/** Logs in through the provider `sample` of Users & Permissions. */
export const logInWithProvider = async (
  app: Pick<TestStrapi, 'url'>,
  headers: Record<string, string> = {}
): Promise<Response> => {
  const requestTokens = await returnFromProvider(app, headers);
  return requestTokens();
};
