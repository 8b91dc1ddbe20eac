import path from 'node:path';

import { PASSWORD } from './passwords';
import { reconcile } from './profiles';
import { createRole, getRole } from './roles';
import { runInServer } from './run-in-server';
import { OWN_PROCESS } from './server-host';
import type { StartOptions, TestStrapi } from './strapi';
import { newEmail } from './users';

/**
 * The environment of a server whose user type has attributes of the site; `company` and `plan` are required.
 * The code includes that of `run-in-server.ts`.
 *
 * @param config the plugin's configuration
 */
export const siteWithFields = (
  config: object = {},
  { areAllRequired = false, extraFields = 0 } = {}
): Record<string, string> => ({
  TEST_ALL_REQUIRED: String(areAllRequired),
  TEST_EXTRA_FIELDS: String(extraFields),
  TEST_CODE: path.join(__dirname, 'site-with-fields.cjs'),
  [OWN_PROCESS]: 'true',
  USER_PROFILE_CONFIG: JSON.stringify(config),
});

/** Valid values of the required attributes. */
export const REQUIRED_FIELDS = { company: 'ACME', plan: 'pro' };

/** A value of every type that a request can set. `vat_id` is unique. */
export const FIELD_VALUES = {
  ...REQUIRED_FIELDS,
  vat_id: 'DE1',
  bio: 'Two\nlines',
  origin: 'partner',
  session_id: 'visit-1',
  user_id: 'crm-1',
  work_email: 'ada@example.com',
  employees: 7,
  customer_number: '9007199254740991',
  budget: 12.5,
  newsletter: false,
  birthday: '2000-02-29',
  opens_at: '08:30:00.000',
  trial_ends: '2030-01-31T08:00:00.000Z',
  settings: { theme: ['dark', null] },
};

/** Creates a user over REST, by default with a value in every field. */
export const createUserWithFields = async (
  app: TestStrapi,
  token: string,
  fields: object = { ...FIELD_VALUES, vat_id: newEmail() },
  connection = 'local'
): Promise<{ id: string; email: string }> => {
  const email = newEmail();
  const { status, body } = await app.request('POST', '/api/user-profile/users', {
    token,
    body: { data: { connection, email, password: PASSWORD, account_fields: fields } },
  });
  expect(status).toBe(201);
  return { id: body.data.documentId, email };
};

export const getAccountFields = async (
  app: TestStrapi,
  token: string,
  id: string
): Promise<Record<string, unknown>> => {
  const path = `/api/user-profile/users/${id}?account_fields=true`;
  const { body } = await app.request('GET', path, { token });
  return body.data.account_fields;
};

/** An account with all its attributes, as the site's own code reads it. */
export const findAccount = async (
  app: TestStrapi,
  email: string
): Promise<Record<string, unknown> | null> => {
  const result = await runInServer(
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
 * Fills what no request can set, as the site's own code would: one picture, one manager, an address, and so many
 * articles, named `Article 0` and so on.
 */
export const fillRelated = (app: TestStrapi, email: string, articles: number) =>
  runInServer(
    app,
    async (strapi, wanted, count) => {
      const accounts = strapi.db.query('plugin::users-permissions.user');
      const { id, documentId } = await accounts.findOne({ where: { email: wanted } });
      const file = await strapi.db.query('plugin::upload.file').create({
        data: {
          name: 'ada.png',
          hash: 'ada',
          ext: '.png',
          mime: 'image/png',
          size: 1,
          url: '/uploads/ada.png',
          provider: 'local',
        },
      });
      const { documentId: manager } = await accounts.create({
        data: { email: `boss-${wanted}`, username: `boss-${wanted}`, provider: 'local' },
      });
      const boss = await accounts.findOne({ where: { documentId: manager } });
      await strapi.documents('plugin::users-permissions.user').update({
        documentId,
        data: {
          avatar: file.id,
          pin: 'secret-pin',
          credit_rating: 'secret-rating',
          address: { city: 'Rome', door_code: 'secret-door', alarm: 'secret-alarm' },
        } as never,
      });
      await accounts.update({ where: { id }, data: { manager: boss.id } });
      const { attributes } = strapi.db.metadata.get('plugin::users-permissions.user');
      const { joinTable } = attributes.articles as unknown as {
        joinTable: {
          name: string;
          joinColumn: { name: string };
          inverseJoinColumn: { name: string };
        };
      };
      const tables = strapi.db.metadata.get('api::article.article').tableName;
      const last = await strapi.db.connection(tables).max({ id: 'id' }).first();
      const first = Number(last?.id ?? 0) + 1;
      for (let done = 0; done < count; done += 400) {
        const rows = Array.from({ length: Math.min(400, count - done) }, (_, index) => ({
          id: first + done + index,
          document_id: `article${wanted.replace(/\W/g, '')}${done + index}`,
          title: `Article ${done + index}`,
        }));
        await strapi.db.connection(tables).insert(rows);
        await strapi.db.connection(joinTable.name).insert(
          rows.map((row) => ({
            [joinTable.joinColumn.name]: id,
            [joinTable.inverseJoinColumn.name]: row.id,
          }))
        );
      }
      return { file: file.documentId, manager: boss.documentId };
    },
    email,
    articles
  );

/** The types of the roles that earlier users have in turn: number `i` has that of `i % 3`. */
export const EARLIER_ROLES = ['authenticated', 'support', 'partner'] as const;

/** A site with its own fields before the plugin. `createEarlierUsers` adds users and the plugin. */
export const earlierSite = (...args: Parameters<typeof siteWithFields>): StartOptions => ({
  emptyDatabase: true,
  env: { ...siteWithFields(...args), USER_PROFILE_ENABLED: 'false' },
});

/**
 * Creates accounts in a site without the plugin, and then restarts it with the plugin, which gives them
 * profiles: the company of number `i` is `Company <i % 10>`, the last of 200 has no values except the required
 * ones, and every second one is on the plan `pro`.
 */
export const createEarlierUsers = async (app: TestStrapi, count = 200): Promise<void> => {
  const roles = [
    await getRole(app, EARLIER_ROLES[0]),
    await createRole(app, 'Support'),
    await createRole(app, 'Partner'),
  ];
  await runInServer(
    app,
    async (strapi, total, roleIds) => {
      const rows = Array.from({ length: total }, (_, index) => ({
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
      const accounts = strapi.db.query('plugin::users-permissions.user');
      for (let done = 0; done < rows.length; done += 50) {
        await accounts.createMany({ data: rows.slice(done, done + 50) });
      }
      // On MySQL and MariaDB, `createMany` returns the first id only.
      const created = await accounts.findMany({ select: ['id'], orderBy: { documentId: 'asc' } });
      for (const [index, id] of roleIds.entries()) {
        const users = created.filter(
          (_: unknown, number: number) => number % roleIds.length === index
        );
        await strapi.db
          .query('plugin::users-permissions.role')
          .update({ where: { id }, data: { users: { connect: users } } });
      }
    },
    count,
    roles.map(({ id }) => id)
  );
  await app.restart({ USER_PROFILE_ENABLED: 'true' });
  await reconcile(app);
};
