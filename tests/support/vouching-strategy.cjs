/**
 * Code of the site (`TEST_CODE`) that adds the strategy `vouching`. Its source returns the profile
 * that the identifier contains as JSON. It includes `server-code.cjs`.
 */
const withServerCode = require('./server-code.cjs');
const withStrategy = require('./with-strategy.cjs');

const strategyOf = ({ z }) => ({
  name: 'vouching',
  type: 'enterprise',
  options: z.strictObject({ disable_signup: z.boolean().default(false) }),
  username: () => 'none',
  passwordRules: () => [],
  async authenticate(_connection, { identifier }) {
    const { id, email = null, verified = false, ...data } = JSON.parse(identifier);
    return {
      id,
      email,
      emailVerified: verified,
      data: { ...data, ...(email ? { email, email_verified: verified } : {}) },
    };
  },
});

const withVouching = withStrategy(strategyOf);

module.exports = (strapi) => {
  withServerCode(strapi);
  withVouching(strapi);
};
