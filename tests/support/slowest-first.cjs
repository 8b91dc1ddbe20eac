const Sequencer = require('@jest/test-sequencer').default;

/**
 * The slowest files, the slowest first. Without the times of an earlier run, Jest starts with the longest files:
 * one of these would begin last, and the other worker would wait for it.
 */
const SLOWEST = [
  'site/bad-days',
  'security/fuzz',
  'sessions/logins-in-flight',
  'imports/import-resume',
  'imports/import-formats',
  'security/short-errors',
  'security/email-proof',
  'site/transfer',
  'users/users-bulk-resume',
  'security/content-api-permissions',
  'security/cost-of-bad-requests',
  'security/admin-permissions',
  'site/command-export',
  'security/imported-password-leaks',
  'imports/round-trip',
  'login/imported-passwords-races',
  'security/app-metadata-leaks',
  'login/oidc',
  'openapi/openapi',
  'site/back-fill',
  'security/unknown-input',
  'users/users-bulk-selection',
  'users/account-fields-plans',
  'users/users-plans',
  'events/daily-counts-instances',
  'sessions/sessions',
  'browser/accessibility',
  'browser/site-with-fields',
  'browser/layout',
  'browser/overview',
  'browser/imports-states',
  'browser/imports',
  'browser/users-list',
  'browser/waiting',
  'browser/page-loading',
  'browser/user-header',
  'browser/legibility',
  'browser/linking',
  'browser/connections-looks',
  'browser/connections-create-user',
  'browser/demo',
];

const rank = ({ path }) => {
  const index = SLOWEST.findIndex((name) => path.endsWith(`/${name}.test.ts`));
  return index < 0 ? SLOWEST.length : index;
};

module.exports = class SlowestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
};
