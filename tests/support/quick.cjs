/**
 * Makes a test server faster, and runs no scheduled jobs: its data need not survive a crash of the
 * machine, and its password hashes need not be expensive.
 */

/** The SQLite counterpart of `fsync=off` in PostgreSQL: only a crash of the system loses data. */
const trustTheSystem = (strapi) => {
  const { connection } = strapi.config.get('database');
  if (connection.client !== 'sqlite') {
    return;
  }
  connection.pool = {
    ...connection.pool,
    afterCreate(sqlite, done) {
      sqlite.pragma('synchronous = off');
      done(null, sqlite);
    },
  };
};

/** The copy of bcryptjs that Strapi uses. */
const bcrypt = require(
  require.resolve('bcryptjs', { paths: [require.resolve('@strapi/admin/package.json')] })
);

/** Strapi's default is 10. A site can change it for users, but not for admins. */
const HASH_ROUNDS = 4;

const hashInFewRounds = (strapi) => {
  const register = strapi.register.bind(strapi);
  strapi.register = async () => {
    await register();
    const { password } = strapi.contentType('plugin::users-permissions.user').attributes;
    password.encryption = { rounds: HASH_ROUNDS };
    strapi.service('admin::auth').hashPassword = (text) => bcrypt.hash(text, HASH_ROUNDS);
    return strapi;
  };
};

/**
 * A job that ran at its own time would write rows, or hold a lease, in the middle of a test. Tests run a job with
 * `run-job.ts`, or let all run with `TEST_CRON`. What the plugin does after the start is not scheduled, and runs.
 */
const disableSchedule = (strapi) => {
  if (process.env.TEST_CRON !== 'true') {
    const cron = strapi.get('cron');
    cron.start = () => cron;
  }
};

module.exports = (strapi) => {
  trustTheSystem(strapi);
  disableSchedule(strapi);
  hashInFewRounds(strapi);
};
