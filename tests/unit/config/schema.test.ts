import fs from 'node:fs';
import path from 'node:path';

import { z } from '@strapi/utils';

import { configSchema } from '../../../plugins/user-profile/server/src/config/schema';
import { updateConfigurationPage } from '../../../scripts/openapi/configuration.mjs';

const PAGE = path.join(__dirname, '..', '..', '..', 'docs', 'configuration.md');

const problemsOf = (config: object): string[] =>
  (configSchema.safeParse(config).error?.issues ?? []).map(
    ({ path: where, message }) => `${where.join('.')}: ${message}`
  );

describe('the schema of the configuration', () => {
  it.each([
    [{ geo: { databasePath: 5 } }, 'geo.databasePath: must be the path of a .mmdb file'],
    [{ accounts: { trustConfirmed: 'yes' } }, "accounts.trustConfirmed: must be 'auto', true"],
    ...['shop.example.com', 'localhost:3000', ''].map((origin): [object, string] => [
      { applications: [{ client_id: 'shop', name: 'Shop', origins: [origin] }] },
      'applications.0.origins.0: must be an origin such as https://shop.example.com',
    ]),
    ...['http://auth.internal', 'auth.internal/', '*.internal', '::1', '10.0.0.0/8', ''].map(
      (host): [object, string] => [
        { sources: { allowedPrivateHosts: [host] } },
        'sources.allowedPrivateHosts.0: must be a host such as auth.internal',
      ]
    ),
  ])('says what %j must be instead', (config, problem) => {
    expect(problemsOf(config)).toEqual([expect.stringContaining(problem)]);
  });

  it.each([
    ['hosts', { sources: { allowedPrivateHosts: ['Auth.internal', '10.0.0.1:4000', '[::1]:80'] } }],
    [
      'origins of apps',
      { applications: [{ client_id: 'a', name: 'A', origins: ['capacitor://localhost'] }] },
    ],
  ])('accepts %s', (_kind, config) => {
    expect(problemsOf(config)).toEqual([]);
  });
});

describe('docs/configuration.md', () => {
  const page = fs.readFileSync(PAGE, 'utf8');

  it('lists every setting with its current default and description (npm run openapi)', () => {
    expect(page).toBe(updateConfigurationPage(page, configSchema));
  });

  it('has a table that follows a changed default', () => {
    const retention = z.strictObject({ days: z.number().default(31).describe('x') }).prefault({});
    const changed = configSchema.extend({ retention });
    expect(updateConfigurationPage(page, changed)).toContain('| `retention.days` | `31` |');
  });

  it('cannot be generated without its markers', () => {
    expect(() => updateConfigurationPage('# Configuration', configSchema)).toThrow('config:begin');
  });
});
