import type { Strategy } from '../../../model/connections/strategy';

/**
 * A provider of Users & Permissions, such as `google`. Users & Permissions creates the users at their
 * first login; email and password are managed by the provider.
 */
export const createProviderStrategy = (name: string): Strategy => ({
  name,
  type: 'social',
  username: () => 'none',
  passwordRules: () => [],
});
