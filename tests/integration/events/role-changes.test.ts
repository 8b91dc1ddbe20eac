import type { LogEvent } from '../../../plugins/user-profile/shared/contracts/events';
import { type Account, registerAccount } from '../../support/accounts';
import { createApiToken } from '../../support/api-tokens';
import { UIDS } from '../../support/database';
import { getEvents, getProfileByEmail } from '../../support/profiles';
import { runInServer, SERVER_CODE } from '../../support/run-in-server';
import { startStrapi, type TestStrapi } from '../../support/strapi';

interface Role {
  id: number;
  documentId: string;
  name: string;
  type: string;
}

describe('a change of the role of an account', () => {
  let app: TestStrapi;
  let account: Account;
  let authenticated: Role;
  let editor: Role;

  const createRole = async (name: string): Promise<Role> => {
    const { result } = await runInServer(
      app,
      (strapi, role) =>
        strapi.db.query('plugin::users-permissions.role').create({
          data: { name: role, type: role.toLowerCase(), description: '' },
        }),
      name
    );
    return result as Role;
  };

  beforeAll(async () => {
    app = await startStrapi({ env: SERVER_CODE });
    editor = await createRole('Editor');
    const { result } = await runInServer(app, (strapi) =>
      strapi.db
        .query('plugin::users-permissions.role')
        .findOne({ where: { type: 'authenticated' } })
    );
    authenticated = result as Role;
  });

  afterAll(() => app?.stop());

  beforeEach(async () => {
    account = await registerAccount(app);
  });

  const shown = ({ documentId, name, type }: Role) => ({ documentId, name, type });

  const getRoleEvents = async (of = account): Promise<LogEvent[]> => {
    const { documentId } = await getProfileByEmail(app, of.email);
    const events = await getEvents(app, documentId);
    return events.filter(({ details }) => details.operation === 'change-role');
  };

  const expectChange = async (from: Role | null, to: Role | null, actor: string | null) => {
    expect(await getRoleEvents()).toEqual([
      expect.objectContaining({
        type: 'sapi',
        actor,
        details: {
          operation: 'change-role',
          from: from && shown(from),
          to: to && shown(to),
        },
      }),
    ]);
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
    await changeUsers([other.id]);
    expect((await getRoleEvents())[0].details).toMatchObject({ from: shown(editor), to: null });
    expect(await getRoleEvents(other)).toHaveLength(1);
  });

  it('is an event of each user if an admin deletes their role, which moves them to another one', async () => {
    const short = await createRole('Short-lived');
    await runInServer(
      app,
      (strapi, id, role) =>
        strapi.db.query('plugin::users-permissions.user').update({ where: { id }, data: { role } }),
      account.id,
      short.id
    );
    const token = await app.adminToken();
    const { status } = await app.request('DELETE', `/users-permissions/roles/${short.id}`, {
      token,
    });
    expect(status).toBe(200);
    const [deletion] = await getRoleEvents();
    expect(deletion).toMatchObject({
      actor: (await app.createAdmin()).email,
      details: { from: shown(short), to: { type: 'public' } },
    });
  });

  it('is an event of each user if code of the site deletes their role', async () => {
    const short = await createRole('Passing');
    const { error } = await runInServer(
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
    expect(error).toBeUndefined();
    const [deletion] = await getRoleEvents();
    expect(deletion.details).toMatchObject({ from: shown(short), to: null });
  });
});
