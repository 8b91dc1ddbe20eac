import {
  CallToolResultSchema,
  InitializeResultSchema,
  ListToolsResultSchema,
} from '@modelcontextprotocol/core';

import { ADMIN_ACTIONS } from '../../../plugins/user-profile/shared/constants';
import { DAY_MS } from '../../../plugins/user-profile/shared/durations';
import { type AdminAction, createAdminToken } from '../../support/admins';
import { createApiToken } from '../../support/api-tokens';
import { UIDS } from '../../support/database';
import { createMcpClient, REVISION } from '../../support/mcp';
import { getDevices, getEvents } from '../../support/profiles';
import { createRole, getRole, shownRole } from '../../support/roles';
import {
  ACCEPTED,
  createAccountWithTokens,
  getTokenStatuses,
  mustLogIn,
  REJECTED,
} from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getUser, newEmail } from '../../support/users';
import { waitForEqual } from '../../support/wait';

const A = ADMIN_ACTIONS;

interface ToolCase {
  tool: string;
  action: string;
  /** The arguments besides the id of a user; null if the tool takes none. */
  args: object | null;
}

const TOOLS: ToolCase[] = [
  { tool: 'list_users', action: A.readUsers, args: null },
  { tool: 'get_user', action: A.readUsers, args: {} },
  { tool: 'list_devices', action: A.readDevices, args: {} },
  { tool: 'list_events', action: A.readEvents, args: {} },
  { tool: 'list_locations', action: A.readEvents, args: {} },
  { tool: 'block_user', action: A.blockUsers, args: {} },
  { tool: 'unblock_user', action: A.blockUsers, args: {} },
  { tool: 'list_roles', action: A.readUsers, args: null },
  { tool: 'assign_role', action: A.assignRoles, args: { role: 'authenticated' } },
  { tool: 'unlink_device', action: A.unlinkDevices, args: { device_id: 'phone' } },
];

const ACTIONS = [...new Set(TOOLS.map(({ action }) => action))];

type Client = ReturnType<typeof createMcpClient>;
type User = Awaited<ReturnType<typeof createAccountWithTokens>> & { id: string };

const call = (client: Client, tool: string, args: object) =>
  client.callTool(`user_profile_${tool}`, args);

describe('the MCP tools', () => {
  let app: TestStrapi;
  let user: User;
  let tokens = 0;

  const createUser = async (): Promise<User> => {
    const created = await createAccountWithTokens(app);
    const { data } = await getUser(app, created.userId);
    return { ...created, id: data.documentId };
  };

  const createToken = (...actions: AdminAction[]) => {
    tokens += 1;
    return createAdminToken(app, `Assistant ${tokens}`, actions);
  };

  const createClient = async (...actions: AdminAction[]) =>
    createMcpClient(app, await createToken(...actions));

  /** The actor of events of the token that was created last. */
  const getActor = async () => `${(await app.createAdmin()).email} (token Assistant ${tokens})`;

  const argsFor = ({ args }: ToolCase, id: string) => (args ? { id, ...args } : {});

  beforeAll(async () => {
    app = await startStrapi({ env: { MCP: 'true' } });
    user = await createUser();
  });

  afterAll(() => app?.stop());

  it('are offered to admin tokens only', async () => {
    const apiToken = await createApiToken(app, 'full-access');
    for (const token of ['', 'unknown', apiToken.token, await app.adminToken()]) {
      await expect(createMcpClient(app, token).listTools()).rejects.toThrow('401');
    }
  });

  it.each(ACTIONS)('are listed and callable with the permission %s only', async (action) => {
    const client = await createClient(action);
    const listed = (await client.listTools()).map(({ name }) => name).sort();
    const allowed = TOOLS.filter((each) => each.action === action);
    expect(listed).toEqual(allowed.map(({ tool }) => `user_profile_${tool}`).sort());

    for (const each of TOOLS) {
      const result = call(client, each.tool, argsFor(each, user.id));
      if (allowed.includes(each)) {
        expect(await result).toMatchObject({ isError: false, content: expect.any(Object) });
      } else {
        await expect(result).rejects.toThrow(`user_profile_${each.tool} disabled`);
      }
    }
  });

  it('are offered and called in the session of a client, with results that the MCP schemas accept', async () => {
    const { send, notify } = await createClient(A.readUsers);
    const session = InitializeResultSchema.parse(
      await send('initialize', {
        protocolVersion: REVISION,
        capabilities: {},
        clientInfo: { name: 'tests', version: '1.0.0' },
      })
    );
    expect(session).toMatchObject({ protocolVersion: REVISION, capabilities: { tools: {} } });
    expect(await notify('notifications/initialized')).toBe(202);

    const { tools } = ListToolsResultSchema.parse(await send('tools/list', {}));
    expect(tools.map(({ name }) => name)).toContain('user_profile_get_user');
    const call = { name: 'user_profile_get_user', arguments: { id: user.id } };
    const result = CallToolResultSchema.parse(await send('tools/call', call));
    expect(result.structuredContent).toMatchObject({ data: { documentId: user.id } });
  });

  it('are not listed without a permission of the plugin', async () => {
    expect(await (await createClient()).listTools()).toEqual([]);
  });

  describe('with every permission', () => {
    let client: Client;

    beforeAll(async () => {
      client = await createClient(...ACTIONS);
    });

    it.each(TOOLS.filter(({ args }) => args))(
      'reject the id of an unknown user for $tool',
      async (each) => {
        for (const unknown of ['unknown', 'local|unknown']) {
          expect(await call(client, each.tool, argsFor(each, unknown))).toMatchObject({
            isError: true,
            text: 'There is no user with this id',
          });
        }
      }
    );

    it.each(TOOLS)('reject an unknown argument of $tool', async (each) => {
      const result = await call(client, each.tool, { ...argsFor(each, user.id), x: 1 });
      expect(result).toMatchObject({
        isError: true,
        text: expect.stringContaining('Unrecognized key: "x"'),
      });
    });

    it.each([
      ['list_users', { pagination: { pageSize: 101 } }, 'pagination.pageSize: Too big'],
      ['list_users', { sort: 'password' }, 'sort: must be one of name, email'],
      ['list_users', { filters: { blocked: 'maybe' } }, 'filters.blocked'],
      ['list_users', { _q: '\ud800' }, '_q: Text must be well-formed Unicode'],
      ['get_user', {}, 'id: Invalid input'],
      ['list_devices', { id: 'x', pagination: { pageSize: 101 } }, 'pagination.pageSize: Too big'],
      ['list_events', { id: 'x', pagination: { pageSize: 101 } }, 'pagination.pageSize: Too big'],
      ['list_events', { id: 'x', filters: { type: { $in: ['x'] } } }, 'filters.type.$in.0'],
      ['list_locations', { id: 'x', filters: { date: { $gte: 'x' } } }, 'filters.date.$gte'],
      ['unlink_device', { id: 'x' }, 'device_id: Invalid input'],
    ])('reject bad arguments of %s: %j', async (tool, args, text) => {
      expect(await call(client, tool, args)).toMatchObject({
        isError: true,
        text: expect.stringContaining(text),
      });
    });

    it('return what the admin API returns', async () => {
      const { id, userId, account } = await createUser();
      const { content, text } = await call(client, 'get_user', { id });
      expect(content).toEqual(await getUser(app, id));
      expect(JSON.parse(text)).toEqual(content);

      const fields = { id, fields: ['email'] };
      expect((await call(client, 'get_user', fields)).content.data).toEqual({
        documentId: id,
        user_id: userId,
        email: account.email,
      });

      const search = { _q: account.email, pagination: { pageSize: 1 } };
      expect((await call(client, 'list_users', search)).content).toMatchObject({
        data: [{ documentId: id }],
        meta: { pagination: { total: 1, pageSize: 1 } },
      });
      expect((await call(client, 'list_devices', { id })).content.data).toEqual(
        await getDevices(app, id)
      );
      expect((await call(client, 'list_events', { id })).content.data).toMatchObject(
        await getEvents(app, id)
      );
      expect((await call(client, 'list_locations', { id })).content.meta).toMatchObject({
        unknown: 2,
      });
    });

    it('end the sessions of a user to block and record the token as actor', async () => {
      const { id, tokens: ended } = await createUser();
      const actor = await getActor();
      const until = new Date(Date.now() + DAY_MS).toISOString();

      const blocked = await call(client, 'block_user', { id, reason: 'Spam', until });
      expect(blocked.content.data).toMatchObject({ documentId: id, blocked: true });
      expect((await getEvents(app, id))[0]).toMatchObject({
        type: 'sapi',
        actor,
        ip: '127.0.0.1',
        details: { operation: 'block-user', block_reason: 'Spam', until },
      });
      const [row] = await app.database.rows(UIDS.user, { document_id: id });
      expect(row.block_reason).toBe('Spam');
      expect(row.blocked_until).not.toBeNull();
      expect(await getTokenStatuses(app, ended)).toEqual(REJECTED);

      const unblocked = await call(client, 'unblock_user', { id });
      expect(unblocked.content.data.blocked).toBe(false);
      expect((await getEvents(app, id))[0]).toMatchObject({
        actor,
        details: { operation: 'unblock-user' },
      });
    });

    it('change the role of a user and record both roles and the token as actor', async () => {
      const { id } = await createUser();
      const from = shownRole(await getRole(app, 'authenticated'));
      const to = shownRole(await createRole(app, 'Editor'));

      const assigned = await call(client, 'assign_role', { id, role: 'editor' });
      expect(assigned.content.data).toMatchObject({ documentId: id, role: to });
      expect((await getEvents(app, id))[0]).toMatchObject({
        type: 'sapi',
        actor: await getActor(),
        details: { operation: 'change-role', from, to },
      });
      const search = { filters: { role: { type: { $eq: 'editor' } } } };
      expect((await call(client, 'list_users', search)).content.data).toMatchObject([
        { documentId: id, role: to },
      ]);
      expect(await call(client, 'assign_role', { id, role: 'unknown' })).toMatchObject({
        isError: true,
        text: expect.stringContaining('role'),
      });
    });

    it('end the sessions of a device to unlink and record the token as actor', async () => {
      const { id, account, tokens: ended } = await createUser();
      const laptop = await mustLogIn(app, account, 'laptop');

      const args = { id, device_id: 'phone' };
      expect((await call(client, 'unlink_device', args)).content).toEqual({
        data: { device_id: 'phone' },
      });
      expect((await getEvents(app, id))[0]).toMatchObject({
        actor: await getActor(),
        details: { operation: 'unlink-device', device_id: 'phone' },
      });
      expect(await getTokenStatuses(app, ended)).toEqual(REJECTED);
      expect(await getTokenStatuses(app, laptop)).toEqual(ACCEPTED);
      expect(await call(client, 'unlink_device', args)).toMatchObject({
        isError: true,
        text: 'This user has no such device',
      });
    });
  });

  it('return app_metadata only to tokens that may read users', async () => {
    const { id, account } = user;
    await app.database.update(UIDS.user, { document_id: id }, { app_metadata: { plan: 'gold' } });
    const reader = await createClient(A.readUsers, A.blockUsers);
    const blocker = await createClient(A.blockUsers);
    const app_metadata = { plan: 'gold' };

    const list = await call(reader, 'list_users', { _q: account.email });
    expect(list.content.data[0]).toMatchObject({ app_metadata });
    expect((await call(reader, 'get_user', { id })).content.data).toMatchObject({ app_metadata });
    for (const tool of ['block_user', 'unblock_user']) {
      expect((await call(reader, tool, { id })).content.data).toMatchObject({ app_metadata });
      expect((await call(blocker, tool, { id })).text).not.toMatch(/app_metadata|gold/);
    }
  });

  it.each(['/mcp', '/MCP/'])('of the Content Manager name the token as actor at %s', async (at) => {
    const { id, account } = user;
    const subject = UIDS.account;
    const properties = { fields: ['email'] };
    const explore = (name: string) => `plugin::content-manager.explorer.${name}`;
    const token = await createToken(
      { action: explore('read'), subject, properties },
      { action: explore('update'), subject, properties }
    );
    const client = createMcpClient(app, token, at);
    const email = newEmail();
    const { isError } = await client.callTool('update_plugin-users-permissions_user', {
      documentId: account.documentId,
      data: { email },
    });
    expect(isError).toBe(false);
    // Tools of Strapi respond before the event is written.
    const readLatest = async () => {
      const [{ type, actor, details }] = await getEvents(app, id);
      return { type, actor, to: details.to };
    };
    await waitForEqual(readLatest, { type: 'sce', actor: await getActor(), to: email });
  });
});
