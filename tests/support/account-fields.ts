import path from 'node:path';

import { runInServer } from './run-in-server';
import { OWN_PROCESS } from './server-host';
import type { TestStrapi } from './strapi';

/**
 * The environment of a server whose user type has attributes of the site; `company` and `plan` are required.
 * The code includes that of `run-in-server.ts`.
 *
 * @param config the plugin's configuration
 */
export const siteWithFields = (
  config: object = {},
  { areAllRequired = false } = {}
): Record<string, string> => ({
  TEST_ALL_REQUIRED: String(areAllRequired),
  TEST_CODE: path.join(__dirname, 'site-with-fields.cjs'),
  [OWN_PROCESS]: 'true',
  USER_PROFILE_CONFIG: JSON.stringify(config),
});

/** Valid values of the required attributes. */
export const REQUIRED_FIELDS = { company: 'ACME', plan: 'pro' };

/** An account with all its attributes, as the site's own code reads it. */
export const findAccount = async (
  app: TestStrapi,
  email: string
): Promise<Record<string, unknown> | null> => {
  const { result } = await runInServer(
    app,
    (strapi, wanted) =>
      strapi.db
        .query('plugin::users-permissions.user')
        .findOne({ where: { email: wanted }, populate: ['role', 'second_role'] }),
    email
  );
  return result ?? null;
};
