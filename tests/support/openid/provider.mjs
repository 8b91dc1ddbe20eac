/**
 * A certified OpenID Connect provider (the package `oidc-provider`) in a separate process. It logs
 * every visitor in as the configured user without a prompt. `POST /control` changes that user, the
 * settings and the simulated fault.
 */
import { randomUUID } from 'node:crypto';
import http from 'node:http';

import { exportJWK, generateKeyPair, SignJWT, decodeJwt, importJWK } from 'jose';
import Provider from 'oidc-provider';

const issuer = `http://127.0.0.1:${process.env.PORT}`;

const state = {
  /** The user of the next login, and the claims of each user. */
  person: 'acacia',
  people: {},
  redirectUris: ['https://example.test/callback'],
  fault: null,
};

const newKey = async () => {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return {
    ...(await exportJWK(privateKey)),
    kid: randomUUID(),
    alg: 'RS256',
    use: 'sig',
  };
};

let key = await newKey();

const clients = () => [
  {
    client_id: 'sample-site',
    client_secret: 'sample-secret-of-the-site',
    redirect_uris: state.redirectUris,
  },
  {
    client_id: 'sample-app',
    token_endpoint_auth_method: 'none',
    redirect_uris: state.redirectUris,
  },
  {
    client_id: 'sample-poster',
    client_secret: 'sample-secret-of-the-poster',
    token_endpoint_auth_method: 'client_secret_post',
    redirect_uris: state.redirectUris,
  },
];

const allowAll = async (ctx) => {
  const { client, session, provider, params } = ctx.oidc;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(params.scope);
  await grant.save();
  return grant;
};

const resigned = async (token, changes) => {
  const { kid, alg } = key;
  return new SignJWT({ ...decodeJwt(token), ...changes })
    .setProtectedHeader({ kid, alg })
    .sign(await importJWK(key, 'RS256'));
};

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

const unsigned = (token) => `${encoded({ alg: 'none' })}.${encoded(decodeJwt(token))}.`;

/** Signed with the client secret (HS256): valid for a client that confuses the secret with the public key. */
const signedBySecret = (token) =>
  new SignJWT(decodeJwt(token))
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(clients()[0].client_secret));

const tampered = (token, changes) => {
  const [header, , signature] = token.split('.');
  const body = Buffer.from(JSON.stringify({ ...decodeJwt(token), ...changes }));
  return [header, body.toString('base64url'), signature].join('.');
};

/** Tokens as a malicious provider or a man in the middle could send them. */
const FORGERIES = {
  nonce: (token) => resigned(token, { nonce: 'of-another-login' }),
  audience: (token) => resigned(token, { aud: 'another-site' }),
  issuer: (token) => resigned(token, { iss: 'https://login.example.test' }),
  expired: (token) => resigned(token, { exp: Math.floor(Date.now() / 1000) - 3600 }),
  unsigned,
  'signed-by-secret': signedBySecret,
  party: (token) => resigned(token, { aud: ['sample-site', 'another-site'], azp: 'another-site' }),
  subject: (token) => resigned(token, { sub: 'birch' }),
  'another-address': (token) =>
    resigned(token, { email: 'another@example.test', email_verified: true }),
  tampered: (token) => tampered(token, { name: 'Forged' }),
};

const makeProvider = () => {
  const provider = new Provider(issuer, {
    clients: clients(),
    jwks: { keys: [key] },
    cookies: { keys: ['sample-cookie-key'] },
    claims: {
      openid: ['sub', 'emails', 'mobile', 'phone_number', 'is_private_email'],
      email: ['email', 'email_verified'],
      profile: [
        ...['name', 'given_name', 'family_name', 'nickname', 'picture', 'avatar', 'upn'],
        ...['organization', 'subscription', 'staff_count'],
      ],
    },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    loadExistingGrant: allowAll,
    findAccount: (_ctx, sub) => ({
      accountId: sub,
      claims: () => ({ sub, ...state.people[sub] }),
    }),
  });
  provider.use(async (ctx, next) => {
    if (ctx.path.startsWith('/interaction/')) {
      const result =
        state.fault === 'denied'
          ? { error: 'access_denied', error_description: '<b>no</b>' }
          : { login: { accountId: state.person } };
      const to = await provider.interactionResult(ctx.req, ctx.res, result);
      ctx.redirect(to);
      return;
    }
    await next();
    const forge = FORGERIES[state.fault];
    if (forge && ctx.path === '/token' && ctx.body?.id_token) {
      ctx.body = { ...ctx.body, id_token: await forge(ctx.body.id_token) };
    }
    if (state.fault === 'userinfo-of-another' && ctx.path === '/me') {
      ctx.body = { ...ctx.body, sub: 'birch' };
    }
  });
  return provider.callback();
};

let handle = makeProvider();

const control = async (request, response) => {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
  }
  const { rotate, ...changes } = JSON.parse(text);
  Object.assign(state, changes);
  if (rotate) {
    key = await newKey();
  }
  // A new provider knows no pending logins.
  if (rotate || changes.redirectUris) {
    handle = makeProvider();
  }
  response.end();
};

const BROKEN = {
  /** Never responds and keeps the socket open. */
  hanging: () => {},
  rubbish: (response) => response.end('<html>not at all what was asked for'),
  huge: (response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ issuer, padding: 'x'.repeat(5_000_000) }));
  },
  down: (response) => {
    response.statusCode = 503;
    response.end();
  },
  'other-issuer': (response) => {
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        issuer: 'https://login.example.test',
        authorization_endpoint: 'https://login.example.test/auth',
      })
    );
  },
};

http
  .createServer((request, response) => {
    if (request.url === '/control') {
      void control(request, response);
      return;
    }
    const broken = BROKEN[state.fault];
    if (broken) {
      broken(response);
    } else {
      handle(request, response);
    }
  })
  .listen(Number(process.env.PORT), '127.0.0.1');

process.stdin.on('end', () => process.exit(1)).resume();
