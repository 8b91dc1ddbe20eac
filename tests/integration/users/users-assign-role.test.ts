import { ADMIN_ACTIONS } from '../../../plugins/user-profile/shared/constants';
import type { LogEvent } from '../../../plugins/user-profile/shared/contracts/events';
import { type Account, registerAccount } from '../../support/accounts';
import { callAdmin, mustCall } from '../../support/admin-api';
import { createAdminUser } from '../../support/admins';
import { actionOf, createApiToken, getApiToken } from '../../support/api-tokens';
import { createUserWithRole } from '../../support/authorization/callers';
import { runBulk, startBulk } from '../../support/bulk';
import { UIDS } from '../../support/database';
import { mustLink, mustUnlink } from '../../support/linking';
import { getEvents, reconcile } from '../../support/profiles';
import { createRole, deleteRole, getRole, type Role, shownRole } from '../../support/roles';
import { runInServer, SERVER_CODE } from '../../support/run-in-server';
import { createAccountWithTokens, refresh } from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getProfile, getUser, problemPaths, userIdOf, userPath } from '../../support/users';

const API = '/api/user-profile';

describe('assigning a role', () => {
  let app: TestStrapi;
  let account: Account;
  let id: string;
  let authenticated: Role;
  let editor: Role;

  beforeAll(async () => {
    app = await startStrapi({ env: SERVER_CODE });
    authenticated = await getRole(app, 'authenticated');
    editor = await createRole(app, 'Editor');
  });

  afterAll(() => app?.stop());

  beforeEach(async () => {
    account = await registerAccount(app);
    id = userIdOf(account);
  });

  const assign = (role: unknown, to = id) =>
    callAdmin(app, 'PUT', userPath(to, '/role'), { data: { role } });

  const assignByToken = (token: string | undefined, body: unknown, to = id) =>
    app.request('PUT', `${API}${userPath(to, '/role')}`, { token, body });

  const roleOf = async (of = account) => (await getProfile(app, of)).role;

  const getRoleEvents = async (of = id): Promise<LogEvent[]> =>
    (await getEvents(app, of)).filter(({ details }) => details.operation === 'change-role');

  const getAccountRole = async ({ id: row } = account): Promise<number | undefined> =>
    (await app.database.rows(UIDS.accountRole, { user_id: row }))[0]?.role_id;

  it.each([
    ['documentId', () => editor.documentId],
    ['type', () => editor.type],
  ])('by its %s changes the account, the profile and the history', async (_what, nameOf) => {
    const { status, body } = await assign(nameOf());
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ user_id: id, role: shownRole(editor) });
    expect(await getAccountRole()).toBe(editor.id);
    expect(await roleOf()).toEqual(shownRole(editor));
    expect(await getRoleEvents()).toEqual([
      expect.objectContaining({
        type: 'sapi',
        actor: (await app.createAdmin()).email,
        details: {
          operation: 'change-role',
          from: shownRole(authenticated),
          to: shownRole(editor),
        },
      }),
    ]);
  });

  it('works over REST with a token, which is the actor, and returns the user with an ETag', async () => {
    const handlers = ['users.assignRole', 'users.findOne'];
    const { token, name } = await createApiToken(app, 'custom', handlers);
    const { status, body, headers } = await assignByToken(token, { data: { role: 'editor' } });
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ user_id: id, role: shownRole(editor), app_metadata: {} });
    expect(headers.get('etag')).toBe(`"${body.meta.revision}"`);
    expect(await getRoleEvents()).toEqual([expect.objectContaining({ actor: `token ${name}` })]);
  });

  it('does nothing if the user already has the role', async () => {
    const { updated_at: before } = await getProfile(app, account);
    expect((await assign('authenticated')).status).toBe(200);
    expect(await getRoleEvents()).toEqual([]);
    expect((await getProfile(app, account)).updated_at).toBe(before);
  });

  it('applies to the next request with the same tokens, and ends no session', async () => {
    const articles = { 'api::article': { controllers: { article: { find: { enabled: true } } } } };
    const reader = await createRole(app, 'Reader', articles);
    const outsider = await createRole(app, 'Outsider');
    const { account: user, tokens } = await createAccountWithTokens(app);
    const getStatus = async () =>
      (await app.request('GET', '/api/articles', { token: tokens.jwt })).status;
    await assign(outsider.type, userIdOf(user));
    expect(await getStatus()).toBe(403);
    await assign(reader.type, userIdOf(user));
    expect(await getStatus()).toBe(200);
    expect((await refresh(app, tokens.refreshToken)).status).toBe(200);
  });

  describe('is forbidden', () => {
    const body = { data: { role: 'editor' } };

    it.each([
      ['a full list of other permissions', ['users.update', 'users.setPassword', 'users.create']],
      ['read permissions', ['users.find', 'users.findOne']],
    ])('for a token with %s, and the response names the permission', async (_what, handlers) => {
      const response = await assignByToken(await getApiToken(app, 'custom', handlers), body);
      expect(response.status).toBe(403);
      expect(response.body.error.details.missing_permissions).toEqual([
        actionOf('users.assignRole'),
      ]);
      expect(await roleOf()).toEqual(shownRole(authenticated));
    });

    it('for anonymous clients, and for users about themselves and others', async () => {
      expect((await assignByToken(undefined, body)).status).toBe(403);
      expect((await assignByToken(account.jwt, body)).status).toBe(403);
      const manager = await createUserWithRole(app, ['users.update', 'users.find']);
      expect((await assignByToken(manager.jwt, body)).status).toBe(403);
      expect((await assignByToken(manager.jwt, body, userIdOf(manager))).status).toBe(403);
      expect(await roleOf()).toEqual(shownRole(authenticated));
    });

    it('for admins who may do everything else, also in bulk', async () => {
      const { assignRoles, ...others } = ADMIN_ACTIONS;
      const { token } = await createAdminUser(app, Object.values(others));
      const responses = [
        await app.request('PUT', `/user-profile${userPath(id, '/role')}`, { token, body }),
        await app.request('POST', '/user-profile/users/bulk', {
          token,
          body: { data: { action: 'assign-role', ids: [id], role: 'editor' } },
        }),
      ];
      expect(responses.map(({ status }) => status)).toEqual([403, 403]);
      expect(JSON.stringify(responses[1].body)).toContain(assignRoles);
      expect(await roleOf()).toEqual(shownRole(authenticated));
    });
  });

  it.each<[string, unknown]>([
    ['an unknown role', { data: { role: 'unknown' } }],
    ['the row id of a role', { data: { role: 1 } }],
    ['a role in another letter case', { data: { role: 'EDITOR' } }],
    ['an object', { data: { role: { id: 1 } } }],
    ['null', { data: { role: null } }],
    ['an empty text', { data: { role: '' } }],
    ['a NUL character', { data: { role: 'a\0b' } }],
    ['a text that is too long', { data: { role: 'x'.repeat(256) } }],
    ['no role', { data: {} }],
    ['no data', { role: 'editor' }],
    ['another attribute', { data: { role: 'editor', blocked: false } }],
  ])('returns 400 for %s', async (_what, body) => {
    const token = await getApiToken(app, 'custom', ['users.assignRole']);
    const response = await assignByToken(token, body);
    expect(response.status).toBe(400);
    expect(response.body.error.message).toMatch(/role|data|blocked/);
    expect(await roleOf()).toEqual(shownRole(authenticated));
  });

  it('returns 413 for a body of more than a megabyte, and 400 for a query', async () => {
    const token = await getApiToken(app, 'custom', ['users.assignRole']);
    const big = await assignByToken(token, { data: { role: 'x'.repeat(2 * 1024 * 1024) } });
    expect(big.status).toBe(413);
    const path = `${API}${userPath(id, '/role')}?role=editor`;
    const response = await app.request('PUT', path, { token, body: { data: { role: 'editor' } } });
    expect(response.status).toBe(400);
  });

  it.each(['unknown', 'local|unknown', 'a\0b'])('returns 404 for the user %j', async (user) => {
    expect((await assign('editor', user)).status).toBe(404);
  });

  it('returns 400 for a deleted role', async () => {
    const role = await createRole(app, 'Temporary');
    await deleteRole(app, role);
    for (const name of [role.documentId, role.type]) {
      expect(problemPaths(await assign(name))).toEqual(['role']);
    }
  });

  it('needs the documentId if two roles have the same type', async () => {
    const first = await createRole(app, 'Twin');
    const [{ id: _id, ...row }] = await app.database.rows(UIDS.role, { id: first.id });
    await app.database.insert(UIDS.role, { ...row, document_id: 'twin2', name: 'Twin 2' });
    const { status, body } = await assign('twin');
    expect(status).toBe(400);
    expect(body.error.message).toContain('documentId');
    expect((await assign('twin2')).body.data.role).toEqual({
      documentId: 'twin2',
      name: 'Twin 2',
      type: 'twin',
    });
    await app.database.remove(UIDS.role, { document_id: 'twin2' });
  });

  it('works for a blocked user, who stays blocked', async () => {
    await mustCall(app, 'POST', userPath(id, '/block'));
    expect((await assign('editor')).body.data).toMatchObject({
      blocked: true,
      role: shownRole(editor),
    });
  });

  it('is not available for a user without an account', async () => {
    await app.database.remove(UIDS.account, { id: account.id });
    await reconcile(app);
    const { data, meta } = await getUser(app, id);
    expect(data.role).toBeUndefined();
    expect(meta.actions).not.toContain('assign-role');
    const { status, body } = await assign('editor');
    expect(status).toBe(400);
    expect(body.error.message).toBe('The account of this user was deleted');
  });

  it('changes all accounts of a linked user, so an unlink does not restore a role', async () => {
    const other = await registerAccount(app);
    await mustLink(app, id, userIdOf(other));
    await assign('editor');
    expect(await getAccountRole()).toBe(editor.id);
    expect(await getAccountRole(other)).toBe(editor.id);
    await mustUnlink(app, id, userIdOf(other));
    expect(await roleOf(other)).toEqual(shownRole(editor));
  });

  it('writes no row of other accounts, of which a role may have a million', async () => {
    const [before, after] = [await registerAccount(app), await registerAccount(app)];
    await mustCall(app, 'PUT', userPath(userIdOf(after), '/role'), { data: { role: 'editor' } });
    const others = { user_id: [before.id, after.id] };
    // Strapi numbers the accounts of a role without gaps whenever one leaves it.
    await app.database.update(UIDS.accountRole, others, { user_ord: 5000 });
    const getOthers = () => app.database.rows(UIDS.accountRole, others);
    const expected = await getOthers();
    expect((await assign('editor')).status).toBe(200);
    expect((await assign('authenticated')).status).toBe(200);
    expect(await getOthers()).toEqual(expected);
    expect(await app.database.count(UIDS.accountRole, { user_id: account.id })).toBe(1);
  });

  it('gives a role to an account that has none', async () => {
    await app.database.remove(UIDS.accountRole, { user_id: account.id });
    expect((await assign('editor')).body.data.role).toEqual(shownRole(editor));
    expect(await getAccountRole()).toBe(editor.id);
  });

  it('runs the lifecycles of the site once, with what they add', async () => {
    const events = await runInServer(
      app,
      async (strapi, row, user) => {
        const uid = 'plugin::users-permissions.user';
        const seen: unknown[] = [];
        const readRole = async () =>
          (await strapi.db.query(uid).findOne({ where: { id: row }, populate: ['role'] })).role
            .type;
        const unsubscribe = strapi.db.lifecycles.subscribe({
          models: [uid],
          async beforeUpdate({ params, state }) {
            params.data.confirmationToken = 'added';
            state.role = await readRole();
          },
          async afterUpdate({ params, result, state }) {
            const isNew = new Date(result.updatedAt) > new Date(result.createdAt);
            const { where, data } = params;
            seen.push([where, typeof data.role, state.role, await readRole()]);
            seen.push([result.id, result.confirmationToken, isNew]);
          },
        });
        await strapi.plugin('user-profile').service('user-roles').assign(user, 'editor');
        unsubscribe();
        return seen;
      },
      account.id,
      id
    );
    expect(events).toEqual([
      [{ id: account.id }, 'number', 'authenticated', 'editor'],
      [account.id, 'added', true],
    ]);
  });

  describe('in bulk', () => {
    it('changes each user, reports unknown ones, and records the admin', async () => {
      const other = await registerAccount(app);
      const ids = [id, userIdOf(other), 'unknown'];
      const outcome = await runBulk(app, { action: 'assign-role', ids, role: 'editor' });
      expect(outcome.operation).toMatchObject({ done: 2, unchanged: 0, failed: 1 });
      expect(outcome.failures).toEqual([
        {
          documentId: null,
          user_id: 'unknown',
          reason: expect.stringContaining('no user'),
          code: 'user_not_found',
        },
      ]);
      for (const each of [account, other]) {
        expect(await roleOf(each)).toEqual(shownRole(editor));
        expect(await getRoleEvents(userIdOf(each))).toEqual([
          expect.objectContaining({ actor: (await app.createAdmin()).email }),
        ]);
      }
    });

    it.each([
      ['without a role', { action: 'assign-role' }],
      ['with an unknown role', { action: 'assign-role', role: 'unknown' }],
      ['with a role for another action', { action: 'block', role: 'editor' }],
    ])('returns 400 %s, and changes nothing', async (_what, data) => {
      const response = await startBulk(app, { ...data, ids: [id] });
      expect(response.status).toBe(400);
      expect(problemPaths(response)).toEqual(['role']);
      expect(await getProfile(app, account)).toMatchObject({
        blocked: false,
        role: shownRole(authenticated),
      });
    });
  });

  it('offers all roles by name', async () => {
    const { data } = await mustCall<{ data: Role[] }>(app, 'GET', '/roles');
    expect(data).toContainEqual(shownRole(editor));
    expect(data.map(({ name }) => name)).toEqual(data.map(({ name }) => name).sort());
  });
});
