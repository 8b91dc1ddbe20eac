import fs from 'node:fs';
import path from 'node:path';

import { root } from './paths.mjs';

const folder = path.join(root, 'tests', 'integration');

/**
 * No SQL of the plugin decides what these files test: input that is rejected before a query, permissions,
 * documents that are generated, headers and proxies, requests to other services, emails, events, and which code
 * runs. Their routes also run on the other databases, in the fuzzer and in the files of each topic; what happens in
 * parallel is there too.
 */
const ON_SQLITE_ONLY = [
  'connections/connection-custom-database',
  'connections/connection-own-strategy',
  'connections/connection-web-service',
  'connections/connections',
  'connections/connections-config',
  'connections/connections-manage',
  'connections/connections-secrets',
  'connections/connections-words',
  'events/event-paths',
  'events/hub',
  'events/role-changes',
  'events/signals',
  'imports/import-auth0',
  'imports/import-command',
  'imports/import-pace',
  'imports/import-rest',
  'linking/linking-me',
  'login/email-code-input',
  'login/login-hooks',
  'login/login-hooks-failures',
  'login/login-path',
  'login/oidc',
  'login/oidc-deviations',
  'login/password-reset',
  'login/source-data',
  'me/own-profile-grants',
  'openapi/openapi',
  'openapi/openapi-strapi',
  'openapi/rest-docs',
  'security/admin-permissions',
  'security/app-metadata-boundary',
  'security/app-metadata-leaks',
  'security/bad-input',
  'security/browser-mark',
  'security/client-networks',
  'security/content-api-permissions',
  'security/cost-of-bad-requests',
  'security/csv-cells',
  'security/email-proof',
  'security/imported-password-leaks',
  'security/invitation-tokens',
  'security/mcp',
  'security/request-limits',
  'security/short-errors',
  'security/unknown-input',
  'security/unknown-proxy',
  'sessions/sessions-legacy-clocks',
  'site/command-export',
  'site/configuration',
  'site/content-api',
  'site/demo',
  'site/docs-examples',
  'site/health',
  'site/metrics',
  'site/plugin-health',
  'users/account-fields-changes',
  'users/invitations',
  'users/mail',
  'users/metadata-schema',
];

/**
 * The commands of Strapi assign new ids on every database. The fuzzer sends random requests to all routes, which
 * all other files test on SQLite. Killed imports and bulk operations continue by the code of other jobs, which are
 * killed on SQLite too. First logins and imports write values of all types, which PostgreSQL checks and SQLite does
 * not. The others are about several servers or transactions on one database: on SQLite they skip their tests, or
 * their requests wait for its single connection.
 */
const NOT_ON_SQLITE = [
  'events/daily-counts-instances',
  'imports/import-formats',
  'imports/import-resume',
  'linking/linking-automatic',
  'login/first-login-fields',
  'login/imported-passwords-races',
  'security/fuzz',
  'sessions/logins-in-flight',
  'sessions/sessions-two-instances',
  'site/back-fill-plans',
  'site/bad-days',
  'site/transfer',
  'users/users-bulk-resume',
];

/**
 * What MariaDB does differently from PostgreSQL and SQLite: it compares texts, looks up rows, orders, locks, sees
 * what others have committed, and ignores conflicts in other ways, and stores JSON and times as other types.
 * Commands of Strapi and imports write to tables past the code that other files test.
 */
const ON_MARIADB = [
  'connections/connections-delete',
  'events/daily-counts-instances',
  'events/history-search',
  'events/log-follow',
  'events/log-search',
  'imports/import-formats',
  'imports/import-guards',
  'imports/import-passwords',
  'imports/import-resume',
  'imports/round-trip',
  'linking/linking',
  'linking/linking-races',
  'login/capture',
  'login/email-code',
  'login/imported-passwords-races',
  'login/login-queries',
  'login/provider-profiles',
  'me/me-erasure',
  'security/brute-force',
  'security/email-spellings',
  'security/hostile-input',
  'sessions/device-sessions',
  'sessions/sessions',
  'sessions/sessions-two-instances',
  'site/back-fill',
  'site/existing-site',
  'site/faults',
  'site/missing-accounts',
  'site/schema',
  'site/status',
  'site/transfer',
  'users/account-fields-list',
  'users/account-fields-values',
  'users/saved-views',
  'users/users-bulk',
  'users/users-bulk-resume',
  'users/users-cursor',
  'users/users-edit',
  'users/users-list',
  'users/users-roles',
  'users/users-search',
  'users/users-text',
];

const fileOf = (name) => `${name}.test.ts`;

/** @returns the listed names, or an error if a file was renamed or removed */
const existing = (names) => {
  const missing = names.filter((name) => !fs.existsSync(path.join(folder, fileOf(name))));
  if (missing.length > 0) {
    throw new Error(`scripts/lib/integration-files.mjs names missing files: ${missing.join(', ')}`);
  }
  return names;
};

const allNames = () =>
  fs
    .readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -'.test.ts'.length).split(path.sep).join('/'));

const LEFT_OUT = {
  sqlite: () => existing(NOT_ON_SQLITE),
  postgres: () => existing(ON_SQLITE_ONLY),
  mariadb: () => {
    const wanted = new Set(existing(ON_MARIADB));
    return allNames().filter((name) => !wanted.has(name));
  },
};

/**
 * The test files that are left out on a database if the tests run on several: their outcome does not depend on
 * it. With one database, all files run there.
 *
 * @returns patterns for the option testPathIgnorePatterns of Jest
 */
export const filesLeftOut = (database) =>
  LEFT_OUT[database]().map((name) => `/integration/${name}\\.test\\.ts$`);
