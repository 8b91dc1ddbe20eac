import { randomBytes } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

import type { TestStrapi } from './strapi';

export interface IdentityProvider {
  url: string;
  /** Who signs in next. */
  user: { login: string; email: string };
  stop(): Promise<void>;
}

/** A small OAuth 2 provider on loopback: whoever comes is signed in as `user`, without being asked. */
export const startIdentityProvider = async (user: {
  login: string;
  email: string;
}): Promise<IdentityProvider> => {
  const provider = { url: '', user, stop: async () => {} };
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
      json(200, { access_token: randomBytes(8).toString('hex'), token_type: 'bearer' });
      return;
    }
    if (url.pathname === '/userinfo') json(200, provider.user);
    else json(404, {});
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

/** The session cookie of the sign-in is marked `Secure`. */
const HTTPS = { 'x-forwarded-proto': 'https' };

/**
 * Signs in by the provider that Users & Permissions has as `sample`: goes where a browser would go,
 * cookies included, until the app asks for the tokens.
 */
export const signInByProvider = async (
  app: Pick<TestStrapi, 'url'>,
  headers: Record<string, string> = {}
): Promise<Response> => {
  const jar = new Map<string, string>();
  const visit = async (address: string) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(address, {
      redirect: 'manual',
      headers: { ...HTTPS, ...headers, ...(cookie ? { cookie } : {}) },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair] = line.split(';');
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return response;
  };
  const here = (location: string) => {
    const { pathname, search } = new URL(location, app.url);
    return app.url + pathname + search;
  };
  const start = await visit(`${app.url}/api/connect/sample`);
  const authorized = await visit(start.headers.get('location') ?? '');
  await visit(here(authorized.headers.get('location') ?? ''));
  return visit(`${app.url}/api/auth/sample/callback`);
};
