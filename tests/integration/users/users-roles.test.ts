import type { Profile } from '../../../plugins/user-profile/shared/contracts/users';
import { type Account, registerAccount } from '../../support/accounts';
import { callAdmin, mustCall } from '../../support/admin-api';
import { getApiToken, getFullAccessToken } from '../../support/api-tokens';
import { UIDS } from '../../support/database';
import { createTwoUsers, mustLink, mustUnlink } from '../../support/linking';
import { postUser } from '../../support/logins';
import { getEvents, reconcile } from '../../support/profiles';
import { createRole, getRole, renameRole, type Role, shownRole } from '../../support/roles';
import { runInServer, SERVER_CODE } from '../../support/run-in-server';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import {
  getProfile,
  getUser,
  getUsers,
  problemPaths,
  userIdOf,
  userPath,
} from '../../support/users';

const API = '/api/user-profile';

describe('the role of a user', () => {
  let app: TestStrapi;
  let account: Account;
  let authenticated: Role;
  let editor: Role;
  let auditor: Role;

  beforeAll(async () => {
    app = await startStrapi({ env: SERVER_CODE });
    authenticated = await getRole(app, 'authenticated');
    editor = await createRole(app, 'Editor');
    auditor = await createRole(app, 'Auditor');
  });

  afterAll(() => app?.stop());

  beforeEach(async () => {
    account = await registerAccount(app);
  });

  /** As other code does. */
  const changeRole = async (role: Role, { id } = account): Promise<void> => {
    const token = await getFullAccessToken(app);
    const { status } = await app.request('PUT', `/api/users/${id}`, {
      token,
      body: { role: role.id },
    });
    expect(status).toBe(200);
  };

  /** Past Strapi, which notices nothing. */
  const changeRoleRow = (role: Role, { id } = account): Promise<void> =>
    app.database.update(UIDS.accountRole, { user_id: id }, { role_id: role.id });

  const roleOf = async (of: Pick<Account, 'documentId'> = account) =>
    (await getProfile(app, of)).role;

  const getEmails = async (query: Record<string, string>): Promise<unknown[]> => {
    const { status, body } = await getUsers(app, query);
    expect(status).toBe(200);
    return body.data.map(({ email }: Profile) => email);
  };

  it('is in the response of every route that returns the profile', async () => {
    await changeRole(editor);
    const role = shownRole(editor);
    const id = userIdOf(account);
    const token = await getApiToken(app, 'custom', ['users.find', 'users.findOne']);
    const get = async (path: string, as = token) =>
      (await app.request('GET', API + path, { token: as })).body.data;
    expect((await getUser(app, id)).data.role).toEqual(role);
    expect((await getUsers(app, { _q: account.email })).body.data[0].role).toEqual(role);
    expect((await get(`/users?_q=${account.email}`))[0].role).toEqual(role);
    expect(await get(`/users/${encodeURIComponent(id)}?fields=role`)).toEqual({
      documentId: expect.any(String),
      user_id: id,
      role,
    });
    const [ndjson, csv] = await Promise.all(
      ['ndjson', 'csv'].map((format) =>
        mustCall<string>(app, 'POST', '/users/export', { data: { format, ids: [id] } })
      )
    );
    expect(JSON.parse(ndjson)).toMatchObject({ role });
    expect(csv).toContain(',local,Editor,');
  });

  it('is in the own profile and its export', async () => {
    const own = (path: string) => app.request('GET', API + path, { token: account.jwt });
    const role = shownRole(authenticated);
    expect((await own('/me')).body.data.role).toEqual(role);
    expect((await own('/me/export')).body.data.profile.role).toEqual(role);
  });

  it('filters and sorts the list, also page by page', async () => {
    const editors = [account, await registerAccount(app), await registerAccount(app)];
    for (const each of editors) {
      await changeRole(editor, each);
    }
    const other = await registerAccount(app);
    await changeRole(auditor, other);
    const emails = editors.map(({ email }) => email);
    const byType = await getEmails({ 'filters[role][type][$eq]': 'editor' });
    expect(byType).toEqual(expect.arrayContaining(emails));
    expect(byType).not.toContain(other.email);
    const byId = await getEmails({ 'filters[role][documentId][$in][0]': auditor.documentId });
    expect(byId).toEqual([other.email]);
    const both = {
      'filters[role][type][$in][0]': 'editor',
      'filters[role][type][$in][1]': 'auditor',
    };
    expect(await getEmails(both)).toEqual(expect.arrayContaining([...emails, other.email]));
    expect(await getEmails({ 'filters[role][type][$eq]': 'Editor' })).toEqual([]);
    const none = { ...both, 'filters[role][documentId][$eq]': authenticated.documentId };
    expect(await getEmails(none)).toEqual([]);

    for (const [sort, expected] of [
      ['role:asc', ['auditor', 'authenticated', 'editor']],
      ['role:desc', ['editor', 'authenticated', 'auditor']],
    ] as const) {
      const seen: (string | undefined)[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const page = { sort, 'pagination[cursor]': cursor, 'pagination[pageSize]': '2' };
        const { body } = await getUsers(app, page);
        seen.push(...body.data.map(({ role }: Profile) => role?.type));
        cursor = body.meta.pagination.nextCursor;
      }
      expect(seen).toHaveLength(await app.database.count(UIDS.user));
      expect([...new Set(seen)]).toEqual(expected);
      expect(seen.filter((type, index) => type !== seen[index - 1])).toEqual(expected);
    }
  });

  it.each([
    ['without an operator', { 'filters[role]': 'editor' }],
    ['by the row id', { 'filters[role][id][$eq]': '1' }],
    ['without a value', { 'filters[role][type]': '' }],
    ['by an unknown operator', { 'filters[role][type][$ne]': 'editor' }],
  ])('is no valid filter %s', async (_what, query) => {
    const response = await getUsers(app, query as Record<string, string>);
    expect(response.status).toBe(400);
    expect(problemPaths(response).join()).toContain('filters.role');
  });

  it('has the new name once the role is renamed, and the same type', async () => {
    const role = await createRole(app, 'Guest');
    await changeRole(role);
    await renameRole(app, role, 'Visitor');
    expect(await roleOf()).toEqual({ ...shownRole(role), name: 'Visitor' });
    expect(await getEmails({ 'filters[role][type][$eq]': 'guest' })).toEqual([account.email]);
  });

  it('is found by the new type if code of the site changes the type of the role', async () => {
    const role = await createRole(app, 'Trainee');
    await changeRole(role);
    await runInServer(
      app,
      (strapi, id) =>
        strapi.db
          .query('plugin::users-permissions.role')
          .update({ where: { id }, data: { type: 'apprentice' } }),
      role.id
    );
    expect(await roleOf()).toEqual({ ...shownRole(role), type: 'apprentice' });
    await reconcile(app);
    expect(await getEmails({ 'filters[role][type][$eq]': 'apprentice' })).toEqual([account.email]);
  });

  it('follows changes by SQL with the next sync, and the deletion of its role at once', async () => {
    await changeRoleRow(editor);
    expect(await roleOf()).toEqual(shownRole(authenticated));
    expect(await reconcile(app)).toMatchObject({ updated: 1 });
    expect(await roleOf()).toEqual(shownRole(editor));
    expect(await reconcile(app)).toMatchObject({ updated: 0 });
    const role = await createRole(app, 'Temporary');
    await changeRole(role);
    await app.database.remove(UIDS.role, { id: role.id });
    expect(await roleOf()).toBeUndefined();
    expect(await reconcile(app)).toMatchObject({ updated: 1 });
    const [row] = await app.database.rows(UIDS.user, { user_id: userIdOf(account) });
    expect(row.role).toBeNull();
  });

  it('is missing if its row has no documentId, as one that was inserted by SQL', async () => {
    await app.database.insert(UIDS.role, { name: 'Bare', type: 'bare' });
    const [{ id }] = await app.database.rows(UIDS.role, { type: 'bare' });
    await app.database.update(UIDS.accountRole, { user_id: account.id }, { role_id: id });
    await reconcile(app);
    const [row] = await app.database.rows(UIDS.user, { user_id: userIdOf(account) });
    expect(row.role).toBeNull();
  });

  it('is that of the primary account, and that of the own account again after an unlink', async () => {
    const [kept, other] = await createTwoUsers(app);
    await changeRole(editor, kept.account);
    await changeRole(auditor, other.account);
    await mustLink(app, kept.userId, other.userId);
    expect(await roleOf(kept.account)).toEqual(shownRole(editor));
    await changeRole(authenticated, other.account);
    expect(await roleOf(kept.account)).toEqual(shownRole(editor));
    await mustUnlink(app, kept.userId, other.userId);
    expect(await roleOf(kept.account)).toEqual(shownRole(editor));
    expect(await roleOf(other.account)).toEqual(shownRole(authenticated));
  });

  it('is that of the next account once the primary account is deleted', async () => {
    const [kept, other] = await createTwoUsers(app);
    await changeRole(auditor, other.account);
    await mustLink(app, kept.userId, other.userId);
    const { documentId } = (await getUser(app, kept.userId)).data;
    const token = await getFullAccessToken(app);
    await app.request('DELETE', `/api/users/${kept.account.id}`, { token });
    expect((await getUser(app, documentId)).data.role).toEqual(shownRole(auditor));
  });

  it('is one after changes by two admins at once, with events that lead to it', async () => {
    const roles = [editor, auditor, editor, auditor, editor, auditor];
    const id = userIdOf(account);
    const responses = await Promise.all(
      roles.map(({ type }) =>
        callAdmin(app, 'PUT', userPath(id, '/role'), { data: { role: type } })
      )
    );
    expect(responses.map(({ status }) => status)).toEqual(roles.map(() => 200));
    const last = (await roleOf())?.documentId ?? '';
    expect([editor.documentId, auditor.documentId]).toContain(last);
    const steps = new Map<string, number>();
    const events = await getEvents(app, id);
    for (const { details } of events.filter((event) => event.details.operation === 'change-role')) {
      const { from, to } = details as unknown as Record<'from' | 'to', Role>;
      steps.set(from.documentId, (steps.get(from.documentId) ?? 0) - 1);
      steps.set(to.documentId, (steps.get(to.documentId) ?? 0) + 1);
    }
    // Each event begins with the role in which another one ended.
    const open = [...steps].filter(([, count]) => count !== 0);
    expect(new Map(open)).toEqual(
      new Map([
        [authenticated.documentId, -1],
        [last, 1],
      ])
    );
  });

  it('cannot be set by sign-ups, by users, or with other attributes', async () => {
    const token = await getFullAccessToken(app);
    const id = encodeURIComponent(userIdOf(account));
    const newUser = () => ({ email: `x${Math.random()}@example.com`, password: account.password });
    const calls: [string, string, object, string?][] = [
      ['PUT', `${API}/users/${id}`, { data: { role: 'editor' } }, token],
      ['PUT', `${API}/me`, { data: { role: 'editor' } }, account.jwt],
      [
        'POST',
        `${API}/users`,
        { data: { connection: 'local', ...newUser(), role: editor.documentId } },
        token,
      ],
      ['POST', `${API}/signup`, { connection: 'local', ...newUser(), role: 'editor' }],
    ];
    for (const [method, path, body, as] of calls) {
      const response = await app.request(method, path, { token: as, body });
      expect({ path, status: response.status }).toEqual({ path, status: 400 });
      expect(JSON.stringify(response.body)).toContain('role');
    }
    const fields = { ...newUser(), account_fields: { role: editor.id } };
    expect((await postUser(app, 'local', fields)).status).toBe(400);
    expect(await roleOf()).toEqual(shownRole(authenticated));
  });
});
