/**
 * Makes a test server quicker without making it another one: nothing here has to outlive the machine,
 * and hashes of passwords need not be costly.
 */

/** A crash of the server loses nothing, one of the system would: what PostgreSQL has with `fsync=off`. */
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

/** The copy that Strapi hashes with. */
const bcrypt = require(
  require.resolve('bcryptjs', { paths: [require.resolve('@strapi/admin/package.json')] })
);

/** Strapi has 10; a site can say otherwise for its users, and not for its admins. */
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

module.exports = (strapi) => {
  trustTheSystem(strapi);
  hashInFewRounds(strapi);
};
