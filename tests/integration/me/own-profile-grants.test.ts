import { registerAccount } from '../../support/accounts';
import { UIDS } from '../../support/database';
import { startStrapi, type TestStrapi } from '../../support/strapi';

const KEY = 'plugin_user-profile_own_profile_granted';
const action = (handler: string) => `plugin::user-profile.${handler}`;

describe('permissions of logged-in users for their own profile', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi();
  });

  afterAll(() => app?.stop());

  const revoke = async (handler: string): Promise<void> => {
    const [{ id }] = await app.database.rows(
      UIDS.permission,
      { action: action(handler) },
      { columns: ['id'] }
    );
    await app.database.remove(UIDS.permissionRole, { permission_id: id });
    await app.database.remove(UIDS.permission, { id });
  };

  const getStatuses = async (...paths: string[]): Promise<number[]> => {
    const { jwt } = await registerAccount(app);
    const answers = await Promise.all(
      paths.map((path) => app.request('GET', `/api/user-profile${path}`, { token: jwt }))
    );
    return answers.map(({ status }) => status);
  };

  it('are granted once, so a permission that an admin removes stays removed', async () => {
    expect(await getStatuses('/me', '/me/events', '/me/export', '/users')).toEqual([
      200, 200, 200, 403,
    ]);
    await revoke('me-events.find');
    await app.restart();
    expect(await getStatuses('/me', '/me/events', '/me/export', '/users')).toEqual([
      200, 403, 200, 403,
    ]);
  });

  it('are completed on sites that stored only a flag for the first grant', async () => {
    await revoke('me-export.find');
    await app.database.update(UIDS.setting, { key: KEY }, { value: 'true' });
    await app.restart();
    expect(await getStatuses('/me', '/me/events', '/me/export', '/users')).toEqual([
      200, 403, 200, 403,
    ]);
    const [{ value }] = await app.database.rows(UIDS.setting, { key: KEY }, { columns: ['value'] });
    expect(JSON.parse(String(value))).toEqual(
      expect.arrayContaining(['me.findOne', 'me-export.find', 'me-erasure.create'].map(action))
    );
  });
});
