import type { Profile } from '../../../plugins/user-profile/shared/contracts/users';
import { type Account, registerAccount } from '../../support/accounts';
import { callAdmin } from '../../support/admin-api';
import { getFullAccessToken } from '../../support/api-tokens';
import { runBulk } from '../../support/bulk';
import { getNewestEvents } from '../../support/connections';
import { UIDS } from '../../support/database';
import { logIn } from '../../support/logins';
import { createOtherDatabase, type OtherDatabase } from '../../support/other-database';
import { NEW_PASSWORD, PASSWORD } from '../../support/passwords';
import { getEvents, getProfileByEmail, reconcile } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import {
  createAccountRow,
  getProfile,
  getUser,
  getUsers,
  newEmail,
  userIdOf,
  userPath,
} from '../../support/users';

/** Accounts that were deleted without a lifecycle: by raw SQL, or while the plugin was disabled. */
describe('users whose account is missing', () => {
  let app: TestStrapi;
  let other: OtherDatabase;
  let kept: Account;
  let deletedByApi: Account;
  let deletedBySql: Account;
  let ofSource: { email: string; documentId: string };
  let found: Record<string, number | boolean>;

  const createPerson = async () => {
    const email = newEmail();
    await other.create({ email, username: email.split('@')[0], name: 'Fern', password: PASSWORD });
    expect((await logIn(app, { connection: 'legacy', identifier: email })).status).toBe(200);
    const { documentId } = await getProfileByEmail(app, email);
    return { email, documentId };
  };

  beforeAll(async () => {
    other = createOtherDatabase();
    app = await startStrapi({
      env: { ...other.env, USER_PROFILE_CONFIG: '{"reconcile":{"onStart":false}}' },
    });
    [kept, deletedByApi, deletedBySql] = [
      await registerAccount(app),
      await registerAccount(app),
      await registerAccount(app),
    ];
    ofSource = await createPerson();
    const token = await getFullAccessToken(app);
    await app.restart({ USER_PROFILE_ENABLED: 'false' });
    const { status } = await app.request('DELETE', `/api/users/${deletedByApi.id}`, { token });
    expect(status).toBe(200);
    await app.restart({ USER_PROFILE_ENABLED: 'true' });
    await app.database.remove(UIDS.account, { id: deletedBySql.id });
    await app.database.remove(UIDS.account, { email: ofSource.email });
    found = await reconcile(app);
  });

  afterAll(async () => {
    await app?.stop();
    await other?.drop();
  });

  const idOf = async (account: Account) => (await getProfile(app, account)).documentId;

  const findMissing = async (isMissing: boolean) => {
    const { body } = await getUsers(app, { 'filters[account_missing][$eq]': String(isMissing) });
    return { ids: body.data.map((user: Profile) => user.documentId).sort(), meta: body.meta };
  };

  it('are found by the sync once and by the filter, and are marked in the list', async () => {
    expect(found).toMatchObject({ ran: true, detached: 3, account_missing: 3 });
    expect(await reconcile(app)).toMatchObject({ detached: 0, account_missing: 0, created: 0 });
    const ids = [await idOf(deletedByApi), await idOf(deletedBySql), ofSource.documentId].sort();
    const missing = await findMissing(true);
    expect(missing.ids).toEqual(ids);
    expect([...missing.meta.account_missing].sort()).toEqual(ids);
    const others = await findMissing(false);
    expect(others.ids).toEqual([await idOf(kept)]);
    expect(others.meta.account_missing).toEqual([]);
  });

  it('keep profile and history, and offer no action that needs the account', async () => {
    const id = userIdOf(deletedByApi);
    const { data, meta } = await getUser(app, id);
    expect(meta.account_missing).toBe(true);
    expect([...meta.actions].sort()).toEqual(['delete', 'edit-metadata', 'edit-profile']);
    expect((await getEvents(app, data.documentId)).map(({ type }) => type)).toContain('ss');
    expect((await getUser(app, userIdOf(kept))).meta.account_missing).toBe(false);
  });

  it.each([
    ['POST', '/block', undefined],
    ['PUT', '/password', { data: { password: NEW_PASSWORD } }],
    ['POST', '/password-reset', undefined],
    ['POST', '/verification-email', undefined],
  ] as const)('get a 400 that names the reason for %s %s', async (method, path, body) => {
    const response = await callAdmin(app, method, userPath(userIdOf(deletedBySql), path), body);
    expect([response.status, response.body.error.message]).toEqual([
      400,
      'The account of this user was deleted',
    ]);
  });

  it('cannot log in through their source, with a text that does not claim a block', async () => {
    const { status, body } = await logIn(app, { connection: 'legacy', identifier: ofSource.email });
    expect([status, body.error.message]).toEqual([
      400,
      'The account of this user no longer exists',
    ]);
    const [newest] = await getNewestEvents(app, 1);
    expect(newest).toMatchObject({ type: 'f', details: { reason: 'account_missing' } });
  });

  it('can be linked to a user with an account, who can then log in', async () => {
    const primary = await getProfile(app, deletedBySql);
    const { documentId } = await getProfileByEmail(app, kept.email);
    const linked = await callAdmin(app, 'POST', userPath(primary.documentId, '/identities'), {
      data: { secondary_user: documentId },
    });
    expect(linked.status).toBe(201);
    expect((await getUser(app, primary.documentId)).meta.account_missing).toBe(false);
    expect((await findMissing(false)).ids).toEqual([primary.documentId]);
    expect((await logIn(app, { identifier: kept.email, password: kept.password })).status).toBe(
      200
    );
  });

  it('get their account back if it comes back with its id', async () => {
    const { email, username, documentId } = deletedByApi;
    await createAccountRow(app, { email, username, provider: 'local', documentId });
    expect(await reconcile(app)).toMatchObject({ created: 0, account_missing: 0 });
    expect((await getUser(app, userIdOf(deletedByApi))).meta).toMatchObject({
      account_missing: false,
      actions: expect.arrayContaining(['block', 'change-password']),
    });
    expect((await findMissing(true)).ids).toEqual([ofSource.documentId]);
  });

  it('can be deleted in bulk, with the event of a deletion', async () => {
    const { operation } = await runBulk(app, { action: 'delete', ids: [ofSource.documentId] });
    expect(operation).toMatchObject({ done: 1, failed: 0 });
    expect((await findMissing(true)).ids).toEqual([]);
    const events = await app.database.rows(UIDS.event, { profile: ofSource.documentId });
    expect(events.map(({ type }) => type)).toContain('sdu');
  });
});
