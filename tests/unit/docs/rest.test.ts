import fs from 'node:fs';
import path from 'node:path';

import createRoutes from '../../../plugins/user-profile/server/src/routes/content-api';

const page = fs.readFileSync(path.resolve(__dirname, '../../../docs/rest.md'), 'utf8');
const [, grants] = /\n\*\*Grants\.\*\* (.*)\n/.exec(page) ?? [];

describe('the grants in docs/rest.md', () => {
  it('list every action of the routes under /me', () => {
    const listed = [...(grants ?? '').matchAll(/`(me[-.][\w.-]+)`/g)].map(([, action]) => action);
    const actions = createRoutes()
      .routes.filter(({ path: route }) => /^\/me(\/|$)/.test(route))
      .map(({ handler }) => handler);
    expect(listed.sort()).toEqual(actions.sort());
  });
});
