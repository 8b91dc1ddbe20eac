const Sequencer = require('@jest/test-sequencer').default;

/**
 * The slowest files, the slowest first. Without the times of an earlier run, Jest starts with the longest files:
 * one of these would begin last, and the other worker would wait for it.
 */
const SLOWEST = [
  'site/bad-days',
  'security/fuzz',
  'site/transfer',
  'sessions/logins-in-flight',
  'security/short-errors',
  'users/users-bulk-resume',
  'security/admin-permissions',
  'security/content-api-permissions',
  'security/email-proof',
  'security/unknown-input',
  'site/back-fill',
  'security/app-metadata-leaks',
  'security/cost-of-bad-requests',
  'sessions/sessions',
  'users/account-fields-plans',
  'users/users-plans',
  'events/daily-counts-instances',
  'browser/accessibility',
  'browser/failures',
  'browser/layout',
  'browser/site-with-fields',
  'browser/connections-create-user',
  'browser/linking',
  'browser/connections-looks',
  'browser/users-list',
  'browser/user-header',
  'browser/user-roles',
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
