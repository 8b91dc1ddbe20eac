import { registerAccount } from '../../support/accounts';
import { callAdmin } from '../../support/admin-api';
import { PASSWORD } from '../../support/passwords';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getUser, newEmail, problemPaths, userIdOf, userPath } from '../../support/users';

const SCHEMA = {
  type: 'object',
  properties: {
    theme: { enum: ['dark', 'light'] },
    age: { type: 'integer', minimum: 0 },
    address: {
      type: 'object',
      properties: { zip: { type: 'string' } },
      required: ['zip'],
      additionalProperties: false,
    },
  },
  additionalProperties: false,
};

describe('user_metadata with a JSON Schema', () => {
  let app: TestStrapi;
  let id: string;

  beforeAll(async () => {
    const config = { userMetadata: { schema: SCHEMA } };
    app = await startStrapi({ env: { USER_PROFILE_CONFIG: JSON.stringify(config) } });
  });

  afterAll(() => app?.stop());

  beforeEach(async () => {
    id = userIdOf(await registerAccount(app));
  });

  const update = (user_metadata: object) =>
    callAdmin(app, 'PUT', userPath(id), { data: { user_metadata } });

  const expectUpdate = async (user_metadata: object) => {
    const { status, body } = await update(user_metadata);
    expect(status).toBe(200);
    return body.data;
  };

  /** Expects that a rejected request changes nothing, not even the revision. */
  const expectRejection = async (user_metadata: object) => {
    const before = await getUser(app, id);
    const response = await update(user_metadata);
    expect(response.status).toBe(400);
    expect(await getUser(app, id)).toEqual(before);
    return response;
  };

  it('is stored if it matches', async () => {
    const user_metadata = { theme: 'dark', age: 3, address: { zip: '105' } };
    expect(await expectUpdate(user_metadata)).toMatchObject({ user_metadata });
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ['a value that is not allowed', { theme: 'pink' }, ['user_metadata.theme']],
    ['a wrong type deep inside', { address: { zip: 1 } }, ['user_metadata.address.zip']],
    ['a missing property', { address: {} }, ['user_metadata.address.zip']],
    ['an unknown property', { colour: 1 }, ['user_metadata.colour']],
    [
      'several problems',
      { theme: 1, age: -1, address: { zip: 'x', street: 1 } },
      ['user_metadata.address.street', 'user_metadata.age', 'user_metadata.theme'],
    ],
  ])('is rejected with the path for %s', async (_what, user_metadata, paths) => {
    const response = await expectRejection(user_metadata);
    expect(problemPaths(response).sort()).toEqual(paths);
  });

  it('is validated as the result of a merge', async () => {
    await expectUpdate({ theme: 'dark' });
    const bad = await expectRejection({ age: 'x' });
    expect(problemPaths(bad)).toEqual(['user_metadata.age']);
    expect(await expectUpdate({ theme: null })).toMatchObject({
      user_metadata: {},
    });
  });

  it('is validated for new users too', async () => {
    const response = await callAdmin(app, 'POST', '/users', {
      data: {
        connection: 'local',
        email: newEmail(),
        password: PASSWORD,
        user_metadata: { theme: 'pink' },
      },
    });
    expect(response.status).toBe(400);
    expect(problemPaths(response)).toEqual(['user_metadata.theme']);
  });
});
