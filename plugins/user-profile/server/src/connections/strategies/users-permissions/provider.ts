import type { Strategy } from '../../../model/connections/strategy';

/**
 * A provider of Users & Permissions, such as `google`: it makes its users by itself when they first
 * sign in, and their email and password are its own.
 */
export const createProviderStrategy = (name: string): Strategy => ({
  name,
  type: 'social',
  username: () => 'none',
  passwordRules: () => [],
});
