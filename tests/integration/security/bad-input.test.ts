import { gzipSync } from 'node:zlib';

import { newCredentials, registerAccount } from '../../support/accounts';
import { getFullAccessToken } from '../../support/api-tokens';
import { createTargetUser, type TargetUser } from '../../support/authorization/snapshot';
import { logIn } from '../../support/logins';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getUser, newEmail, problemPaths } from '../../support/users';

const PREFIX = '/api/user-profile';

/** Half of a character, which JSON can say and bcryptjs 2.4 never gets over. */
const HALF = '\udc00x';

/** Each of these once was a 500, or worse. */
describe('bad input that the fuzzer found', () => {
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
    ['is not compressed as it says', json, { 'content-encoding': 'gzip' }],
    ['is not compressed as it says (br)', json, { 'content-encoding': 'br' }],
    ['is compressed in part', gzipSync(json).subarray(0, 20), { 'content-encoding': 'gzip' }],
    ['has no parts', json, { 'content-type': 'multipart/form-data' }],
    ['has no such parts', json, { 'content-type': 'multipart/form-data; boundary=x' }],
  ])('a body that %s', async (_what, bytes, headers) => {
    expect(await sendBytes(bytes, headers)).toMatchObject({
      status: 400,
      body: { data: null, error: { status: 400, name: 'ValidationError' } },
    });
  });

  it('a body that is not compressed as it says, to a path in other letters', async () => {
    const headers = { 'content-encoding': 'gzip' };
    expect((await sendBytes(json, {}, '/API/User-Profile')).status).toBe(200);
    expect((await sendBytes(json, headers, '/API/User-Profile')).status).toBe(400);
  });

  it('a body that is compressed is read', async () => {
    const { status } = await sendBytes(gzipSync(json), { 'content-encoding': 'gzip' });
    expect(status).toBe(200);
  });

  describe('half of a character', () => {
    it('to sign in, to sign up and to change a password', async () => {
      const { account } = person;
      const answers = [
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
      expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
    });

    it.each([
      ['PUT', '/users/:id/password', { data: { password: HALF.repeat(4) } }, ['password']],
      ['PUT', '/users/:id', { data: { user_metadata: { a: HALF } } }, ['user_metadata.a']],
      ['PUT', '/users/:id', { data: { user_metadata: { [HALF]: 1 } } }, [`user_metadata.${HALF}`]],
      ['POST', '/users', { data: { connection: 'local', password: HALF } }, ['email', 'password']],
    ])('by %s %s', async (method, path, body, paths) => {
      const target = PREFIX + path.replace(/:id\b/, person.documentId);
      const answer = await app.request(method, target, { token, body });
      expect(answer.status).toBe(400);
      expect(problemPaths(answer).map((each) => Buffer.from(each).toString())).toEqual(
        paths.map((each) => Buffer.from(each).toString())
      );
    });

    it('leaves a site that works', async () => {
      expect((await registerAccount(app)).jwt).toEqual(expect.any(String));
    });
  });

  it('what is nested deep is refused as a whole', async () => {
    const before = await getUser(app, person.documentId);
    const text = `{"data":{"user_metadata":${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}}}`;
    const { status, body } = await sendBytes(Buffer.from(text), {});
    expect(status).toBe(400);
    expect(JSON.stringify(body).length).toBeLessThan(1_000);
    expect(await getUser(app, person.documentId)).toEqual(before);
  });

  it('what Strapi itself refuses is not said back', async () => {
    const data = { connection: 'local', email: newEmail(), password: 'long enough', username: 'é' };
    const answer = await app.request('POST', `${PREFIX}/users`, { token, body: { data } });
    expect(answer.status).toBe(400);
    expect(problemPaths(answer)).toEqual(['username']);
    expect(JSON.stringify(answer.body)).not.toContain('é');
  });
});
