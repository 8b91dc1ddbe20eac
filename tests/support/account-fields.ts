import path from 'node:path';

import { reconcile } from './profiles';
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

/** The fields that a site with many users shows in its list. */
export const LISTED_FIELDS = {
  columns: ['company', 'plan', 'employees', 'newsletter', 'birthday', 'articles'],
  filters: [
    'company',
    'plan',
    'employees',
    'customer_number',
    'budget',
    'newsletter',
    'birthday',
    'trial_ends',
  ],
  search: ['company', 'vat_id', 'employees'],
};

/**
 * Creates 200 accounts as the site had them before the plugin, and their users: the company of number `i` is
 * `Company <i % 10>`, the last one has no values except the required ones, and every second one is on the plan
 * `pro`.
 */
export const createEarlierUsers = async (app: TestStrapi): Promise<void> => {
  const { error } = await runInServer(app, async (strapi) => {
    const rows = Array.from({ length: 200 }, (_, index) => ({
      documentId: `earlier${String(index).padStart(3, '0')}`,
      email: `earlier-${index}@example.com`,
      username: `earlier-${index}`,
      provider: 'local',
      confirmed: true,
      blocked: false,
      company: `Company ${index % 10}`,
      plan: index % 2 === 0 ? 'pro' : 'free',
      ...(index < 199 && {
        vat_id: `DE-${1000 + index}`,
        employees: index + 1,
        customer_number: String(9007199254740000n + BigInt(index)),
        budget: index / 4,
        newsletter: index % 4 === 0,
        birthday: `19${String(50 + (index % 50))}-06-15`,
        trial_ends: new Date(Date.UTC(2030, 0, 1 + (index % 28))).toISOString(),
      }),
    }));
    for (let done = 0; done < rows.length; done += 50) {
      await strapi.db
        .query('plugin::users-permissions.user')
        .createMany({ data: rows.slice(done, done + 50) });
    }
  });
  if (error) {
    throw new Error(`${error.name}: ${error.message}`);
  }
  await reconcile(app);
};
