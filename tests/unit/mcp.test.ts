import fs from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';

import type { Core } from '@strapi/types';

import { registerMcpTools } from '../../plugins/user-profile/server/src/integration/mcp';
import { TOOLS } from '../../plugins/user-profile/server/src/integration/mcp/tools';

/** A call of the first tool. */
const createCall = (find: () => Promise<unknown>, onSettled = () => {}) => {
  const error = jest.fn();
  const service = () => ({ find, settleRequest: () => setImmediate().then(onSettled) });
  const strapi = {
    log: { error },
    requestContext: { get: () => ({ state: {} }) },
    plugin: () => ({ service }),
  } as unknown as Core.Strapi;
  const [{ createHandler }] = TOOLS;
  const handler = createHandler(strapi, {} as Parameters<typeof createHandler>[1]);
  return { listUsers: () => handler({ args: {} }), error };
};

describe('the MCP tools', () => {
  it('are not registered if the MCP server of Strapi is off', () => {
    const registerTool = jest.fn();
    const mcp = { isEnabled: () => false, registerTool };
    registerMcpTools({ ai: { mcp } } as unknown as Core.Strapi);
    expect(registerTool).not.toHaveBeenCalled();
  });

  it.each([{}, { ai: {} }])('are not registered if Strapi has no MCP server: %j', (strapi) => {
    expect(() => registerMcpTools(strapi as Core.Strapi)).not.toThrow();
  });

  it('do not show the message of an internal error', async () => {
    const secret = new Error('select * from "secret" - no such table');
    const { listUsers, error } = createCall(() => Promise.reject(secret));
    expect(await listUsers()).toEqual({
      content: [{ type: 'text', text: 'Internal Server Error' }],
      isError: true,
    });
    const [[text]] = error.mock.calls;
    expect(text).toMatch(/^\[user-profile\] an MCP tool failed: no such table\n/);
  });

  it('wait for the work after commits, so the next request finds the events', async () => {
    const settled = jest.fn();
    const { listUsers } = createCall(() => Promise.resolve({}), settled);
    await listUsers();
    expect(settled).toHaveBeenCalled();
  });

  it('are listed in docs/mcp.md, with their permissions', () => {
    const page = fs.readFileSync(path.resolve(__dirname, '../../docs/mcp.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `(user_profile_\w+)` \|.*\| ([\w-]+) \|$/gm)];
    expect(rows.map(([, name, permission]) => ({ name, permission }))).toEqual(
      TOOLS.map(({ name, auth }) => ({
        name,
        permission: auth.policies[0].action.split('.').at(-1),
      }))
    );
  });
});
