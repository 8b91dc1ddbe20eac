import { createHash, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

type Json = Record<string, unknown>;

interface TokenRequest {
  body: URLSearchParams;
  authorization: string | undefined;
}

/** How a provider differs from one that follows the specification. `undefined` removes a value. */
export interface Deviations {
  discovery?: Json;
  claims?: Json;
  /** The algorithm of the ID token. */
  algorithm?: keyof typeof ALGORITHMS | 'HS256';
  /** Header parameters of the ID token. */
  header?: Json;
  /** Replaces the ID token. */
  idToken?: string;
  /** An error of the token endpoint for this request, or null to go on. */
  reject?: (request: TokenRequest) => { status: number; body: Json } | null;
  tokenResponse?: Json;
  /** The response of the userinfo endpoint. */
  userinfo?: Json;
  keys?: Json[];
  /** Parameters of the callback. */
  callback?: Record<string, string>;
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed = generateKeyPairSync('ed25519');

const ALGORITHMS = { RS256: rsa, PS256: rsa, ES256: ec, EdDSA: ed };

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const signatureOf = (algorithm: string, data: Buffer, key: KeyObject): Buffer => {
  switch (algorithm) {
    case 'ES256':
      return sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' });
    case 'PS256':
      return sign('sha256', data, { key, padding: 6, saltLength: 32 });
    case 'EdDSA':
      return sign(null, data, key);
    default:
      return sign('sha256', data, key);
  }
};

const idTokenOf = (claims: Json, { algorithm = 'RS256', header = {} }: Deviations): string => {
  const start = `${encode({ alg: algorithm, kid: algorithm, ...header })}.${encode(claims)}`;
  if (algorithm === 'HS256') {
    return `${start}.${createHash('sha256').update(start).digest('base64url')}`;
  }
  const { privateKey } = ALGORITHMS[algorithm];
  return `${start}.${signatureOf(algorithm, Buffer.from(start), privateKey).toString('base64url')}`;
};

const publishedKeys = Object.entries(ALGORITHMS).map(([alg, { publicKey }]) => ({
  ...publicKey.export({ format: 'jwk' }),
  kid: alg,
  alg,
  use: 'sig',
}));

const readBody = async (request: http.IncomingMessage): Promise<URLSearchParams> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString());
};

export interface DeviatingProvider {
  host: string;
  /** Creates an issuer with these deviations. By default its path is new, since a site caches metadata. */
  createIssuer(deviations?: Deviations, path?: string): string;
  /** The query of the latest authorization request. */
  getAuthorizationQuery(): Record<string, string>;
  stop(): Promise<void>;
}

/**
 * Starts a minimal OpenID provider on loopback whose issuers deviate from the specification. It logs
 * everyone in as the user of the claims.
 */
export const startDeviatingProvider = async (): Promise<DeviatingProvider> => {
  const issuers = new Map<string, Deviations>();
  const logins = new Map<string, URLSearchParams>();
  let url = '';
  let latest = new URLSearchParams();

  const discoveryOf = (issuer: string, { discovery }: Deviations): Json => ({
    issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    userinfo_endpoint: `${issuer}/userinfo`,
    response_types_supported: ['code'],
    ...discovery,
  });

  const authorize = (query: URLSearchParams, { callback = {} }: Deviations): string => {
    latest = query;
    const code = randomUUID();
    logins.set(code, query);
    const to = new URL(query.get('redirect_uri') ?? '');
    const parameters = { code, state: query.get('state') ?? '', ...callback };
    for (const [name, value] of Object.entries(parameters)) {
      to.searchParams.set(name, value);
    }
    return to.href;
  };

  const exchange = (issuer: string, request: TokenRequest, deviations: Deviations) => {
    const rejection = deviations.reject?.(request);
    if (rejection) {
      return rejection;
    }
    const login = logins.get(request.body.get('code') ?? '');
    const verifier = request.body.get('code_verifier') ?? '';
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    if (!login || (login.has('code_challenge') && login.get('code_challenge') !== challenge)) {
      return { status: 400, body: { error: 'invalid_grant' } };
    }
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: issuer,
      aud: login.get('client_id'),
      iat: now,
      exp: now + 300,
      nonce: login.get('nonce') ?? undefined,
      ...deviations.claims,
    };
    const idToken = deviations.idToken ?? idTokenOf(claims, deviations);
    const body = { access_token: randomUUID(), token_type: 'Bearer', id_token: idToken };
    return { status: 200, body: { ...body, ...deviations.tokenResponse } };
  };

  const server = http.createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', url);
    const path = decodeURIComponent(pathname).slice(1);
    const name = [...issuers.keys()].find((each) => path.startsWith(`${each}/`)) ?? '';
    const deviations = issuers.get(name);
    const issuer = `${url}/${name}`;
    const send = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    switch (deviations && path.slice(name.length + 1)) {
      case '.well-known/openid-configuration':
        return send(200, discoveryOf(issuer, deviations ?? {}));
      case 'auth':
        return response
          .writeHead(302, { location: authorize(searchParams, deviations ?? {}) })
          .end();
      case 'token': {
        const { authorization } = request.headers;
        const body = await readBody(request);
        const outcome = exchange(issuer, { body, authorization }, deviations ?? {});
        return send(outcome.status, outcome.body);
      }
      case 'keys':
        return send(200, { keys: deviations?.keys ?? publishedKeys });
      case 'userinfo':
        return send(200, deviations?.userinfo ?? { sub: deviations?.claims?.sub });
      default:
        return send(404, {});
    }
  });

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  url = `http://${host}`;

  return {
    host,
    createIssuer(deviations = {}, path = randomUUID()) {
      issuers.set(path, deviations);
      return `${url}/${path}`;
    },
    getAuthorizationQuery: () => Object.fromEntries(latest),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
