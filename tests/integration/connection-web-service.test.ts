import http from 'node:http';
import type { AddressInfo } from 'node:net';

import { registerAccount } from '../support/accounts';
import { callAdmin, mustCall } from '../support/admin-api';
import { drip, flood, hang, type Peer } from '../support/bad-peers';
import { changeConnection, createConnection, newestEvents } from '../support/connections';
import {
  CHANGED,
  createBy,
  logInBy,
  PASSWORD,
  signUpBy,
  WRONG_CREDENTIALS,
} from '../support/password-logins';
import { profileOf } from '../support/profiles';
import { ACCEPTED, REFUSED, useTokens } from '../support/sessions';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { json, startUserService, type UserService } from '../support/user-service';
import {
  changeAdvanced,
  connectionNamed,
  countUsers,
  newEmail,
  problemPaths,
  userPath,
} from '../support/users';

const EVERYTHING = ['get-user', 'create', 'change-email', 'change-password', 'delete'];

/** The one that does not wait long, for what never comes. */
const connectionFor = (peer: Peer): string => ([hang, drip].includes(peer) ? 'hasty' : 'service');

const FAULTS: [string, string, Peer][] = [
  ['hangs', 'timeout', hang],
  ['never comes to an end', 'timeout', drip],
  ['breaks off', 'unreachable', (response) => response.destroy()],
  ['answers 500', 'failed', (response) => json(response, 500, { message: 'sample-secret' })],
  ['answers 50 MB', 'too_large', flood],
  ['answers HTML', 'bad_answer', (response) => void response.end('<html>')],
  ['answers a list', 'bad_answer', (response) => json(response, 200, [])],
  ['answers without an id', 'bad_answer', (response) => json(response, 200, { email: 'a@b.c' })],
  [
    'answers with an id that is too long',
    'bad_answer',
    (response) => json(response, 200, { id: 'x'.repeat(500) }),
  ],
  ['answers 418', 'bad_answer', (response) => json(response, 418)],
  ['answers 429', 'refused', (response) => json(response, 429)],
  ['does not take the signature', 'refused', (response) => json(response, 403)],
  [
    'answers with another user',
    'bad_answer',
    (response) => json(response, 200, { id: 'birch', email: 'birch@example.test' }),
  ],
  [
    'sends elsewhere',
    'bad_answer',
    (response) => void response.writeHead(307, { location: 'https://example.com/' }).end(),
  ],
];

describe('a service that keeps the users', () => {
  let app: TestStrapi;
  let service: UserService;
  let elsewhere: UserService;

  beforeAll(async () => {
    service = await startUserService();
    elsewhere = await startUserService();
    const sources = { allowPrivateAddresses: [service.host, '127.0.0.2'] };
    app = await startStrapi({ env: { USER_PROFILE_CONFIG: JSON.stringify({ sources }) } });
    await changeAdvanced(app, { unique_email: false });
    const { url, secret } = service;
    const options = { url, secret, operations: EVERYTHING, password_policy: 'low' };
    await createConnection(app, { name: 'service', strategy: 'web-service', options });
    await createConnection(app, {
      name: 'hasty',
      strategy: 'web-service',
      options: { ...options, timeout_ms: 300 },
    });
  });

  afterEach(() => {
    service.instead = null;
  });

  afterAll(async () => {
    await app?.stop();
    await service?.stop();
    await elsewhere?.stop();
  });

  const create = (user: Record<string, unknown>) => createBy(app, 'service', user);

  const newPerson = (attributes: object = {}) => {
    const email = newEmail();
    const [id] = email.split('@');
    service.people.set(id, { id, email, password: PASSWORD, name: 'Fern Sample', ...attributes });
    return { id, email };
  };

  const newUser = async () => {
    const person = newPerson();
    const { body: tokens } = await logInBy(app, 'service', person.email, PASSWORD);
    return { ...person, tokens, documentId: (await profileOf(app, person.email)).documentId };
  };

  describe('its options', () => {
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
    ])('%j are refused', async (options, paths) => {
      const made = await withOptions(options);
      expect([made.status, problemPaths(made)]).toEqual([400, paths]);
    });

    it('do not take the secret along to another address', async () => {
      const { url, secret: own } = service;
      const options = { url, secret: own };
      await createConnection(app, { name: 'aimed', strategy: 'web-service', options });
      const change = (changes: object) =>
        callAdmin(app, 'PUT', '/connections/aimed', { data: { options: changes } });
      for (const other of [`https://${elsewhere.host}`, `${url}/v2`]) {
        const refused = await change({ url: other });
        expect([refused.status, problemPaths(refused)]).toEqual([400, ['options.secret']]);
      }
      expect((await connectionNamed(app, 'aimed')).options.url).toBe(url);
      expect((await change({ url, operations: [] })).status).toBe(200);
      expect((await change({ url: `${url}/v2`, secret: 'y'.repeat(32) })).status).toBe(200);
    });

    it('do not tell the secret', async () => {
      const connection = await connectionNamed(app, 'service');
      expect(connection.secrets_set).toEqual(['secret']);
      expect(JSON.stringify(connection)).not.toContain(service.secret);
      const [{ options }] = await app.query(
        "select options from user_profile_connections where name = 'service'"
      );
      expect(JSON.stringify(options)).not.toContain(service.secret);
    });
  });

  describe('asked whether it works', () => {
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
      'with %j, it is asked for somebody unknown, and with a wrong signature',
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

    it('fails where the secret is another one', async () => {
      const { ok, steps } = await test({ secret: 'y'.repeat(40) });
      expect({ ok, steps }).toMatchObject({ ok: false, steps: [{ name: 'get-user', ok: false }] });
      expect(steps[0].message).toContain('HTTP 403');
    });

    it('fails where it takes any signature', async () => {
      const open = http.createServer((_request, response) => json(response, 404));
      await new Promise<void>((resolve) => open.listen(0, '127.0.0.2', resolve));
      const { port } = open.address() as AddressInfo;
      const data = await test({ url: `http://127.0.0.2:${port}` });
      open.closeAllConnections();
      open.close();
      expect(data).toMatchObject({
        ok: false,
        steps: [{ ok: true }, { name: 'signature', ok: false }],
      });
    });

    it('fails at a private address that the site does not allow', async () => {
      const { ok, steps } = await test({ url: `https://${elsewhere.host}/users` });
      expect(ok).toBe(false);
      expect(steps[0].message).toContain('private IP address');
      expect(elsewhere.requests).toEqual([]);
    });
  });

  describe('signing in', () => {
    it('makes the user of what the service says', async () => {
      const { id, email } = newPerson({ given_name: 'Fern', email_verified: true });
      const { status, body } = await logInBy(app, 'service', email, PASSWORD);
      expect(status).toBe(200);
      expect(await useTokens(app, body)).toEqual(ACCEPTED);
      expect(await profileOf(app, email)).toMatchObject({
        user_id: `web-service|service|${id}`,
        name: 'Fern Sample',
        given_name: 'Fern',
        email_verified: true,
      });
      expect(await logInBy(app, 'service', email, 'wrong')).toMatchObject(WRONG_CREDENTIALS);
      expect(service.refused).toBeGreaterThan(0);
    });

    it.each(FAULTS)(
      'fails where the service %s, with %s in the log',
      async (_what, fault, peer) => {
        const { email } = newPerson();
        const connection = connectionFor(peer);
        const before = await countUsers(app);
        const asked = service.requests.length;
        service.instead = (_request, response) => peer(response);
        const answer = await logInBy(app, connection, email, PASSWORD);
        expect([answer.status, answer.body.error]).toEqual([
          400,
          expect.objectContaining({ name: 'SourceError', details: { fault } }),
        ]);
        expect(service.requests.length - asked).toBe(1);
        expect(await countUsers(app)).toEqual(before);
        const [event] = await newestEvents(app);
        expect(event).toMatchObject({
          type: 'f',
          connection,
          user_name: email,
          details: { reason: `source_${fault}` },
        });
        const told = JSON.stringify(answer.body) + JSON.stringify(event);
        for (const secret of [PASSWORD, service.secret, 'sample-secret']) {
          expect(told).not.toContain(secret);
        }
        expect(JSON.stringify(answer.body)).not.toContain(service.host);
      }
    );

    it('fails where nobody is there', async () => {
      const closed = await startUserService();
      await closed.stop();
      const own = { url: `https://${closed.host}`, secret: service.secret };
      await createConnection(app, { name: 'closed', strategy: 'web-service', options: own });
      const answer = await logInBy(app, 'closed', newEmail(), PASSWORD);
      expect(answer.body.error.details).toEqual({ fault: 'address_refused' });
    });

    it('ends where the connection was disabled while the service was asked', async () => {
      const { email } = newPerson();
      const before = await countUsers(app);
      service.instead = async () => {
        await changeConnection(app, 'service', { enabled: false });
        return false;
      };
      const answer = await logInBy(app, 'service', email, PASSWORD);
      await changeConnection(app, 'service', { enabled: true });
      expect(answer.body.error.details).toEqual({ reason: 'connection_disabled' });
      expect(await countUsers(app)).toEqual(before);
      expect(await newestEvents(app, 2)).toContainEqual(
        expect.objectContaining({
          type: 'f',
          details: expect.objectContaining({ reason: 'connection_disabled' }),
        })
      );
    });

    it('makes one user of many first logins at one moment', async () => {
      const { email } = newPerson();
      const before = await countUsers(app);
      const waiting: (() => void)[] = [];
      // All of them are answered at once, when the last one has asked.
      service.instead = async () => {
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
        Array.from({ length: 4 }, () => logInBy(app, 'service', email, PASSWORD))
      );
      expect(logins.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      const after = await countUsers(app);
      expect(after).toEqual({ accounts: before.accounts + 1, users: before.users + 1 });
    });

    it('keeps nothing of the answer that looks like a secret, however it is called', async () => {
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
      const { id, email } = newPerson({ ...harmless, row: secrets, ...secrets });
      await logInBy(app, 'service', email, PASSWORD);
      const [{ profileData }] = (await profileOf(app, email)).identities;
      const name = 'Fern Sample';
      expect(profileData).toEqual({ id, email, email_verified: false, name, ...harmless, row: {} });
    });

    it('lets a service that says so name whom it knows by another address', async () => {
      await createConnection(app, {
        name: 'aliases',
        strategy: 'web-service',
        options: { url: service.url, secret: service.secret, allow_aliases: true },
      });
      const { email } = newPerson();
      service.instead = (_request, response) =>
        json(response, 200, { id: 'alias', email: `main-${email}` });
      expect((await logInBy(app, 'aliases', email, PASSWORD)).status).toBe(200);
      expect((await profileOf(app, `main-${email}`)).user_id).toBe('web-service|aliases|alias');
    });

    it('moves users over where it is asked to, and needs the service for them no more', async () => {
      await createConnection(app, {
        name: 'moving',
        strategy: 'web-service',
        options: { url: service.url, secret: service.secret, import_mode: true },
      });
      const { id, email } = newPerson();
      const { email: stays } = newPerson();
      expect((await logInBy(app, 'moving', email, PASSWORD)).status).toBe(200);

      service.instead = (_request, response) => json(response, 500);
      expect((await logInBy(app, 'moving', email, PASSWORD)).status).toBe(200);
      expect(await logInBy(app, 'moving', email, 'wrong')).toMatchObject(WRONG_CREDENTIALS);
      expect((await logInBy(app, 'moving', stays, PASSWORD)).status).not.toBe(200);
      expect(await profileOf(app, email)).toMatchObject({
        user_id: `web-service|moving|${id}`,
        logins_count: 2,
      });
    });
  });

  describe('users made and changed here', () => {
    it('are made at the service first, with all that it may want to know', async () => {
      const email = newEmail();
      const { status, body } = await create({ email, given_name: 'Moss', user_metadata: { a: 1 } });
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
      expect((await signUpBy(app, 'service', { email, password: PASSWORD })).status).toBe(409);
      const other = newEmail();
      expect((await signUpBy(app, 'service', { email: other, password: PASSWORD })).status).toBe(
        200
      );
      expect((await profileOf(app, other)).identities).toMatchObject([{ connection: 'service' }]);
    });

    it.each([
      [
        'finds the email taken',
        (r: http.ServerResponse) => json(r, 409, { path: ['email'], message: 'Taken' }),
        409,
        ['email'],
      ],
      [
        'refuses the password',
        (r: http.ServerResponse) =>
          json(r, 422, { errors: [{ path: ['password'], message: 'Too common' }] }),
        400,
        ['password'],
      ],
      ['fails', (r: http.ServerResponse) => json(r, 500), 400, []],
      ['hangs', hang, 400, []],
    ])(
      'are not made where the service %s, and it is asked once',
      async (_what, peer, status, paths) => {
        const before = await countUsers(app);
        const asked = service.requests.length;
        service.instead = ({ operation }, response) =>
          operation === 'create' ? peer(response) : false;
        const made = await create({ email: newEmail(), connection: connectionFor(peer) });
        expect([made.status, problemPaths(made)]).toEqual([status, paths]);
        const operations = service.requests.slice(asked).map(({ operation }) => operation);
        expect(operations).toEqual(['get-user', 'create']);
        expect(await countUsers(app)).toEqual(before);
      }
    );

    it('are taken back at the service where they cannot be made here after all', async () => {
      await changeAdvanced(app, { unique_email: true });
      const email = newEmail();
      service.instead = async ({ operation }) => {
        if (operation === 'create') {
          await registerAccount(app, { email, username: email, password: PASSWORD });
        }
        return false;
      };
      const made = await create({ email });
      await changeAdvanced(app, { unique_email: false });
      expect([made.status, problemPaths(made)]).toEqual([409, ['email']]);
      expect(service.requests.at(-1)?.operation).toBe('delete');
      expect([...service.people.values()].some((person) => person.email === email)).toBe(false);
    });

    it('are taken back where the connection was disabled while the service made them', async () => {
      const before = await countUsers(app);
      service.instead = async ({ operation }) => {
        if (operation === 'create') {
          await changeConnection(app, 'service', { enabled: false });
        }
        return false;
      };
      const email = newEmail();
      const { status, body } = await signUpBy(app, 'service', { email, password: PASSWORD });
      await changeConnection(app, 'service', { enabled: true });
      expect([status, body.error?.message]).toEqual([400, 'The connection "service" is disabled']);
      expect(await countUsers(app)).toEqual(before);
      expect(service.requests.at(-1)?.operation).toBe('delete');
      expect(await newestEvents(app, 2)).toContainEqual(
        expect.objectContaining({ type: 'fs', connection: 'service', user_name: email })
      );
    });

    it('are looked for twice where the first connection failed, and no more', async () => {
      const asked = service.requests.length;
      service.instead = ({ operation }, response) =>
        operation === 'get-user' ? void response.destroy() : false;
      const made = await create({ email: newEmail() });
      expect(made.body.error.details).toEqual({ fault: 'unreachable' });
      const operations = service.requests.slice(asked).map(({ operation }) => operation);
      expect(operations).toEqual(['get-user', 'get-user']);
    });

    it('get email and password at the service first', async () => {
      const { id, tokens, documentId } = await newUser();
      const email = newEmail();
      await mustCall(app, 'PUT', userPath(documentId), { data: { email } });
      await mustCall(app, 'PUT', userPath(documentId, '/password'), {
        data: { password: CHANGED },
      });
      expect(service.people.get(id)).toMatchObject({ email, password: CHANGED });
      expect(await useTokens(app, tokens)).toEqual(REFUSED);
      expect((await logInBy(app, 'service', email, CHANGED)).status).toBe(200);
    });

    it('get the old email back at the service where it cannot be changed here after all', async () => {
      await changeAdvanced(app, { unique_email: true });
      const { id, email: before, documentId } = await newUser();
      const email = newEmail();
      service.instead = async ({ operation, body }) => {
        if (operation === 'change-email' && body.new_email === email) {
          await registerAccount(app, { email, username: email, password: PASSWORD });
        }
        return false;
      };
      const changed = await callAdmin(app, 'PUT', userPath(documentId), { data: { email } });
      await changeAdvanced(app, { unique_email: false });
      expect(changed.status).toBe(409);
      expect(service.people.get(id)?.email).toBe(before);
      expect((await profileOf(app, before)).documentId).toBe(documentId);
    });

    it('stay as they are where the service fails', async () => {
      const { email, tokens, documentId } = await newUser();
      service.instead = (_request, response) => json(response, 500);
      const answers = [
        await callAdmin(app, 'PUT', userPath(documentId), {
          data: { email: newEmail(), name: 'X' },
        }),
        await callAdmin(app, 'PUT', userPath(documentId, '/password'), {
          data: { password: CHANGED },
        }),
        await callAdmin(app, 'DELETE', userPath(documentId)),
      ];
      expect(answers.map(({ status, body }) => [status, body.error.name])).toEqual(
        Array(3).fill([400, 'SourceError'])
      );
      expect((await profileOf(app, email)).name).toBe('Fern Sample');
      expect((await app.request('GET', '/api/articles', { token: tokens.jwt })).status).toBe(200);
    });

    it('are deleted at the service too, unless the connection is disabled', async () => {
      const [first, second] = [await newUser(), await newUser()];
      await mustCall(app, 'DELETE', userPath(first.documentId));
      expect(service.people.has(first.id)).toBe(false);
      await changeConnection(app, 'service', { enabled: false });
      await mustCall(app, 'DELETE', userPath(second.documentId));
      await changeConnection(app, 'service', { enabled: true });
      expect(service.people.has(second.id)).toBe(true);
    });
  });

  it('leaves no secret in the log of the server', () => {
    for (const secret of [PASSWORD, CHANGED, service.secret]) {
      expect(app.output()).not.toContain(secret);
    }
  });
});
