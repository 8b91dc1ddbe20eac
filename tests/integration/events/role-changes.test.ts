import type { LogEvent } from '../../../plugins/user-profile/shared/contracts/events';
import { type Account, registerAccount } from '../../support/accounts';
import { createApiToken } from '../../support/api-tokens';
import { UIDS } from '../../support/database';
import { getEvents, getProfileByEmail } from '../../support/profiles';
import { createRole, deleteRole, getRole, type Role, shownRole } from '../../support/roles';
import { runInServer, SERVER_CODE } from '../../support/run-in-server';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getUsers } from '../../support/users';

describe('a change of the role of an account', () => {
  let app: TestStrapi;
  let account: Account;
  let authenticated: Role;
  let editor: Role;

  beforeAll(async () => {
    app = await startStrapi({ env: { ...SERVER_CODE, GRAPHQL: 'true' } });
    editor = await createRole(app, 'Editor');
    authenticated = await getRole(app, 'authenticated');
  });

  afterAll(() => app?.stop());

  beforeEach(async () => {
    account = await registerAccount(app);
  });

  const getRoleEvents = async (of = account): Promise<LogEvent[]> => {
    const { documentId } = await getProfileByEmail(app, of.email);
    const events = await getEvents(app, documentId);
    return events.filter(({ details }) => details.operation === 'change-role');
  };

  /** The role is in the profile, and the list finds the user by it. */
  const expectRole = async (role: Role | null, of = account): Promise<void> => {
    const profile = await getProfileByEmail(app, of.email);
    expect(profile.role).toEqual(role ? shownRole(role) : undefined);
    for (const { documentId } of [authenticated, editor]) {
      const query = { 'filters[role][documentId][$eq]': documentId, _q: of.email };
      const { data } = (await getUsers(app, query)).body;
      expect(data).toHaveLength(documentId === role?.documentId ? 1 : 0);
    }
  };

  const expectChange = async (from: Role | null, to: Role | null, actor: string | null) => {
    expect(await getRoleEvents()).toEqual([
      expect.objectContaining({
        type: 'sapi',
        actor,
        details: {
          operation: 'change-role',
          from: from && shownRole(from),
          to: to && shownRole(to),
        },
      }),
    ]);
    await expectRole(to);
  };

  it('is an event with both roles and the API token that used the route of Users & Permissions', async () => {
    const { token, name } = await createApiToken(app, 'full-access');
    const { status } = await app.request('PUT', `/api/users/${account.id}`, {
      token,
      body: { role: editor.id },
    });
    expect(status).toBe(200);
    await expectChange(authenticated, editor, `token ${name}`);
  });

  it('is an event with both roles and the API token that used GraphQL', async () => {
    const { token, name } = await createApiToken(app, 'full-access');
    const change = `updateUsersPermissionsUser(id: "${account.id}", data: { role: "${editor.id}" })`;
    const { body } = await app.request('POST', '/graphql', {
      token,
      body: { query: `mutation { ${change} { data { role { name } } } }` },
    });
    expect(body).toEqual({
      data: { updateUsersPermissionsUser: { data: { role: { name: editor.name } } } },
    });
    await expectChange(authenticated, editor, `token ${name}`);
  });

  it('is an event with the admin who used the Content Manager', async () => {
    const path = `/content-manager/collection-types/${UIDS.account}/${account.documentId}`;
    const token = await app.adminToken();
    const change = (role: object) => app.request('PUT', path, { token, body: { role } });
    expect((await change({ connect: [], disconnect: [] })).status).toBe(200);
    expect(await getRoleEvents()).toEqual([]);
    const { id, documentId } = editor;
    expect((await change({ connect: [{ id, documentId }], disconnect: [] })).status).toBe(200);
    await expectChange(authenticated, editor, (await app.createAdmin()).email);
  });

  it('is an event without an actor if code of the site used the Document Service', async () => {
    await runInServer(
      app,
      (strapi, documentId, role) =>
        strapi
          .documents('plugin::users-permissions.user')
          .update({ documentId, data: { role: { set: [role] } } as never }),
      account.documentId,
      editor.documentId
    );
    await expectChange(authenticated, editor, null);
  });

  it('is an event if the role is taken away', async () => {
    await runInServer(
      app,
      (strapi, id) =>
        strapi.db
          .query('plugin::users-permissions.user')
          .update({ where: { id }, data: { role: null } }),
      account.id
    );
    await expectChange(authenticated, null, null);
  });

  it('is no event if the role stays, or if the transaction is rolled back', async () => {
    await runInServer(
      app,
      async (strapi, id, same, other) => {
        const users = strapi.db.query('plugin::users-permissions.user');
        await users.update({ where: { id }, data: { role: same } });
        await strapi.db
          .transaction(async () => {
            await users.update({ where: { id }, data: { role: other } });
            throw new Error('undone');
          })
          .catch(() => undefined);
      },
      account.id,
      authenticated.id,
      editor.id
    );
    expect(await getRoleEvents()).toEqual([]);
    await expectRole(authenticated);
  });

  it('is an event of each user if users are added to a role or removed from it', async () => {
    const other = await registerAccount(app);
    const changeUsers = (users: object) =>
      runInServer(
        app,
        (strapi, id, value) =>
          strapi.db
            .query('plugin::users-permissions.role')
            .update({ where: { id }, data: { users: value } }),
        editor.id,
        users
      );
    await changeUsers({ connect: [account.id, { id: other.id }] });
    await expectChange(authenticated, editor, null);
    expect(await getRoleEvents(other)).toHaveLength(1);
    await expectRole(editor, other);
    await changeUsers([other.id]);
    await expectRole(null);
    await expectRole(editor, other);
    expect((await getRoleEvents())[0].details).toMatchObject({ from: shownRole(editor), to: null });
    expect(await getRoleEvents(other)).toHaveLength(1);
  });

  it('is an event of each user if an admin deletes their role, which moves them to another one', async () => {
    const short = await createRole(app, 'Temporary');
    await runInServer(
      app,
      (strapi, id, role) =>
        strapi.db.query('plugin::users-permissions.user').update({ where: { id }, data: { role } }),
      account.id,
      short.id
    );
    await deleteRole(app, short);
    await expectRole(await getRole(app, 'public'));
    const [deletion] = await getRoleEvents();
    expect(deletion).toMatchObject({
      actor: (await app.createAdmin()).email,
      details: { from: shownRole(short), to: { type: 'public' } },
    });
  });

  it('is an event of each user if code of the site deletes their role', async () => {
    const short = await createRole(app, 'Passing');
    await runInServer(
      app,
      async (strapi, id, role, documentId) => {
        await strapi.db
          .query('plugin::users-permissions.user')
          .update({ where: { id }, data: { role } });
        await strapi.documents('plugin::users-permissions.role').delete({ documentId });
      },
      account.id,
      short.id,
      short.documentId
    );
    const [deletion] = await getRoleEvents();
    expect(deletion.details).toMatchObject({ from: shownRole(short), to: null });
    await expectRole(null);
  });
});
