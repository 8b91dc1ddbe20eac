import fs from 'node:fs';
import path from 'node:path';

import { OWN_PROFILE_ACTIONS } from '../../../plugins/user-profile/server/src/integration/own-profile-grants';
import createRoutes from '../../../plugins/user-profile/server/src/routes/content-api';
import { ADMIN_ACTIONS } from '../../../plugins/user-profile/shared/constants';
import {
  readPermissionReference,
  updatePermissionsPage,
} from '../../../scripts/openapi/permissions.mjs';
import { openApiDocument } from '../../support/openapi/document';

const ROOT = path.resolve(__dirname, '../../..');
const page = fs.readFileSync(path.join(ROOT, 'docs/permissions.md'), 'utf8');

const load = (file: string): object =>
  jest.requireActual(path.join(ROOT, 'plugins/user-profile', file));

describe('docs/permissions.md', () => {
  const document = openApiDocument();
  const reference = readPermissionReference(load, document);

  it('has the tables of the code (npm run openapi)', () => {
    expect(page).toBe(updatePermissionsPage(page, reference));
  });

  it('lists every permission of admins', () => {
    for (const action of Object.values(ADMIN_ACTIONS)) {
      expect(page).toContain(`| \`${action}\` |`);
    }
  });

  it('lists the action of every route that needs one', () => {
    const actions = Object.values(document.paths).flatMap((item) =>
      Object.values(item).flatMap((operation) => operation['x-strapi-permission'] ?? [])
    );
    expect(actions.length).toBeGreaterThan(50);
    for (const action of actions) {
      expect(page).toContain(`| \`${action.replace('plugin::user-profile.', '')}\` |`);
    }
  });

  it('is right that all actions under /me are granted', () => {
    const actions = createRoutes()
      .routes.filter(({ path: route }) => /^\/me(\/|$)/.test(route))
      .map(({ handler }) => `plugin::user-profile.${handler}`);
    expect([...OWN_PROFILE_ACTIONS].sort()).toEqual(actions.sort());
  });
});
