/** The provider of Users & Permissions' own email and password. */
export const LOCAL_PROVIDER = 'local';

/**
 * The provider of an account. Accounts that other code created may have none, and count as `local`: nothing
 * else can be meant.
 */
export const providerOf = (provider: unknown): string =>
  typeof provider === 'string' && provider !== '' ? provider : LOCAL_PROVIDER;

/** Whether Users & Permissions rejects password logins of the account: it finds accounts by `local` only. */
export const hasNoProvider = (provider: unknown): boolean =>
  provider === undefined || provider === null || provider === '';

/** A condition of Strapi's queries for the accounts that `providerOf` counts as `local`. */
export const WHERE_LOCAL = {
  $or: [{ provider: LOCAL_PROVIDER }, { provider: { $null: true } }, { provider: '' }],
};
