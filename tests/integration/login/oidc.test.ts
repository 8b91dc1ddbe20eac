import { createHash } from 'node:crypto';

import { newCredentials, registerAccount } from '../../support/accounts';
import { mustCall } from '../../support/admin-api';
import {
  followRedirects,
  getNewestEvents,
  LOGGED_IN_PAGE,
  updateConnection,
} from '../../support/connections';
import { UIDS } from '../../support/database';
import { logInWithCode } from '../../support/logins';
import { type OpenIdProvider, startOpenIdProvider } from '../../support/openid';
import { getSiteEnv, openIdSite, type OpenIdSite } from '../../support/openid/site';
import { findProfile, getEventTypes, getProfileByEmail } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { countUsers, newEmail } from '../../support/users';
import { newVisitor } from '../../support/visitor';

let provider: OpenIdProvider;
let app: TestStrapi;
let site: OpenIdSite;

beforeAll(async () => {
  provider = await startOpenIdProvider();
  app = await startStrapi({ env: getSiteEnv(provider) });
  site = openIdSite(app, provider);
  await site.createConnection('staff');
});

afterAll(async () => {
  await app?.stop();
  await provider?.stop();
});

afterEach(() => provider?.set({ fault: null }));

describe('OpenID Connect login', () => {
  it('creates the user at the first login and updates it at the second', async () => {
    const { sub, email } = await site.createPerson({
      name: 'Acacia Sample',
      given_name: 'Acacia',
      family_name: 'Sample',
      picture: 'https://avatars.example.test/acacia.png',
    });
    const first = await site.logInWithRedirect(sub);
    expect(first).toMatchObject({
      status: 200,
      body: {
        jwt: expect.any(String),
        refreshToken: expect.any(String),
        user: { email, provider: 'staff', username: `oidc|staff|${sub}` },
      },
    });
    const me = await app.request('GET', '/api/user-profile/me', { token: first.body.jwt });
    expect(me.body.data).toMatchObject({ email, name: 'Acacia Sample' });
    const profile = await getProfileByEmail(app, email);
    expect(profile).toMatchObject({
      user_id: `oidc|staff|${sub}`,
      email_verified: true,
      given_name: 'Acacia',
      family_name: 'Sample',
      picture: 'https://avatars.example.test/acacia.png',
      logins_count: 1,
      identities: [{ connection: 'staff', provider: 'oidc', user_id: sub, isSocial: false }],
    });
    expect(profile.identities[0].profileData).not.toHaveProperty('nonce');
    expect(await getEventTypes(app, profile.documentId)).toEqual(['s', 'ss']);

    await site.setClaims(sub, {
      ...site.getClaims(sub),
      name: 'Acacia Example',
      picture: null,
    });
    expect((await site.logInWithRedirect(sub)).status).toBe(200);
    const second = await getProfileByEmail(app, email);
    expect(second).toMatchObject({ name: 'Acacia Example', logins_count: 2 });
    expect(second.picture ?? null).toBeNull();
    expect(await getEventTypes(app, profile.documentId)).toEqual(['s', 's', 'ss']);
  });

  it('returns the state of the page and redirects only to allowed URLs', async () => {
    const { sub } = await site.createPerson();
    await provider.set({ person: sub });
    const { query } = await followRedirects(
      newVisitor(),
      site.getStartUrl('staff', `?redirect=${encodeURIComponent(LOGGED_IN_PAGE)}&state=of-the-page`)
    );
    expect(query).toEqual({ connection: 'staff', code: expect.any(String), state: 'of-the-page' });
    for (const redirect of [`${LOGGED_IN_PAGE}/more`, 'https://evil.example.test/']) {
      const rejected = await newVisitor().visit(
        site.getStartUrl('staff', `?redirect=${encodeURIComponent(redirect)}`)
      );
      expect(rejected.status).toBe(400);
    }
  });

  it('returns the tokens directly if no redirect URL is given', async () => {
    await site.createConnection('direct', { redirect_urls: [] });
    const { sub, email } = await site.createPerson();
    await provider.set({ person: sub });
    const { response } = await followRedirects(newVisitor(), site.getStartUrl('direct'));
    expect(response?.status).toBe(200);
    expect(response?.headers.get('cache-control')).toBe('no-store');
    expect(await response?.json()).toMatchObject({ jwt: expect.any(String), user: { email } });
  });

  it.each([
    ['a public client', { client_id: 'sample-app', client_secret: undefined }],
    [
      'a client that posts its secret',
      {
        client_id: 'sample-poster',
        client_secret: 'sample-secret-of-the-poster',
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    ['the ID token alone', { fetch_userinfo: false }],
  ])('works with %s', async (kind, changes) => {
    const name = kind.replaceAll(' ', '-');
    await site.createConnection(name, changes);
    const { sub } = await site.createPerson();
    expect((await site.logInWithRedirect(sub, name)).status).toBe(200);
  });

  it('maps attributes from other claims and does not treat a mapped email as verified', async () => {
    const name = 'mapped';
    await site.createConnection(name, {
      attributes: { email: 'upn', picture: 'avatar', nickname: 'name' },
    });
    const upn = newEmail('upn');
    const avatar = 'https://avatars.example.test/birch.png';
    const { sub } = await site.createPerson({ upn, avatar, name: 'Birch Sample' });
    await site.logInWithRedirect(sub, name);
    expect(await getProfileByEmail(app, upn)).toMatchObject({
      email_verified: false,
      picture: avatar,
      nickname: 'Birch Sample',
    });
  });

  it('does not treat an email as verified if the provider verified another one', async () => {
    const { sub, email } = await site.createPerson({ email_verified: undefined });
    await provider.set({ fault: 'another-address' });
    expect((await site.logInWithRedirect(sub)).status).toBe(200);
    expect(await getProfileByEmail(app, email)).toMatchObject({ email_verified: false });
  });

  it('keeps an attribute that an admin set', async () => {
    const { sub, email } = await site.createPerson({ name: 'Cedar Sample' });
    await site.logInWithRedirect(sub);
    const { documentId } = await getProfileByEmail(app, email);
    await mustCall(app, 'PUT', `/users/${documentId}`, { data: { name: 'Set By Admin' } });
    await site.logInWithRedirect(sub);
    expect((await getProfileByEmail(app, email)).name).toBe('Set By Admin');
  });

  it('keeps the attributes of the first login if the connection is set to do so', async () => {
    await site.createConnection('once', { set_user_root_attributes: 'on_first_login' });
    const { sub, email } = await site.createPerson({ name: 'Maple Sample', nickname: 'Maple' });
    await site.logInWithRedirect(sub, 'once');
    const { documentId } = await getProfileByEmail(app, email);
    const claims = { email: newEmail('later'), name: 'Rowan Sample', nickname: 'Rowan' };
    await site.setClaims(sub, claims);
    expect((await site.logInWithRedirect(sub, 'once')).status).toBe(200);
    const profile = await getProfileByEmail(app, email);
    expect(profile).toMatchObject({ documentId, name: 'Maple Sample', nickname: 'Maple' });
    expect(profile.identities).toMatchObject([{ profileData: claims }]);
  });

  it('updates the email from the source', async () => {
    const { sub, email } = await site.createPerson();
    await site.logInWithRedirect(sub);
    const { documentId } = await getProfileByEmail(app, email);
    const later = newEmail('later');
    await site.setClaims(sub, { email: later, email_verified: false });
    expect((await site.logInWithRedirect(sub)).body).toMatchObject({ user: { email: later } });
    expect(await getProfileByEmail(app, later)).toMatchObject({
      documentId,
      email_verified: false,
    });
  });

  it('creates one profile for parallel first logins', async () => {
    const { sub, email } = await site.createPerson();
    await provider.set({ person: sub });
    const before = await countUsers(app);
    const arrivals = await Promise.all(
      Array.from({ length: 4 }, () => followRedirects(newVisitor(), site.getStartUrl()))
    );
    const responses = await Promise.all(arrivals.map(({ query }) => logInWithCode(app, query)));
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await countUsers(app)).toEqual({
      accounts: before.accounts + 1,
      users: before.users + 1,
    });
    const { documentId, logins_count: logins } = await getProfileByEmail(app, email);
    expect(logins).toBe(4);
    expect((await getEventTypes(app, documentId)).sort()).toEqual(['s', 's', 's', 's', 'ss']);
  });
});

describe('rotated signing keys', () => {
  it('are accepted at the next login', async () => {
    const { sub } = await site.createPerson();
    expect((await site.logInWithRedirect(sub)).status).toBe(200);
    await provider.set({ rotate: true });
    expect((await site.logInWithRedirect(sub)).status).toBe(200);
  });
});

const startLogin = async () => {
  const { sub, email } = await site.createPerson();
  await provider.set({ person: sub });
  const visitor = newVisitor();
  const isCallback = (address: string) => address.includes('/connect/staff/callback');
  const { address } = await visitor.follow(site.getStartUrl(), isCallback);
  return { visitor, callback: address, sub, email };
};

it('an OpenID Connect login accepts parameters that the provider adds to the callback', async () => {
  const { visitor, callback } = await startLogin();
  const url = new URL(callback);
  url.searchParams.set('session_state', '5a9e.x');
  url.searchParams.set('scope', 'openid email');
  url.searchParams.set('unheard[of]', '1');
  const { query } = await followRedirects(visitor, url.href);
  expect((await logInWithCode(app, query)).status).toBe(200);
});

describe('an OpenID Connect login is rejected', () => {
  const expectNoUser = async (email: string) =>
    expect(await findProfile(app, email)).toBeUndefined();

  it('with a used state', async () => {
    const { visitor, callback, email } = await startLogin();
    expect((await visitor.visit(callback)).status).toBe(302);
    const again = await visitor.visit(callback);
    expect(again.status).toBe(400);
    expect(await getNewestEvents(app)).toMatchObject([
      { type: 'f', connection: 'staff', details: { reason: 'source_state_invalid' } },
    ]);
    await expectNoUser(email);
  });

  it('with a state of another browser', async () => {
    const { callback, email } = await startLogin();
    const other = newVisitor();
    expect((await other.visit(callback)).status).toBe(400);
    await other.visit(site.getStartUrl());
    expect((await other.visit(callback)).status).toBe(400);
    await expectNoUser(email);
  });

  const expireTokens = (kind: string) =>
    app.database.update(
      UIDS.ticket,
      { kind },
      { expires_at: new Date('1970-01-02T00:00:00.000Z') }
    );

  it('with an expired state', async () => {
    const { visitor, callback, email } = await startLogin();
    await expireTokens('redirect');
    expect((await visitor.visit(callback)).status).toBe(400);
    await expectNoUser(email);
  });

  it('with a state of another connection', async () => {
    await site.createConnection('other');
    const { visitor, callback } = await startLogin();
    const moved = callback.replace('/connect/staff/', '/connect/other/');
    expect((await visitor.visit(moved)).status).toBe(400);
  });

  it('with a response that names another issuer', async () => {
    const { visitor, callback, email } = await startLogin();
    const url = new URL(callback);
    url.searchParams.set('iss', 'https://login.example.test');
    const { query } = await followRedirects(visitor, url.href);
    expect(query).toMatchObject({ error: 'SourceError' });
    await expectNoUser(email);
  });

  it('with a used code, an invented code or a code of another connection', async () => {
    const { visitor, callback } = await startLogin();
    const { query } = await followRedirects(visitor, callback);
    await site.createConnection('another');
    expect((await logInWithCode(app, { ...query, connection: 'another' })).status).toBe(400);
    const { visitor: next, callback: to } = await startLogin();
    const good = (await followRedirects(next, to)).query;
    expect((await logInWithCode(app, good)).status).toBe(200);
    for (const code of [good.code, 'made-up']) {
      const rejected = await logInWithCode(app, { connection: 'staff', code });
      expect(rejected.body.error.message).toBe('The code is wrong or too old');
      expect(await getNewestEvents(app)).toMatchObject([
        { type: 'f', details: { reason: 'wrong_code' } },
      ]);
    }
  });

  it('with a code and another verifier than that of the page that started it', async () => {
    const { sub } = await site.createPerson();
    await provider.set({ person: sub });
    const verifier = 'v'.repeat(43);
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const getQuery = async (start = '') =>
      (await followRedirects(newVisitor(), site.getStartUrl('staff', start))).query;
    const exchange = async ({ code }: Record<string, string>, code_verifier?: string) =>
      (
        await app.request('POST', '/api/user-profile/login', {
          body: { connection: 'staff', code, code_verifier },
        })
      ).status;
    const bound = `?code_challenge=${challenge}&code_challenge_method=S256`;
    const stolen = await getQuery(bound);
    expect(await exchange(stolen, 'w'.repeat(43))).toBe(400);
    expect(await exchange(stolen, verifier)).toBe(400);
    expect(await exchange(await getQuery(bound))).toBe(400);
    expect(await exchange(await getQuery(), verifier)).toBe(400);
    expect(await exchange(await getQuery(bound), verifier)).toBe(200);
    expect((await newVisitor().visit(site.getStartUrl('staff', '?code_challenge=x'))).status).toBe(
      400
    );
  });

  it('with an expired code', async () => {
    const { visitor, callback, email } = await startLogin();
    const { query } = await followRedirects(visitor, callback);
    await expireTokens('login');
    expect((await logInWithCode(app, query)).body.error.message).toBe(
      'The code is wrong or too old'
    );
    await expectNoUser(email);
  });

  it('with a code that is used in parallel, except once', async () => {
    const { visitor, callback } = await startLogin();
    const { query } = await followRedirects(visitor, callback);
    const responses = await Promise.all(Array.from({ length: 5 }, () => logInWithCode(app, query)));
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400, 400]);
  });

  it.each([
    'nonce',
    'audience',
    'party',
    'issuer',
    'expired',
    'tampered',
    'unsigned',
    'signed-by-secret',
    'subject',
    'userinfo-of-another',
  ] as const)('with an invalid ID token or userinfo response: %s', async (fault) => {
    const { visitor, callback, email } = await startLogin();
    await provider.set({ fault });
    const before = await countUsers(app);
    const { query } = await followRedirects(visitor, callback);
    expect(query).toEqual({
      connection: 'staff',
      error: 'SourceError',
      error_description: 'The provider returned an invalid response',
    });
    expect(await getNewestEvents(app)).toMatchObject([
      { type: 'f', connection: 'staff', details: { reason: 'source_invalid_response' } },
    ]);
    expect(await countUsers(app)).toEqual(before);
    await expectNoUser(email);
  });

  it('with a message if it was cancelled at the provider', async () => {
    await provider.set({ fault: 'denied' });
    const { query } = await followRedirects(newVisitor(), site.getStartUrl('staff', '?state=mine'));
    expect(query).toEqual({
      connection: 'staff',
      error: 'SourceError',
      error_description: 'The login was denied or cancelled at the provider',
      state: 'mine',
    });
    expect(await getNewestEvents(app)).toMatchObject([
      { type: 'f', details: { reason: 'source_refused', detail: 'access_denied' } },
    ]);
  });

  it('with the email of another user of the connection', async () => {
    const { sub, email } = await site.createPerson();
    await site.logInWithRedirect(sub);
    const { documentId, user_id: userId } = await getProfileByEmail(app, email);
    await site.createPerson();
    await site.setClaims('other-person', { email, email_verified: true });
    const before = await countUsers(app);
    const rejected = await site.logInWithRedirect('other-person');
    expect(rejected).toMatchObject({
      status: 409,
      body: { error: { message: 'Another user of this connection has this email address' } },
    });
    expect(await countUsers(app)).toEqual(before);
    expect(await getProfileByEmail(app, email)).toMatchObject({
      documentId,
      user_id: userId,
      logins_count: 1,
    });
    expect(await getNewestEvents(app)).toMatchObject([
      { type: 'f', user_name: email, details: { reason: 'email_taken' } },
    ]);
  });

  it('with the email of a user of another connection, verified or not', async () => {
    const account = await registerAccount(app, newCredentials());
    const { sub } = await site.createPerson({ email: account.email, email_verified: false });
    const before = await countUsers(app);
    expect((await site.logInWithRedirect(sub)).status).toBe(409);
    await site.setClaims(sub, { email: account.email, email_verified: true });
    expect((await site.logInWithRedirect(sub)).status).toBe(409);
    expect(await countUsers(app)).toEqual(before);
  });

  it('at every step once the connection is disabled', async () => {
    await site.createConnection('switched');
    const { sub, email } = await site.createPerson();
    await provider.set({ person: sub });
    const visitor = newVisitor();
    const arrived = await followRedirects(visitor, site.getStartUrl('switched'));
    const isCallback = (address: string) => address.includes('/callback');
    const { address } = await visitor.follow(site.getStartUrl('switched'), isCallback);
    await updateConnection(app, 'switched', { enabled: false });
    const late = await followRedirects(visitor, address);
    expect(late.query).toMatchObject({ error: 'LoginRejectedError' });
    const traded = await logInWithCode(app, arrived.query);
    expect(traded.body.error.message).toBe('The connection "switched" is disabled');
    expect((await visitor.visit(site.getStartUrl('switched'))).status).toBe(400);
    expect(await getNewestEvents(app)).toMatchObject([
      { type: 'f', connection: 'switched', details: { reason: 'connection_disabled' } },
    ]);
    await expectNoUser(email);
  });

  it('for a blocked user, with an event of that user', async () => {
    const { sub, email } = await site.createPerson();
    await site.logInWithRedirect(sub);
    const { documentId } = await getProfileByEmail(app, email);
    await mustCall(app, 'POST', `/users/${documentId}/block`);
    const rejected = await site.logInWithRedirect(sub);
    expect(rejected.body.error.message).toBe('Your account has been blocked by an administrator');
    expect((await getEventTypes(app, documentId))[0]).toBe('f');
  });

  it('for a new user if sign-up is disabled', async () => {
    await site.createConnection('closed', { disable_signup: true });
    const { sub, email } = await site.createPerson();
    const rejected = await site.logInWithRedirect(sub, 'closed');
    expect(rejected.body.error.name).toBe('LoginRejectedError');
    await expectNoUser(email);
  });
});

describe('a broken OpenID provider', () => {
  it.each([
    ['down', 'source_invalid_response'],
    ['rubbish', 'source_invalid_response'],
    ['huge', 'source_response_too_large'],
    ['other-issuer', 'source_invalid_response'],
  ] as const)('stops the login and records the failure: %s', async (fault, reason) => {
    const name = `broken-${fault}`;
    // A separate client, since the provider metadata is cached for each.
    await site.createConnection(name, { client_id: name });
    await provider.set({ fault });
    const { response } = await followRedirects(newVisitor(), site.getStartUrl(name));
    expect(response?.status).toBe(400);
    expect(await response?.json()).toMatchObject({ error: { name: 'SourceError' } });
    expect(await getNewestEvents(app)).toMatchObject([
      { type: 'f', connection: name, details: { reason } },
    ]);
  });

  it('ends a login with a timeout if it hangs', async () => {
    const { sub } = await site.createPerson();
    await provider.set({ person: sub });
    const visitor = newVisitor();
    const { address } = await visitor.follow(site.getStartUrl(), (each) =>
      each.includes('/callback')
    );
    await provider.set({ fault: 'hanging' });
    const { query } = await followRedirects(visitor, address);
    expect(query.error_description).toMatch(/did not respond in time/);
    expect(await getNewestEvents(app)).toMatchObject([
      { type: 'f', details: { reason: 'source_timeout' } },
    ]);
  });

  it('is reported by the connection test with the failed step', async () => {
    const test = async (name: string) =>
      (await mustCall(app, 'POST', `/connections/${name}/test`)).data;
    expect(await test('staff')).toMatchObject({
      ok: true,
      steps: [
        { name: 'discovery', ok: true, message: provider.url },
        { name: 'endpoints', ok: true, code: 'test_endpoints_userinfo' },
        { name: 'keys', ok: true, code: 'test_keys', params: { count: 1 } },
        { name: 'client', ok: true, message: 'client_secret_basic' },
      ],
    });
    await provider.set({ fault: 'rubbish' });
    expect(await test('staff')).toMatchObject({
      ok: false,
      steps: [{ name: 'discovery', ok: false, code: 'provider_invalid_response' }],
    });
    await site.createConnection('private', { issuer: 'http://127.0.0.1:1' });
    expect(await test('private')).toMatchObject({
      ok: false,
      steps: [{ message: expect.stringContaining('https://') }],
    });
  });
});

describe('OpenID Connect options', () => {
  it('are rejected with all problems at once', async () => {
    const rejected = await app.request('POST', '/user-profile/connections', {
      token: await app.adminToken(),
      body: {
        data: {
          name: 'wrong',
          strategy: 'oidc',
          options: {
            issuer: 'ftp://login.example.test',
            client_id: '',
            scope: 'email',
            redirect_urls: ['javascript:alert(1)'],
          },
        },
      },
    });
    expect(rejected.status).toBe(400);
    expect(
      rejected.body.error.details.errors.map(({ path }: { path: string[] }) => path.join('.'))
    ).toEqual(['options.issuer', 'options.client_id', 'options.scope', 'options.redirect_urls.0']);
  });

  it('require the secret again if the issuer changes', async () => {
    await site.createConnection('aimed');
    const change = async (options: object) =>
      app.request('PUT', '/user-profile/connections/aimed', {
        token: await app.adminToken(),
        body: { data: { options: { ...site.getOptions(options), ...options } } },
      });
    const issuer = 'https://login.example.test';
    const rejected = await change({ issuer, client_secret: undefined });
    expect(rejected).toMatchObject({
      status: 400,
      body: { error: { details: { errors: [{ path: ['options', 'client_secret'] }] } } },
    });
    expect((await change({ client_secret: undefined, scope: 'openid' })).status).toBe(200);
    expect((await change({ issuer, client_secret: null })).status).toBe(200);
    expect((await change({ issuer: provider.url })).status).toBe(200);
  });

  it('do not reveal the secret', async () => {
    const { data } = await mustCall(app, 'GET', '/connections/staff');
    expect(data).toMatchObject({ secrets_set: ['client_secret'] });
    expect(JSON.stringify(data)).not.toContain('sample-secret');
    const [row] = await app.database.rows(
      UIDS.connection,
      { name: 'staff' },
      { columns: ['options'] }
    );
    expect(JSON.stringify(row)).not.toContain('sample-secret');
  });
});

describe('tokens of an OpenID Connect login', () => {
  it('are set in a cookie on request', async () => {
    const { sub } = await site.createPerson();
    await provider.set({ person: sub });
    const { query } = await followRedirects(newVisitor(), site.getStartUrl());
    const { status, body, headers } = await logInWithCode(app, query, {
      'x-strapi-refresh-cookie': 'httpOnly',
      // In production, the cookie is set over HTTPS only.
      'x-forwarded-proto': 'https',
    });
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('refreshToken');
    const [cookie] = headers.getSetCookie().filter((line) => line.startsWith('strapi_up_refresh'));
    expect(cookie).toMatch(/httponly/i);
  });
});
