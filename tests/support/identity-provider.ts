import { randomBytes } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

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
