import { type Account, newCredentials, registerAccount } from '../../support/accounts';
import { UIDS } from '../../support/database';
import { logIn } from '../../support/logins';
import {
  findProfile,
  getDevices,
  getEvents,
  getProfileByEmail,
  reconcile,
} from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { waitForEqual } from '../../support/wait';

const DISABLED = { USER_PROFILE_ENABLED: 'false' };
const ENABLED = { USER_PROFILE_ENABLED: 'true' };

const TYPES = [UIDS.user, UIDS.identity, UIDS.connection, UIDS.device, UIDS.event];

/** A site that had users before the plugin and may disable the plugin for a while. */
describe('an existing site', () => {
  let app: TestStrapi;
  let account: Account;
  let createdAt: Date | null;
  let tokens: string[];

  /** Creates an account and sessions before the plugin is enabled. */
  beforeAll(async () => {
    app = await startStrapi({ env: DISABLED, emptyDatabase: true });
    account = await registerAccount(app);
    const { body } = await logIn(app, { identifier: account.email, password: account.password });
    const refreshed = await app.request('POST', '/api/auth/refresh', {
      body: { refreshToken: body.refreshToken },
    });
    tokens = [account.jwt, body.jwt, refreshed.body.jwt];
    [{ created_at: createdAt }] = await app.database.rows(
      UIDS.account,
      { id: account.id },
      { columns: ['created_at'] }
    );
    await app.restart(ENABLED);
  });

  afterAll(() => app?.stop());

  it('gets profiles and devices for its users and their live sessions', async () => {
    const userId = async () => (await findProfile(app, account.email))?.user_id;
    await waitForEqual(userId, `local|${account.documentId}`);
    const profile = await getProfileByEmail(app, account.email);
    await reconcile(app);
    const devices = await getDevices(app, profile.documentId);
    expect(devices.reduce((sum, device) => sum + device.refresh_tokens, 0)).toBe(2);

    const token = await app.adminToken();
    await app.request('DELETE', `/user-profile/users/${profile.documentId}/devices`, { token });
    for (const jwt of tokens) {
      expect((await app.request('GET', '/api/articles', { token: jwt })).status).toBe(401);
    }
  });

  it('keeps the sign-up dates of its users', async () => {
    const profile = await getProfileByEmail(app, account.email);
    expect(new Date(profile.created_at)).toEqual(createdAt);
  });

  it('loses no rows while the plugin is disabled', async () => {
    await registerAccount(app);
    await registerAccount(app);
    const getRows = () =>
      Promise.all(TYPES.map(async (uid) => [uid, await app.database.rows(uid)]));
    const before = await getRows();
    await app.restart(DISABLED);
    await app.restart({ ...ENABLED, USER_PROFILE_CONFIG: '{"reconcile":{"onStart":false}}' });
    expect(await getRows()).toEqual(before);
  });

  it('picks up changes that were written directly to the database', async () => {
    await reconcile(app);
    const changed = await registerAccount(app);
    const deleted = await registerAccount(app);
    const deletedProfile = await getProfileByEmail(app, deleted.email);
    const { email } = newCredentials();
    await app.database.update(UIDS.account, { id: changed.id }, { email });
    await app.database.remove(UIDS.account, { id: deleted.id });

    expect(await reconcile(app)).toMatchObject({
      ran: true,
      updated: 1,
      detached: 1,
      account_missing: 1,
    });
    expect(await getProfileByEmail(app, email)).toMatchObject({
      user_id: `local|${changed.documentId}`,
    });
    // A missing account does not prove that the user is to be erased, so the events stay.
    expect(await getEvents(app, deletedProfile.documentId)).toHaveLength(2);
    expect(await reconcile(app)).toMatchObject({ created: 0, updated: 0, detached: 0, events: 0 });
  });
});
