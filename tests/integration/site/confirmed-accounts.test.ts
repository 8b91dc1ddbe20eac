import { ADMIN_ACTIONS } from '../../../plugins/user-profile/shared/constants';
import { mustCall } from '../../support/admin-api';
import { createAdminUser } from '../../support/admins';
import { runBulk } from '../../support/bulk';
import { UIDS } from '../../support/database';
import { getEvents, reconcile } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import {
  createAccountRow,
  getUser,
  getUsers,
  newEmail,
  updateAdvancedSettings,
} from '../../support/users';

const DISABLED = { USER_PROFILE_ENABLED: 'false' };
const ENABLED = {
  USER_PROFILE_ENABLED: 'true',
  USER_PROFILE_CONFIG: '{"reconcile":{"onStart":false}}',
};

/** A site whose users confirmed their email addresses before the plugin was installed. */
describe('accounts that were confirmed before the plugin', () => {
  let app: TestStrapi;
  let confirmed: string;
  let unconfirmed: string;
  let ofProvider: string;
  let later: string;

  const createUser = async (isConfirmed: boolean, provider = 'local') => {
    const documentId = await createAccountRow(app, { email: newEmail(), provider });
    await app.database.update(
      UIDS.account,
      { document_id: documentId },
      { confirmed: isConfirmed }
    );
    return `${provider}|${documentId}`;
  };

  beforeAll(async () => {
    app = await startStrapi({ env: DISABLED, emptyDatabase: true });
    await updateAdvancedSettings(app, { email_confirmation: true });
    confirmed = await createUser(true);
    unconfirmed = await createUser(false);
    ofProvider = await createUser(true, 'google');
    await app.restart(ENABLED);
    const createdAt = new Date(Date.now() + 1000).toISOString();
    later = `local|${await createAccountRow(app, { email: newEmail(), createdAt })}`;
    await reconcile(app);
  });

  afterAll(() => app?.stop());

  const isVerified = async (id: string) => (await getUser(app, id)).data.email_verified;

  const getVerified = async (): Promise<string[]> => {
    const { body } = await getUsers(app, { 'filters[email_verified][$eq]': 'true' });
    return body.data.map(({ user_id: id }: { user_id: string }) => id).sort();
  };

  const verifyAll = (ids: string[], token?: string) =>
    app.request('POST', '/user-profile/users/bulk', {
      token,
      body: { data: { action: 'verify-email', ids } },
    });

  const getDecision = async () => (await mustCall(app, 'GET', '/status')).data.confirmed_accounts;

  it('count as verified, and no other account does, as the status of the site says', async () => {
    expect(await getVerified()).toEqual([confirmed]);
    expect(await getDecision()).toEqual({
      first_start: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      email_confirmation: true,
      decided_by: 'auto',
      setting: 'auto',
    });
  });

  it('follow the choice of the first start only', async () => {
    await app.restart({ USER_PROFILE_CONFIG: '{"accounts":{"trustConfirmed":true}}' });
    await reconcile(app);
    expect(await getVerified()).toEqual([confirmed]);
    expect(await getDecision()).toMatchObject({ decided_by: 'auto', setting: true });
  });

  it('can be marked as verified in bulk, which is recorded once for each user', async () => {
    const ids = [unconfirmed, ofProvider];
    for (const repeated of [false, true]) {
      const { operation } = await runBulk(app, { action: 'verify-email', ids });
      expect(operation).toMatchObject(
        repeated ? { done: 0, unchanged: 2, failed: 0 } : { done: 2, unchanged: 0, failed: 0 }
      );
    }
    expect(await getVerified()).toEqual([confirmed, ...ids].sort());
    const { data } = await getUser(app, unconfirmed);
    const changes = (await getEvents(app, data.documentId)).filter(({ type }) => type === 'sapi');
    expect(changes).toMatchObject([
      { details: { operation: 'update-user', changed: ['email_verified'] } },
    ]);
  });

  it('report a user without an email address in bulk', async () => {
    await app.database.update(UIDS.user, { user_id: later }, { email: null });
    const { failures } = await runBulk(app, { action: 'verify-email', ids: [later] });
    expect(failures).toMatchObject([{ user_id: later, reason: 'This user has no email address' }]);
  });

  it.each([
    ['edit users', [ADMIN_ACTIONS.readUsers, ADMIN_ACTIONS.updateUsers]],
    ['set credentials', [ADMIN_ACTIONS.readUsers, ADMIN_ACTIONS.setCredentials]],
  ])('cannot be marked in bulk by an admin who may only %s', async (_case, actions) => {
    const { token } = await createAdminUser(app, actions);
    expect((await verifyAll([later], token)).status).toBe(403);
    expect(await isVerified(later)).toBe(false);
  });
});
