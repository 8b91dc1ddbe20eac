import fs from 'node:fs';
import path from 'node:path';

import { z } from '@strapi/utils';

import createAdminRoutes from '../../../plugins/user-profile/server/src/routes/admin';

const page = fs.readFileSync(path.resolve(__dirname, '../../../docs/admin-api.md'), 'utf8');
const [, section] = /\n## Routes\n([\s\S]*?)\n## /.exec(page) ?? [];

interface DocumentedRoute {
  route: string;
  permissions: string;
}

/** Each row of the table lists one or more routes and the permissions that they share. */
const documented: DocumentedRoute[] = (section ?? '')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .flatMap((line) => {
    const cells = line.split(/(?<!\\)\|/);
    const routes = [...cells[1].matchAll(/`(GET|POST|PUT|DELETE) (\/[^`? ]+)/g)];
    return routes.map(([, method, route]) => ({
      route: `${method} ${route}`,
      permissions: cells[2],
    }));
  });

const { routes } = createAdminRoutes();

describe('the table of docs/admin-api.md', () => {
  it('lists every admin route once and no other route', () => {
    const listed = documented.map(({ route }) => route).sort();
    expect(listed).toEqual(routes.map(({ method, path: route }) => `${method} ${route}`).sort());
  });

  it.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
    'names the permissions of %s',
    (name, { config }) => {
      const [, permissions] = config.policies;
      const { actions } = typeof permissions === 'string' ? { actions: [] } : permissions.config;
      const row = documented.find(({ route }) => route === name);
      expect(actions.length).toBeGreaterThan(0);
      for (const action of actions) {
        expect(row?.permissions).toContain(action.split('.').at(-1));
      }
    }
  );
});

/** The text about a route, outside the table: a paragraph that names its method and path. */
const paragraphs = page.replace(section ?? '', '').split('\n\n');

describe('the text of docs/admin-api.md', () => {
  it.each(
    routes.flatMap(({ method, path: route, input }) =>
      input.body instanceof z.ZodObject ? [[`${method} ${route}`, input.body] as const] : []
    )
  )('names every field of the body of %s', (name, body) => {
    const text = paragraphs.filter((each) => each.includes(`\`${name}\``)).join('\n');
    const { data, ...beside } = body.shape;
    const fields = [...Object.keys(beside), ...Object.keys(data.shape)];
    for (const field of fields) {
      expect([field, text]).toEqual([field, expect.stringMatching(new RegExp(`\\b${field}\\b`))]);
    }
  });
});
