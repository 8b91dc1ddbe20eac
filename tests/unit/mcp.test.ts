import fs from 'node:fs';
import path from 'node:path';

import type { Core } from '@strapi/types';

import { registerMcpTools } from '../../plugins/user-profile/server/src/integration/mcp';
import { TOOLS } from '../../plugins/user-profile/server/src/integration/mcp/tools';

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
    const error = jest.fn();
    const strapi = {
      log: { error },
      requestContext: { get: () => ({ state: {} }) },
      plugin: () => ({
        service: () => ({
          find: () => Promise.reject(new Error('select * from "secret"')),
          settleRequest: () => Promise.resolve(),
        }),
      }),
    } as unknown as Core.Strapi;
    const [listUsers] = TOOLS;
    const context = {} as Parameters<typeof listUsers.createHandler>[1];
    expect(await listUsers.createHandler(strapi, context)({ args: {} })).toEqual({
      content: [{ type: 'text', text: 'Internal Server Error' }],
      isError: true,
    });
    expect(error).toHaveBeenCalledWith(new Error('select * from "secret"'));
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
