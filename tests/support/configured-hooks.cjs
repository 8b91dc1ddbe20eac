/**
 * Login hooks of the plugin's configuration, which is not JSON: USER_PROFILE_HOOKS names this file.
 */
exports.hooks = {
  beforeSignUp({ email }) {
    return email.endsWith('@closed.example.com')
      ? { reject: { message: 'Closed', reason: 'closed_domain' } }
      : null;
  },

  beforeLogin: ({ action }) => ({ claims: { action, from: 'configuration' } }),

  afterLogin({ user }) {
    console.log(`configured afterLogin: ${user.email}`);
  },
};
