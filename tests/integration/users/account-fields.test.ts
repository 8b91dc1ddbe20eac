import { findAccount, REQUIRED_FIELDS, siteWithFields } from '../../support/account-fields';
import { callAdmin, mustCall } from '../../support/admin-api';
import { getApiToken } from '../../support/api-tokens';
import { createConnection, getNewestEvents } from '../../support/connections';
import { logIn, signUp } from '../../support/logins';
import { PASSWORD } from '../../support/passwords';
import { runInServer } from '../../support/run-in-server';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { startUserService, type UserService } from '../../support/user-service';
import { countUsers, newEmail, problemPaths } from '../../support/users';

const PER_COLUMN = {
  company: 'Größe & Söhne',
  plan: 'free',
  bio: 'x'.repeat(300),
  work_email: 'ada@example.com',
  employees: 2 ** 31 - 1,
  customer_number: '9007199254740991',
  budget: 99_999_999.99,
  newsletter: true,
  birthday: '2000-02-29',
  opens_at: '08:30:00.000',
  trial_ends: '2030-01-31T08:00:00.000Z',
  settings: { theme: ['dark', null] },
};

describe("a user type with the site's own attributes", () => {
  let app: TestStrapi;
  let service: UserService;
  let token: string;

  beforeAll(async () => {
    service = await startUserService();
    const sources = { allowedPrivateHosts: [service.host] };
    app = await startStrapi({ env: siteWithFields({ sources }) });
    await createConnection(app, { name: 'members', strategy: 'database', options: {} });
    const { url, secret } = service;
    const options = { url, secret, operations: ['get-user', 'create', 'delete'] };
    await createConnection(app, { name: 'service', strategy: 'web-service', options });
    token = await getApiToken(app, 'full-access');
  });

  afterAll(async () => {
    await app?.stop();
    await service?.stop();
  });

  const userData = (changes: object) => ({
    connection: 'local',
    email: newEmail(),
    password: PASSWORD,
    ...changes,
  });

  const createThroughPanel = (changes: object) =>
    callAdmin(app, 'POST', '/users', { data: userData(changes) });

  const createThroughRest = (changes: object) =>
    app.request('POST', '/api/user-profile/users', { token, body: { data: userData(changes) } });

  const expectNothingWritten = async (work: () => Promise<unknown>) => {
    const before = await countUsers(app);
    await work();
    expect(await countUsers(app)).toEqual(before);
  };

  describe.each([
    ['the panel', createThroughPanel],
    ['REST', createThroughRest],
  ])('creating a user through %s', (_api, create) => {
    it.each(['local', 'members', 'service'])(
      'stores the given values in the account of a user of "%s"',
      async (connection) => {
        const email = newEmail();
        const user = { connection, email, account_fields: PER_COLUMN };
        expect(await create(user)).toMatchObject({ status: 201 });
        const { trial_ends: _ends, opens_at: _opens, ...plain } = PER_COLUMN;
        expect(await findAccount(app, email)).toMatchObject({
          ...plain,
          provider: connection,
          role: { type: 'authenticated' },
        });
      }
    );

    it.each(['local', 'members', 'service'])(
      'lists every missing attribute in one 400 for "%s", and writes nothing here or at the source',
      async (connection) => {
        await expectNothingWritten(async () => {
          const requests = service.requests.length;
          const response = await create({ connection });
          expect(response).toMatchObject({
            status: 400,
            body: {
              error: {
                name: 'ValidationError',
                message: 'account_fields.company: is required; account_fields.plan: is required',
              },
            },
          });
          expect(problemPaths(response)).toEqual(['account_fields.company', 'account_fields.plan']);
          expect(service.requests).toHaveLength(requests);
        });
      }
    );
  });

  it.each([
    ['an unknown attribute', { colour: 'red' }, 'colour'],
    ['a private attribute', { credit_rating: 'AAA' }, 'credit_rating'],
    ['an attribute of the type password', { pin: '1234' }, 'pin'],
    ['a relation to a role', { second_role: 1 }, 'second_role'],
    ['media', { avatar: 1 }, 'avatar'],
    ...['email', 'username', 'password', 'provider', 'confirmed', 'blocked', 'role'].map(
      (name): [string, object, string] => [`the managed attribute ${name}`, { [name]: 1 }, name]
    ),
    ...['resetPasswordToken', 'confirmationToken', 'id', 'documentId', 'createdAt', 'locale'].map(
      (name): [string, object, string] => [`the managed attribute ${name}`, { [name]: 'x' }, name]
    ),
    ['an empty required attribute', { company: null }, 'company'],
    ['a value that is too short for the user type', { company: 'A' }, 'company'],
    ['a text that is too long for its column', { company: 'x'.repeat(256) }, 'company'],
    ['a NUL in a text', { company: 'AC\0ME' }, 'company'],
    ['a number for a text', { company: 12345 }, 'company'],
    ['a value that is not in the enumeration', { plan: 'gold' }, 'plan'],
    ['an integer of more than 32 bits', { employees: 2 ** 31 }, 'employees'],
    ['an integer that the user type forbids', { employees: 0 }, 'employees'],
    ['a fraction for an integer', { employees: 1.5 }, 'employees'],
    [
      'an integer of more than 64 bits',
      { customer_number: '9223372036854775808' },
      'customer_number',
    ],
    ['a decimal that is too large for its column', { budget: 1e8 }, 'budget'],
    ['a text for a boolean', { newsletter: 'true' }, 'newsletter'],
    ['a date that does not exist', { birthday: '2001-02-29' }, 'birthday'],
    ['the year 0', { birthday: '0000-01-01' }, 'birthday'],
    ['a time that does not exist', { opens_at: '25:00' }, 'opens_at'],
    ['a text for a date and time', { trial_ends: 'tomorrow' }, 'trial_ends'],
    ['an email without a domain', { work_email: 'ada' }, 'work_email'],
    ['a NUL in JSON', { settings: { deep: ['x\0'] } }, 'settings'],
  ])('returns 400 with the path for %s', async (_what, fields, name) => {
    for (const connection of ['local', 'members']) {
      await expectNothingWritten(async () => {
        const response = await createThroughRest({
          connection,
          account_fields: { ...REQUIRED_FIELDS, ...fields },
        });
        expect(response.status).toBe(400);
        expect(problemPaths(response)).toEqual([`account_fields.${name}`]);
      });
    }
  });

  it('returns 400 for fields that are not an object', async () => {
    for (const fields of [[], 'company', null]) {
      const response = await createThroughRest({ account_fields: fields });
      expect(response.status).toBe(400);
      expect(problemPaths(response)).toEqual(['account_fields']);
    }
  });

  it('returns 400 for the taken value of a unique attribute, in every connection', async () => {
    const fields = { ...REQUIRED_FIELDS, vat_id: 'DE123' };
    const created = await createThroughRest({ connection: 'members', account_fields: fields });
    expect(created.status).toBe(201);
    for (const connection of ['members', 'local']) {
      const response = await createThroughRest({ connection, account_fields: fields });
      expect(response.status).toBe(400);
      expect(problemPaths(response)).toEqual(['account_fields.vat_id']);
    }
  });

  it('returns the fields that a request has set, and does not send them to the source', async () => {
    const email = newEmail();
    const { body } = await createThroughRest({
      connection: 'service',
      email,
      account_fields: REQUIRED_FIELDS,
    });
    expect(body.data.account_fields).toMatchObject(REQUIRED_FIELDS);
    expect(JSON.stringify(service.requests)).not.toContain('ACME');
  });

  it('tells the panel which fields accounts have', async () => {
    const { data } = await mustCall<{ data: { account_fields: { name: string }[] } }>(
      app,
      'GET',
      '/settings'
    );
    const common = { editable: true, default: null, target: null, column: false, filter: false };
    expect(data.account_fields.slice(0, 2)).toEqual([
      { ...common, name: 'company', type: 'string', required: true, enum: null },
      { ...common, name: 'plan', type: 'enumeration', required: true, enum: ['free', 'pro'] },
    ]);
    const byName = Object.fromEntries(data.account_fields.map((field) => [field.name, field]));
    expect(Object.keys(byName)).toEqual(expect.arrayContaining(Object.keys(PER_COLUMN)));
    expect(Object.keys(byName)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(email|role|pin|credit_rating|notes)$/)])
    );
    const target = { uid: 'api::article.article', kind: 'collectionType' };
    expect(byName).toMatchObject({
      articles: { type: 'relation', editable: false, target },
      avatar: { type: 'media', editable: false, target: { uid: 'plugin::upload.file' } },
      address: { type: 'other', editable: false, target: null },
      badge: { type: 'string', editable: false },
    });
  });

  describe('sign-up', () => {
    it('stores the fields that register.allowedFields names', async () => {
      const email = newEmail();
      const response = await signUp(app, 'members', {
        email,
        password: PASSWORD,
        account_fields: REQUIRED_FIELDS,
      });
      expect(response).toMatchObject({ status: 200, body: { jwt: expect.any(String) } });
      expect(await findAccount(app, email)).toMatchObject(REQUIRED_FIELDS);
    });

    it('lists every missing attribute in one 400, with an event that has the reason', async () => {
      await expectNothingWritten(async () => {
        const response = await signUp(app, 'members', { email: newEmail(), password: PASSWORD });
        expect(response.status).toBe(400);
        expect(problemPaths(response)).toEqual(['account_fields.company', 'account_fields.plan']);
      });
      expect(await getNewestEvents(app)).toMatchObject([
        { type: 'fs', connection: 'members', details: { reason: 'invalid_account_fields' } },
      ]);
    });

    it.each(['newsletter', 'credit_rating', 'role', 'second_role', 'confirmed', 'colour'])(
      'returns 400 for the field %s',
      async (name) => {
        await expectNothingWritten(async () => {
          const response = await signUp(app, 'members', {
            email: newEmail(),
            password: PASSWORD,
            account_fields: { ...REQUIRED_FIELDS, [name]: true },
          });
          expect(response.status).toBe(400);
          expect(problemPaths(response)).toEqual([`account_fields.${name}`]);
        });
      }
    );

    it('creates one user for parallel sign-ups with the same unique value', async () => {
      const fields = { ...REQUIRED_FIELDS, vat_id: 'DE-parallel' };
      const responses = await Promise.all(
        Array.from({ length: 5 }, () =>
          signUp(app, 'members', { email: newEmail(), password: PASSWORD, account_fields: fields })
        )
      );
      const statuses = responses.map(({ status }) => status).sort();
      expect(statuses).toEqual([200, 400, 400, 400, 400]);
    });
  });

  it('lets accounts log in that were created before an attribute was required', async () => {
    const email = newEmail();
    await createThroughRest({ connection: 'members', email, account_fields: REQUIRED_FIELDS });
    await runInServer(
      app,
      (strapi, wanted) =>
        strapi.db
          .query('plugin::users-permissions.user')
          .update({ where: { email: wanted }, data: { company: null } }),
      email
    );
    const response = await logIn(app, { connection: 'members', identifier: email });
    expect(response.status).toBe(200);
  });
});
