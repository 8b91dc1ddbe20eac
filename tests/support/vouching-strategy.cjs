/**
 * Code of the site (`TEST_CODE`) that adds the strategy `vouching`. Its source returns the profile
 * that the identifier contains as JSON.
 */
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

module.exports = withStrategy(strategyOf);
