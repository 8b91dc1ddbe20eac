import { readFileSync } from 'node:fs';

import { createConnection, getNewestEvents } from '../../support/connections';
import {
  type Deviations,
  type DeviatingProvider,
  startDeviatingProvider,
} from '../../support/openid/deviating-provider';
import { CLIENT, deviatingSite, getDeviatingSiteEnv } from '../../support/openid/deviating-site';
import { getProfileByEmail } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';

type Json = Record<string, unknown>;
type Site = ReturnType<typeof deviatingSite>;

let provider: DeviatingProvider;
let app: TestStrapi;
let site: Site;

beforeAll(async () => {
  provider = await startDeviatingProvider();
  app = await startStrapi({ env: getDeviatingSiteEnv(provider) });
  site = deviatingSite(app, provider);
});

afterAll(async () => {
  await app?.stop();
  await provider?.stop();
});

const connect: Site['connect'] = (...options) => site.connect(...options);
const logIn: Site['logIn'] = (name) => site.logIn(name);
const getFailedStep: Site['getFailedStep'] = (name) => site.getFailedStep(name);

const PROVIDER_ERROR = 'The provider returned an invalid response';

describe('an OpenID provider that omits the nonce', () => {
  const claims = { nonce: undefined };

  it('is rejected with an event that names the option', async () => {
    const { name } = await connect({ claims });
    expect(await logIn(name)).toMatchObject({
      status: 400,
      body: { error: { message: PROVIDER_ERROR } },
    });
    expect(await getNewestEvents(app)).toMatchObject([
      { details: { detail: expect.stringMatching(/does not repeat the nonce.*"use_nonce"/) } },
    ]);
  });

  it('is accepted if the option is off, with PKCE', async () => {
    const { name, email } = await connect({ claims }, { use_nonce: false });
    expect(await logIn(name)).toMatchObject({ status: 200, body: { user: { email } } });
    expect(provider.getAuthorizationQuery()).toMatchObject({ code_challenge_method: 'S256' });
    expect(provider.getAuthorizationQuery()).not.toHaveProperty('nonce');
  });

  it('is rejected if its token contains the nonce of another login', async () => {
    const { name } = await connect({ claims: { nonce: 'of-another' } }, { use_nonce: false });
    expect((await logIn(name)).status).toBe(400);
    expect(await getNewestEvents(app)).toMatchObject([
      { details: { detail: expect.stringContaining('this login sent none') } },
    ]);
  });
});

describe('an OpenID provider that deviates is accepted', () => {
  const listing = (...algorithms: string[]) => ({
    id_token_signing_alg_values_supported: algorithms,
  });

  it.each<[string, Deviations]>([
    ['if it signs with ES256', { algorithm: 'ES256', discovery: listing('ES256') }],
    ['if it signs with PS256', { algorithm: 'PS256', discovery: listing('RS256', 'PS256') }],
    ['if it signs with EdDSA', { algorithm: 'EdDSA', discovery: listing('HS256', 'EdDSA') }],
    ['if it has no userinfo endpoint', { discovery: { userinfo_endpoint: undefined } }],
    [
      'if the token is for several clients and names this one',
      { claims: { aud: ['other', 'sample-site'], azp: 'sample-site' } },
    ],
    ['if the audience is a list', { claims: { aud: ['sample-site'] } }],
    ['if booleans are strings', { claims: { email_verified: 'true' } }],
  ])('%s', async (_, deviations) => {
    const { name, email } = await connect(deviations);
    expect(await site.runTest(name)).toMatchObject({ ok: true });
    expect((await logIn(name)).status).toBe(200);
    expect(await getProfileByEmail(app, email)).toMatchObject({ email_verified: true });
  });

  it('if it signs with an algorithm that it does not list but the connection names', async () => {
    const deviations: Deviations = { algorithm: 'ES256', discovery: listing('RS256') };
    const { name } = await connect(deviations, { id_token_signed_response_alg: 'ES256' });
    expect((await logIn(name)).status).toBe(200);
  });

  it('if it expects the secret in the body and says so', async () => {
    const { name } = await connect({
      discovery: { token_endpoint_auth_methods_supported: ['client_secret_post'] },
      reject: ({ body }) =>
        body.get('client_secret') === 'sample-secret'
          ? null
          : { status: 401, body: { error: 'invalid_client' } },
    });
    expect(await site.runTest(name)).toMatchObject({ ok: true });
    expect((await logIn(name)).status).toBe(200);
  });
});

describe('an OpenID provider that deviates is rejected with the value in the event', () => {
  it.each<[string, Deviations, RegExp]>([
    [
      'the issuer of the token',
      { claims: { iss: 'https://idp.example.com/app/' } },
      /the issuer "https:\/\/idp\.example\.com\/app\/" instead of "http:/,
    ],
    ['the client', { claims: { aud: 'another-site' } }, /"another-site" instead of "sample-site"/],
    [
      'the clients',
      { claims: { aud: ['sample-site', 'another-site'] } },
      /several clients \("sample-site", "another-site"\).*"azp"/,
    ],
    [
      'the authorized party',
      { claims: { aud: ['sample-site', 'another-site'], azp: 'another-site' } },
      /"azp" of the ID token is "another-site" instead of "sample-site"/,
    ],
    [
      'the time of expiry',
      { claims: { exp: 946684800 } },
      /expired at 2000-01-01T00:00:00\.000Z, and the clock of this server says 20/,
    ],
    ['a numeric subject', { claims: { sub: 12345 } }, /"sub" of the ID token.*wrong type: number/],
    ['a missing subject', { claims: { sub: undefined } }, /"sub" \(subject\) claim missing/],
    ['the algorithm', { algorithm: 'ES256' }, /"ES256" instead of "RS256".*"id_token_signed/],
    ['the key', { header: { kid: 'unknown' } }, /the key "unknown" \("RS256"\).*not publish/],
    ['an encrypted token', { idToken: 'a.b.c.d.e' }, /encrypted/],
    ['a missing token', { tokenResponse: { id_token: undefined } }, /"id_token"/],
    [
      'the issuer of the callback',
      { callback: { iss: 'https://idp.example.com' } },
      /callback names the issuer "https:\/\/idp\.example\.com" instead/,
    ],
    [
      'a callback without the announced issuer',
      { discovery: { authorization_response_iss_parameter_supported: true } },
      /callback does not name the issuer/,
    ],
    [
      'the subject of the userinfo response',
      { userinfo: { sub: 'another' } },
      /"another" instead of "person-/,
    ],
    [
      'a numeric subject of the userinfo response',
      { userinfo: { sub: 12345 } },
      /"sub" of the userinfo response must be text.*12345.*"fetch_userinfo"/,
    ],
    [
      'control characters, which are escaped',
      { claims: { iss: 'a\u0000b\u001b[31m' } },
      /"a\\u0000b\\u001b\[31m" instead/,
    ],
  ])('%s', async (_, deviations, detail) => {
    const { name } = await connect(deviations);
    expect(await logIn(name)).toMatchObject({
      status: 400,
      body: { error: { message: PROVIDER_ERROR } },
    });
    expect(await getNewestEvents(app)).toMatchObject([
      {
        connection: name,
        details: { reason: 'source_invalid_response', detail: expect.stringMatching(detail) },
      },
    ]);
  });

  it('the error code of a response with the status 200', async () => {
    const { name } = await connect({
      reject: () => ({ status: 200, body: { ok: false, error: 'invalid_code' } }),
    });
    expect((await logIn(name)).status).toBe(400);
    expect(await getNewestEvents(app)).toMatchObject([
      { details: { reason: 'source_refused', detail: 'invalid_code' } },
    ]);
  });
});

describe('the test of an OpenID connection fails', () => {
  it('with both issuers if they differ by a slash', async () => {
    const issuer = 'https://idp.example.com/app/';
    const { name } = await connect({ discovery: { issuer } });
    const message = expect.stringMatching(/"https:\/\/idp\.example\.com\/app\/" instead of "http:/);
    expect(await getFailedStep(name)).toMatchObject({ name: 'discovery', message });
    expect((await logIn(name)).status).toBe(400);
    expect(await getNewestEvents(app)).toMatchObject([{ details: { detail: message } }]);
  });

  it.each<[string, Json, RegExp]>([
    [
      'signs with the client secret only',
      { id_token_signing_alg_values_supported: ['HS256'] },
      /HS256 only.*signing key/,
    ],
    [
      'supports plain PKCE only',
      { code_challenge_methods_supported: ['plain'] },
      /plain only.*"use_pkce"/,
    ],
    [
      'accepts certificates only',
      { token_endpoint_auth_methods_supported: ['tls_client_auth', 'private_key_jwt'] },
      /tls_client_auth, private_key_jwt/,
    ],
    [
      'supports the implicit flow only',
      { grant_types_supported: ['implicit'] },
      /authorization code flow/,
    ],
    ['has no token endpoint', { token_endpoint: undefined }, /lacks token_endpoint/],
  ])('if the provider %s', async (_, discovery, message) => {
    const { name } = await connect({ discovery });
    expect(await getFailedStep(name)).toMatchObject({
      name: 'endpoints',
      message: expect.stringMatching(message),
    });
  });

  it('if the provider publishes no key for signatures', async () => {
    const { name } = await connect({ keys: [{ kty: 'RSA', use: 'enc', n: 'x', e: 'AQAB' }] });
    expect(await getFailedStep(name)).toMatchObject({ name: 'keys' });
  });

  it('if the provider does not accept the client, with the method', async () => {
    const rejection = { status: 401, body: { error: 'invalid_client' } };
    const { name } = await connect({
      reject: ({ authorization }) => (authorization ? rejection : null),
    });
    expect(await getFailedStep(name)).toMatchObject({
      name: 'client',
      message: expect.stringContaining('(invalid_client, client_secret_basic)'),
    });
  });
});

describe('LinkedIn', () => {
  /** Without authentication methods in the discovery document, PKCE and nonce. */
  const linkedIn: Deviations = {
    claims: { nonce: undefined },
    reject: ({ body, authorization }) =>
      authorization || body.has('code_verifier') || body.get('client_secret') !== 'sample-secret'
        ? { status: 401, body: { error: 'invalid_client' } }
        : null,
  };

  it('works with the options of the documentation', async () => {
    const page = readFileSync('docs/connections/oidc.md', 'utf8');
    const [, json] = /### LinkedIn[^]*?```json\n([^]*?)```/.exec(page) ?? [];
    const { issuer, client_id: _id, client_secret: _secret, ...options } = JSON.parse(json);
    expect(issuer).toBe('https://www.linkedin.com/oauth');
    const { name, email } = await connect(linkedIn, options);
    expect(await site.runTest(name)).toMatchObject({ ok: true });
    expect(await logIn(name)).toMatchObject({ status: 200, body: { user: { email } } });
  });

  it.each([
    ['the secret in the header', { use_pkce: false }],
    ['PKCE', { token_endpoint_auth_method: 'client_secret_post' }],
  ])('fails the test of a connection with %s', async (_, options) => {
    const { name } = await connect(linkedIn, { use_nonce: false, ...options });
    expect(await getFailedStep(name)).toMatchObject({ name: 'client' });
  });
});

describe('the options of an OpenID connection', () => {
  it('reject a public client without PKCE', async () => {
    const options = { issuer: 'https://idp.example.com', client_id: 'app', use_pkce: false };
    const { status, body } = await app.request('POST', '/user-profile/connections', {
      token: await app.adminToken(),
      body: { data: { name: 'public', strategy: 'oidc', options } },
    });
    expect(status).toBe(400);
    expect(body.error.details.errors).toMatchObject([{ path: ['options', 'use_pkce'] }]);
  });

  it('reject an issuer of many tenants in the test', async () => {
    const issuer = `http://${provider.host}/{tenantid}/v2.0`;
    provider.createIssuer({}, '{tenantid}/v2.0');
    await createConnection(app, {
      name: 'tenants',
      strategy: 'oidc',
      options: { issuer, ...CLIENT },
    });
    const message = expect.stringMatching(/must name one tenant.*admin of any tenant/);
    expect(await getFailedStep('tenants')).toMatchObject({ name: 'discovery', message });
  });
});
