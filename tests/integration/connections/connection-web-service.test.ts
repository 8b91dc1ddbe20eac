import http from 'node:http';
import type { AddressInfo } from 'node:net';

import { registerAccount } from '../../support/accounts';
import { callAdmin, mustCall } from '../../support/admin-api';
import { neverRespond, type Responder, sendHugeBody, sendSlowBody } from '../../support/bad-peers';
import { createConnection, getNewestEvents, updateConnection } from '../../support/connections';
import { UIDS } from '../../support/database';
import { logIn, postUser, signUp, WRONG_CREDENTIALS } from '../../support/logins';
import { NEW_PASSWORD, PASSWORD } from '../../support/passwords';
import { getProfileByEmail } from '../../support/profiles';
import { ACCEPTED, getTokenStatuses, REJECTED } from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { json, startUserService, type UserService } from '../../support/user-service';
import {
  countUsers,
  getConnection,
  newEmail,
  problemPaths,
  updateAdvancedSettings,
  userPath,
} from '../../support/users';

const EVERYTHING = ['get-user', 'create', 'change-email', 'change-password', 'delete'];

/** Responses that never complete are tested with a short timeout. */
const connectionFor = (peer: Responder): string =>
  [neverRespond, sendSlowBody].includes(peer) ? 'hasty' : 'service';

const FAULTS: [string, string, Responder][] = [
  ['hangs', 'timeout', neverRespond],
  ['never completes its response', 'timeout', sendSlowBody],
  ['closes the connection', 'unreachable', (response) => response.destroy()],
  ['returns 500', 'failed', (response) => json(response, 500, { message: 'sample-secret' })],
  ['returns 50 MB', 'response_too_large', sendHugeBody],
  ['returns HTML', 'invalid_response', (response) => void response.end('<html>')],
  ['returns an array', 'invalid_response', (response) => json(response, 200, [])],
  ['returns no id', 'invalid_response', (response) => json(response, 200, { email: 'a@b.c' })],
  [
    'returns an id that is too long',
    'invalid_response',
    (response) => json(response, 200, { id: 'x'.repeat(500) }),
  ],
  ['returns 418', 'invalid_response', (response) => json(response, 418)],
  ['returns 429', 'refused', (response) => json(response, 429)],
  ['rejects the signature', 'refused', (response) => json(response, 403)],
  [
    'returns another user',
    'invalid_response',
    (response) => json(response, 200, { id: 'birch', email: 'birch@example.test' }),
  ],
  [
    'redirects to another URL',
    'invalid_response',
    (response) => void response.writeHead(307, { location: 'https://example.com/' }).end(),
  ],
];

describe('web-service connections', () => {
  let app: TestStrapi;
  let service: UserService;
  let elsewhere: UserService;

  beforeAll(async () => {
    service = await startUserService();
    elsewhere = await startUserService();
    const sources = { allowedPrivateHosts: [service.host, '127.0.0.2'] };
    app = await startStrapi({ env: { USER_PROFILE_CONFIG: JSON.stringify({ sources }) } });
    await updateAdvancedSettings(app, { unique_email: false });
    const { url, secret } = service;
    const options = { url, secret, operations: EVERYTHING, password_policy: 'low' };
    await createConnection(app, { name: 'service', strategy: 'web-service', options });
    await createConnection(app, {
      name: 'hasty',
      strategy: 'web-service',
      options: { ...options, timeout_ms: 200 },
    });
  });

  afterEach(() => {
    service.override = null;
  });

  afterAll(async () => {
    await app?.stop();
    await service?.stop();
    await elsewhere?.stop();
  });

  const postServiceUser = (user: Record<string, unknown>) => postUser(app, 'service', user);

  const createPerson = (attributes: object = {}) => {
    const email = newEmail();
    const [id] = email.split('@');
    service.people.set(id, { id, email, password: PASSWORD, name: 'Fern Sample', ...attributes });
    return { id, email };
  };

  const createUser = async () => {
    const person = createPerson();
    const { body: tokens } = await logIn(app, { connection: 'service', identifier: person.email });
    return {
      ...person,
      tokens,
      documentId: (await getProfileByEmail(app, person.email)).documentId,
    };
  };

  describe('options', () => {
    const withOptions = (options: object) =>
      callAdmin(app, 'POST', '/connections', {
        data: { name: 'never', strategy: 'web-service', options },
      });
    const secret = 'x'.repeat(32);

    it.each([
      [{}, ['options.url', 'options.secret']],
      [{ url: 'http://users.example.com', secret }, ['options.url']],
      [{ url: 'http://127.0.0.1:1', secret }, ['options.url']],
      [{ url: 'ftp://users.example.com', secret }, ['options.url']],
      [{ url: 'https://a:b@users.example.com', secret }, ['options.url']],
      [{ url: 'https://users.example.com/?a=b', secret }, ['options.url']],
      [{ url: 'https://users.example.com', secret: 'short' }, ['options.secret']],
      [{ url: 'https://users.example.com', secret, timeout_ms: 1 }, ['options.timeout_ms']],
      [
        { url: 'https://users.example.com', secret, operations: ['login'] },
        ['options.operations.0'],
      ],
    ])('are rejected with 400: %j', async (options, paths) => {
      const made = await withOptions(options);
      expect([made.status, problemPaths(made)]).toEqual([400, paths]);
    });

    it('require the secret again if the URL changes', async () => {
      const { url, secret: own } = service;
      const options = { url, secret: own };
      await createConnection(app, { name: 'aimed', strategy: 'web-service', options });
      const change = (changes: object) =>
        callAdmin(app, 'PUT', '/connections/aimed', { data: { options: changes } });
      for (const other of [`https://${elsewhere.host}`, `${url}/v2`]) {
        const rejected = await change({ url: other });
        expect([rejected.status, problemPaths(rejected)]).toEqual([400, ['options.secret']]);
      }
      expect((await getConnection(app, 'aimed')).options.url).toBe(url);
      expect((await change({ url, operations: [] })).status).toBe(200);
      expect((await change({ url: `${url}/v2`, secret: 'y'.repeat(32) })).status).toBe(200);
    });

    it('do not reveal the secret', async () => {
      const connection = await getConnection(app, 'service');
      expect(connection.secrets_set).toEqual(['secret']);
      expect(JSON.stringify(connection)).not.toContain(service.secret);
      const [{ options }] = await app.database.rows(
        UIDS.connection,
        { name: 'service' },
        { columns: ['options'] }
      );
      expect(JSON.stringify(options)).not.toContain(service.secret);
    });
  });

  describe('connection test', () => {
    const test = async (options: object) => {
      await createConnection(app, {
        name: 'tested',
        strategy: 'web-service',
        options: { url: service.url, secret: service.secret, ...options },
      });
      const { data } = await mustCall(app, 'POST', '/connections/tested/test');
      await mustCall(app, 'DELETE', '/connections/tested');
      return data;
    };

    it.each([
      [{}, 'get-user'],
      [{ operations: [] }, 'login'],
    ])(
      'with %j looks up an unknown user, then sends a request with a wrong signature',
      async (options, operation) => {
        const { ok, steps } = await test(options);
        expect({ ok, steps }).toMatchObject({
          ok: true,
          steps: [
            { name: operation, ok: true },
            { name: 'signature', ok: true },
          ],
        });
      }
    );

    it('fails if the secret is wrong', async () => {
      const { ok, steps } = await test({ secret: 'y'.repeat(40) });
      expect({ ok, steps }).toMatchObject({ ok: false, steps: [{ name: 'get-user', ok: false }] });
      expect(steps[0]).toMatchObject({
        message: expect.stringContaining('HTTP 403'),
        code: 'source_rejected_request',
        detail: expect.stringContaining('HTTP 403'),
      });
    });

    it('fails if the service accepts any signature', async () => {
      const open = http.createServer((_request, response) => json(response, 404));
      await new Promise<void>((resolve) => open.listen(0, '127.0.0.2', resolve));
      const { port } = open.address() as AddressInfo;
      const data = await test({ url: `http://127.0.0.2:${port}` });
      open.closeAllConnections();
      open.close();
      expect(data).toMatchObject({
        ok: false,
        steps: [
          { ok: true, code: 'test_user_unknown' },
          { name: 'signature', ok: false, code: 'test_signature_accepted' },
        ],
      });
    });

    it('fails for a private IP address that the site does not allow', async () => {
      const { ok, steps } = await test({ url: `https://${elsewhere.host}/users` });
      expect(ok).toBe(false);
      expect(steps[0].message).toContain('private IP address');
      expect(elsewhere.requests).toEqual([]);
    });
  });

  describe('login', () => {
    it('creates the user from the response of the service', async () => {
      const { id, email } = createPerson({ given_name: 'Fern', email_verified: true });
      const { status, body } = await logIn(app, { connection: 'service', identifier: email });
      expect(status).toBe(200);
      expect(await getTokenStatuses(app, body)).toEqual(ACCEPTED);
      expect(await getProfileByEmail(app, email)).toMatchObject({
        user_id: `web-service|service|${id}`,
        name: 'Fern Sample',
        given_name: 'Fern',
        email_verified: true,
      });
      expect(
        await logIn(app, { connection: 'service', identifier: email, password: 'wrong' })
      ).toMatchObject(WRONG_CREDENTIALS);
      expect(service.rejectedCount).toBeGreaterThan(0);
    });

    it.each(FAULTS)(
      'fails if the service %s and records the reason source_%s',
      async (_what, fault, peer) => {
        const { email } = createPerson();
        const connection = connectionFor(peer);
        const before = await countUsers(app);
        const asked = service.requests.length;
        service.override = (_request, response) => peer(response);
        const response = await logIn(app, { connection, identifier: email });
        expect([response.status, response.body.error]).toEqual([
          400,
          expect.objectContaining({
            name: 'SourceError',
            details: { fault, code: expect.stringMatching(/^source_/) },
          }),
        ]);
        expect(service.requests.length - asked).toBe(1);
        expect(await countUsers(app)).toEqual(before);
        const [event] = await getNewestEvents(app);
        expect(event).toMatchObject({
          type: 'f',
          connection,
          user_name: email,
          details: { reason: `source_${fault}` },
        });
        const output = JSON.stringify(response.body) + JSON.stringify(event);
        for (const secret of [PASSWORD, service.secret, 'sample-secret']) {
          expect(output).not.toContain(secret);
        }
        expect(JSON.stringify(response.body)).not.toContain(service.host);
      }
    );

    it.each([
      [400, 429],
      [403, 429],
      [409, 429],
      [422, 429],
      [429, 400],
      [500, 400],
    ])('to which the service responds with %d gets a %d after ten tries', async (status, last) => {
      const identifier = newEmail();
      service.override = (_request, response) => json(response, status);
      const statuses: number[] = [];
      for (let tries = 0; tries < 11; tries += 1) {
        const headers = { 'x-forwarded-for': `198.51.100.${status % 256}` };
        statuses.push((await logIn(app, { connection: 'service', identifier }, headers)).status);
      }
      expect(statuses.slice(10)).toEqual([last]);
    });

    it('fails for a private IP address that the site does not allow', async () => {
      const closed = await startUserService();
      await closed.stop();
      const own = { url: `https://${closed.host}`, secret: service.secret };
      await createConnection(app, { name: 'closed', strategy: 'web-service', options: own });
      const response = await logIn(app, { connection: 'closed', identifier: newEmail() });
      expect(response.body.error.details).toEqual({
        fault: 'private_ip',
        code: 'source_private_ip',
      });
    });

    it('is rejected if the connection is disabled during the request to the service', async () => {
      const { email } = createPerson();
      const before = await countUsers(app);
      service.override = async () => {
        await updateConnection(app, 'service', { enabled: false });
        return false;
      };
      const response = await logIn(app, { connection: 'service', identifier: email });
      await updateConnection(app, 'service', { enabled: true });
      expect(response.body.error.details).toEqual({ reason: 'connection_disabled' });
      expect(await countUsers(app)).toEqual(before);
      expect(await getNewestEvents(app, 2)).toContainEqual(
        expect.objectContaining({
          type: 'f',
          details: expect.objectContaining({ reason: 'connection_disabled' }),
        })
      );
    });

    it('is rejected if the password is changed during the request to the service', async () => {
      const { email, documentId, id } = await createUser();
      const setPassword = (password: string) =>
        mustCall(app, 'PUT', userPath(documentId, '/password'), {
          data: { password, end_sessions: true },
        });
      service.override = async (_request, response) => {
        service.override = null;
        await setPassword(NEW_PASSWORD);
        json(response, 200, { id, email });
        return true;
      };
      const login = { connection: 'service', identifier: email };
      expect(await logIn(app, login)).toMatchObject(WRONG_CREDENTIALS);
      // Imported users may have a date that is still to come.
      await app.database.update(
        UIDS.user,
        { document_id: documentId },
        { last_password_reset: new Date('2199-01-01T00:00:00.000Z') }
      );
      expect((await logIn(app, { ...login, password: NEW_PASSWORD })).status).toBe(200);
      await setPassword(PASSWORD);
      expect((await logIn(app, login)).status).toBe(200);
    });

    it('creates one user for parallel first logins', async () => {
      const { email } = createPerson();
      const before = await countUsers(app);
      const waiting: (() => void)[] = [];
      // Holds every response until the last request has arrived.
      service.override = async () => {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
          if (waiting.length === 4) {
            for (const go of waiting) {
              go();
            }
          }
        });
        return false;
      };
      const logins = await Promise.all(
        Array.from({ length: 4 }, () => logIn(app, { connection: 'service', identifier: email }))
      );
      expect(logins.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      const after = await countUsers(app);
      expect(after).toEqual({ accounts: before.accounts + 1, users: before.users + 1 });
    });

    it('stores no response field whose name suggests a secret', async () => {
      const secrets = {
        pass: 's',
        user_pass: 's',
        userPassword: 's',
        passwordHash: 's',
        pwd: 's',
        salt: 's',
        activationKey: 's',
        refresh_token: 's',
      };
      const harmless = { compass: 'north', passport_country: 'FR', shipping: 'post' };
      const { id, email } = createPerson({ ...harmless, row: secrets, ...secrets });
      await logIn(app, { connection: 'service', identifier: email });
      const [{ profileData }] = (await getProfileByEmail(app, email)).identities;
      const name = 'Fern Sample';
      expect(profileData).toEqual({ id, email, email_verified: false, name, ...harmless, row: {} });
    });

    it('accepts another email address from the service if aliases are allowed', async () => {
      await createConnection(app, {
        name: 'aliases',
        strategy: 'web-service',
        options: { url: service.url, secret: service.secret, allow_aliases: true },
      });
      const { email } = createPerson();
      service.override = (_request, response) =>
        json(response, 200, { id: 'alias', email: `main-${email}` });
      expect((await logIn(app, { connection: 'aliases', identifier: email })).status).toBe(200);
      expect((await getProfileByEmail(app, `main-${email}`)).user_id).toBe(
        'web-service|aliases|alias'
      );
    });

    it('imports users in import mode and then works without the service', async () => {
      await createConnection(app, {
        name: 'moving',
        strategy: 'web-service',
        options: { url: service.url, secret: service.secret, import_mode: true },
      });
      const { id, email } = createPerson();
      const { email: stays } = createPerson();
      expect((await logIn(app, { connection: 'moving', identifier: email })).status).toBe(200);

      service.override = (_request, response) => json(response, 500);
      expect((await logIn(app, { connection: 'moving', identifier: email })).status).toBe(200);
      expect(
        await logIn(app, { connection: 'moving', identifier: email, password: 'wrong' })
      ).toMatchObject(WRONG_CREDENTIALS);
      expect((await logIn(app, { connection: 'moving', identifier: stays })).status).not.toBe(200);
      expect(await getProfileByEmail(app, email)).toMatchObject({
        user_id: `web-service|moving|${id}`,
        logins_count: 2,
      });
    });

    it('does not change the password of an imported user here once the service checks it again', async () => {
      const options = { url: service.url, secret: service.secret };
      await createConnection(app, {
        name: 'moved-back',
        strategy: 'web-service',
        options: { ...options, import_mode: true, operations: EVERYTHING },
      });
      const login = { connection: 'moved-back', identifier: createPerson().email };
      const change = async (currentPassword: string, password: string) => {
        const { jwt } = (await logIn(app, { ...login, password: currentPassword })).body;
        const body = { currentPassword, password, passwordConfirmation: password };
        const { status } = await app.request('POST', '/api/auth/change-password', {
          token: jwt,
          body,
        });
        const erasure = await app.request('POST', '/api/user-profile/me/erasure-request', {
          token: jwt,
          body: { data: { confirm: true } },
        });
        return [status, erasure.status];
      };
      await logIn(app, login);
      await updateConnection(app, 'moved-back', {
        options: { ...options, import_mode: false, operations: EVERYTHING },
      });
      // Without a password to check, a recent login is the proof of identity.
      expect(await change(PASSWORD, NEW_PASSWORD)).toEqual([400, 200]);
      expect((await logIn(app, login)).status).toBe(200);
    });

    it('accepts no replaced password of an imported user, during the change or in import mode again', async () => {
      const optionsWith = (importMode: boolean) => ({
        url: service.url,
        secret: service.secret,
        operations: EVERYTHING,
        import_mode: importMode,
      });
      const name = 'back-and-forth';
      await createConnection(app, { name, strategy: 'web-service', options: optionsWith(true) });
      const { id, email } = createPerson();
      const login = { connection: name, identifier: email };
      expect((await logIn(app, login)).status).toBe(200);
      const { documentId } = await getProfileByEmail(app, email);
      await updateConnection(app, name, { options: optionsWith(false) });
      service.override = async (_request, response) => {
        service.override = null;
        await mustCall(app, 'PUT', userPath(documentId, '/password'), {
          data: { password: NEW_PASSWORD, end_sessions: true },
        });
        json(response, 200, { id, email });
        return true;
      };
      expect(await logIn(app, login)).toMatchObject(WRONG_CREDENTIALS);
      await updateConnection(app, name, { options: optionsWith(true) });
      expect(await logIn(app, login)).toMatchObject(WRONG_CREDENTIALS);
      expect((await logIn(app, { ...login, password: NEW_PASSWORD })).status).toBe(200);
    });
  });

  describe('users created and changed in the plugin', () => {
    it('are created at the service with all their attributes', async () => {
      const email = newEmail();
      const { status, body } = await postServiceUser({
        email,
        given_name: 'Moss',
        user_metadata: { a: 1 },
      });
      expect(status).toBe(201);
      const sent = service.requests.filter(({ operation }) => operation === 'create').at(-1)?.body;
      expect(sent).toEqual({
        email,
        password: PASSWORD,
        given_name: 'Moss',
        user_metadata: { a: 1 },
      });
      const [made] = [...service.people.values()].filter((person) => person.email === email);
      expect(body.data.user_id).toBe(`web-service|service|${made.id}`);
      expect((await signUp(app, 'service', { email, password: PASSWORD })).status).toBe(409);
      const other = newEmail();
      expect((await signUp(app, 'service', { email: other, password: PASSWORD })).status).toBe(200);
      expect((await getProfileByEmail(app, other)).identities).toMatchObject([
        { connection: 'service' },
      ]);
    });

    it.each([
      [
        'reports the email as taken',
        (r: http.ServerResponse) => json(r, 409, { path: ['email'], message: 'Taken' }),
        409,
        ['email'],
      ],
      [
        'rejects the password',
        (r: http.ServerResponse) =>
          json(r, 422, { errors: [{ path: ['password'], message: 'Too common' }] }),
        400,
        ['password'],
      ],
      ['fails', (r: http.ServerResponse) => json(r, 500), 400, []],
      ['hangs', neverRespond, 400, []],
    ])(
      'are not created if the service %s, after a single create request',
      async (_what, peer, status, paths) => {
        const before = await countUsers(app);
        const asked = service.requests.length;
        service.override = ({ operation }, response) =>
          operation === 'create' ? peer(response) : false;
        const made = await postServiceUser({ email: newEmail(), connection: connectionFor(peer) });
        expect([made.status, problemPaths(made)]).toEqual([status, paths]);
        const operations = service.requests.slice(asked).map(({ operation }) => operation);
        expect(operations).toEqual(['get-user', 'create']);
        expect(await countUsers(app)).toEqual(before);
      }
    );

    it('are removed from the service again if they cannot be created in the plugin', async () => {
      await updateAdvancedSettings(app, { unique_email: true });
      const email = newEmail();
      service.override = async ({ operation }) => {
        if (operation === 'create') {
          await registerAccount(app, { email, username: email, password: PASSWORD });
        }
        return false;
      };
      const made = await postServiceUser({ email });
      await updateAdvancedSettings(app, { unique_email: false });
      expect([made.status, problemPaths(made)]).toEqual([409, ['email']]);
      expect(service.requests.at(-1)?.operation).toBe('delete');
      expect([...service.people.values()].some((person) => person.email === email)).toBe(false);
    });

    it('are removed from the service again if the connection is disabled during a sign-up', async () => {
      const before = await countUsers(app);
      service.override = async ({ operation }) => {
        if (operation === 'create') {
          await updateConnection(app, 'service', { enabled: false });
        }
        return false;
      };
      const email = newEmail();
      const { status, body } = await signUp(app, 'service', { email, password: PASSWORD });
      await updateConnection(app, 'service', { enabled: true });
      expect([status, body.error?.message]).toEqual([400, 'The connection "service" is disabled']);
      expect(await countUsers(app)).toEqual(before);
      expect(service.requests.at(-1)?.operation).toBe('delete');
      expect(await getNewestEvents(app, 2)).toContainEqual(
        expect.objectContaining({ type: 'fs', connection: 'service', user_name: email })
      );
    });

    it('are looked up at most twice if the service closes the connection', async () => {
      const asked = service.requests.length;
      service.override = ({ operation }, response) =>
        operation === 'get-user' ? void response.destroy() : false;
      const made = await postServiceUser({ email: newEmail() });
      expect(made.body.error.details).toEqual({
        fault: 'unreachable',
        code: 'source_unreachable',
      });
      const operations = service.requests.slice(asked).map(({ operation }) => operation);
      expect(operations).toEqual(['get-user', 'get-user']);
    });

    it('get a new email and password at the service', async () => {
      const { id, tokens, documentId } = await createUser();
      const email = newEmail();
      await mustCall(app, 'PUT', userPath(documentId), { data: { email } });
      await mustCall(app, 'PUT', userPath(documentId, '/password'), {
        data: { password: NEW_PASSWORD },
      });
      expect(service.people.get(id)).toMatchObject({ email, password: NEW_PASSWORD });
      expect(await getTokenStatuses(app, tokens)).toEqual(REJECTED);
      expect(
        (await logIn(app, { connection: 'service', identifier: email, password: NEW_PASSWORD }))
          .status
      ).toBe(200);
    });

    it('get the old email back at the service if the plugin cannot store the new one', async () => {
      await updateAdvancedSettings(app, { unique_email: true });
      const { id, email: before, documentId } = await createUser();
      const email = newEmail();
      service.override = async ({ operation, body }) => {
        if (operation === 'change-email' && body.new_email === email) {
          await registerAccount(app, { email, username: email, password: PASSWORD });
        }
        return false;
      };
      const changed = await callAdmin(app, 'PUT', userPath(documentId), { data: { email } });
      await updateAdvancedSettings(app, { unique_email: false });
      expect(changed.status).toBe(409);
      expect(service.people.get(id)?.email).toBe(before);
      expect((await getProfileByEmail(app, before)).documentId).toBe(documentId);
    });

    it('stay unchanged if the service fails', async () => {
      const { email, tokens, documentId } = await createUser();
      service.override = (_request, response) => json(response, 500);
      const responses = [
        await callAdmin(app, 'PUT', userPath(documentId), {
          data: { email: newEmail(), name: 'X' },
        }),
        await callAdmin(app, 'PUT', userPath(documentId, '/password'), {
          data: { password: NEW_PASSWORD },
        }),
        await callAdmin(app, 'DELETE', userPath(documentId)),
      ];
      expect(responses.map(({ status, body }) => [status, body.error.name])).toEqual(
        Array(3).fill([400, 'SourceError'])
      );
      expect((await getProfileByEmail(app, email)).name).toBe('Fern Sample');
      expect((await app.request('GET', '/api/articles', { token: tokens.jwt })).status).toBe(200);
    });

    it('are deleted at the service too, unless the connection is disabled', async () => {
      const [first, second] = [await createUser(), await createUser()];
      await mustCall(app, 'DELETE', userPath(first.documentId));
      expect(service.people.has(first.id)).toBe(false);
      await updateConnection(app, 'service', { enabled: false });
      await mustCall(app, 'DELETE', userPath(second.documentId));
      await updateConnection(app, 'service', { enabled: true });
      expect(service.people.has(second.id)).toBe(true);
    });
  });

  it('write no secret to the server log', () => {
    for (const secret of [PASSWORD, NEW_PASSWORD, service.secret]) {
      expect(app.output()).not.toContain(secret);
    }
  });
});
