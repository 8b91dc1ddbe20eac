import { gzipSync } from 'node:zlib';

import { newCredentials, registerAccount } from '../../support/accounts';
import { getFullAccessToken } from '../../support/api-tokens';
import { createTargetUser, type TargetUser } from '../../support/authorization/snapshot';
import { logIn } from '../../support/logins';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getUser, newEmail, problemPaths } from '../../support/users';

const PREFIX = '/api/user-profile';

/** Starts with a lone surrogate: valid in JSON, but bcryptjs 2.4 runs out of memory on it. */
const HALF = '\udc00x';

/** Regression tests: each of these once caused a 500, or worse. */
describe('invalid input found by the fuzzer', () => {
  let app: TestStrapi;
  let token: string;
  let person: TargetUser;

  beforeAll(async () => {
    app = await startStrapi();
    token = await getFullAccessToken(app);
    person = await createTargetUser(app);
  });

  afterAll(() => app?.stop());

  const sendBytes = async (bytes: Buffer, headers: Record<string, string>, prefix = PREFIX) => {
    const response = await fetch(`${app.url}${prefix}/users/${person.documentId}`, {
      method: 'PUT',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        ...headers,
      },
      body: new Uint8Array(bytes),
    });
    return { status: response.status, body: await response.json() };
  };

  const json = Buffer.from('{"data":{"nickname":"sample"}}');

  it.each([
    ['is not gzip despite its Content-Encoding', json, { 'content-encoding': 'gzip' }],
    ['is not Brotli despite its Content-Encoding', json, { 'content-encoding': 'br' }],
    ['is truncated gzip', gzipSync(json).subarray(0, 20), { 'content-encoding': 'gzip' }],
    ['is multipart without a boundary', json, { 'content-type': 'multipart/form-data' }],
    ['is multipart without parts', json, { 'content-type': 'multipart/form-data; boundary=x' }],
  ])('returns 400 for a body that %s', async (_what, bytes, headers) => {
    expect(await sendBytes(bytes, headers)).toMatchObject({
      status: 400,
      body: { data: null, error: { status: 400, name: 'ValidationError' } },
    });
  });

  it('returns 400 for a wrong Content-Encoding if the path is in other letter case', async () => {
    const headers = { 'content-encoding': 'gzip' };
    expect((await sendBytes(json, {}, '/API/User-Profile')).status).toBe(200);
    expect((await sendBytes(json, headers, '/API/User-Profile')).status).toBe(400);
  });

  it('accepts a compressed body', async () => {
    const { status } = await sendBytes(gzipSync(json), { 'content-encoding': 'gzip' });
    expect(status).toBe(200);
  });

  describe('lone surrogates', () => {
    it('are rejected with 400 at login, sign-up and password change', async () => {
      const { account } = person;
      const responses = [
        await logIn(app, { identifier: account.email, password: HALF }),
        await logIn(app, { identifier: newEmail(), password: HALF }),
        await app.request('POST', '/api/auth/local/register', {
          body: { ...newCredentials(), password: HALF.repeat(4) },
        }),
        await app.request('POST', '/api/auth/change-password', {
          token: account.jwt,
          body: { currentPassword: HALF, password: HALF, passwordConfirmation: HALF },
        }),
      ];
      expect(responses.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
    });

    it.each([
      ['PUT', '/users/:id/password', { data: { password: HALF.repeat(4) } }, ['password']],
      ['PUT', '/users/:id', { data: { user_metadata: { a: HALF } } }, ['user_metadata.a']],
      ['PUT', '/users/:id', { data: { user_metadata: { [HALF]: 1 } } }, [`user_metadata.${HALF}`]],
      ['POST', '/users', { data: { connection: 'local', password: HALF } }, ['email', 'password']],
    ])('are rejected with 400 by %s %s: %j', async (method, path, body, paths) => {
      const target = PREFIX + path.replace(/:id\b/, person.documentId);
      const response = await app.request(method, target, { token, body });
      expect(response.status).toBe(400);
      expect(problemPaths(response).map((each) => Buffer.from(each).toString())).toEqual(
        paths.map((each) => Buffer.from(each).toString())
      );
    });

    it('do not break later sign-ups', async () => {
      expect((await registerAccount(app)).jwt).toEqual(expect.any(String));
    });
  });

  describe('NUL characters', () => {
    it.each([
      ['PUT', '/users/:id/password', { data: { password: 'long\0 enough' } }],
      [
        'POST',
        '/users',
        { data: { connection: 'local', email: newEmail(), password: 'a\0bcdef' } },
      ],
    ])('in a new password are rejected with 400 by %s %s', async (method, path, body) => {
      const target = PREFIX + path.replace(/:id\b/, person.documentId);
      const response = await app.request(method, target, { token, body });
      expect([response.status, problemPaths(response)]).toEqual([400, ['password']]);
    });

    it('in the state of a login by redirect are rejected with 400', async () => {
      const response = await app.request('GET', `${PREFIX}/connect/local?state=a%00`);
      expect([response.status, problemPaths(response)]).toEqual([400, ['state']]);
    });
  });

  it('returns a short 400 response for deeply nested JSON and changes nothing', async () => {
    const before = await getUser(app, person.documentId);
    const text = `{"data":{"user_metadata":${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}}}`;
    const { status, body } = await sendBytes(Buffer.from(text), {});
    expect(status).toBe(400);
    expect(JSON.stringify(body).length).toBeLessThan(1_000);
    expect(await getUser(app, person.documentId)).toEqual(before);
  });

  it('does not echo a value that Strapi rejects', async () => {
    const data = { connection: 'local', email: newEmail(), password: 'long enough', username: 'é' };
    const response = await app.request('POST', `${PREFIX}/users`, { token, body: { data } });
    expect(response.status).toBe(400);
    expect(problemPaths(response)).toEqual(['username']);
    expect(JSON.stringify(response.body)).not.toContain('é');
  });
});
