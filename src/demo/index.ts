import type { Core } from '@strapi/strapi';

import { historyOf } from './history';
import { samplePeople, type Person } from './people';
import { inTransaction, pluginService, type ProfileRef, type Transaction } from './plugin';
import settings from './settings.json';
import { createAccount, type AccountDefaults } from './write/account';
import { writeAdmin } from './write/admin';
import { writeArticles } from './write/articles';
import { writeConnections } from './write/connections';
import { writeHistory } from './write/history';
import { writeProfile } from './write/profile';
import { writeStrangers } from './write/strangers';

const STORE = { type: 'core', name: 'demo', key: 'filled' } as const;
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

const readDefaults = async (strapi: Core.Strapi): Promise<AccountDefaults> => {
  const role = await strapi.db
    .query('plugin::users-permissions.role')
    .findOne({ where: { type: 'authenticated' } });
  const passwordHash = await strapi
    .service('admin::auth')
    .hashPassword(settings.sampleUserPassword);
  return { roleId: role.id, passwordHash };
};

/** Makes what was just written the second way in of the user with that email. */
const linkTo = async (
  strapi: Core.Strapi,
  trx: Transaction,
  email: string,
  { documentId }: ProfileRef
): Promise<void> => {
  const accounts = pluginService(strapi, 'accounts');
  const accountId = await accounts.findBy({ email });
  const user = accountId && (await accounts.ensureProfile(trx, accountId));
  if (!user) {
    throw new Error(`There is no user ${email} to link with`);
  }
  await pluginService(strapi, 'linker').link(user.documentId, documentId, { mergeMetadata: false });
};

/** All that there is of a person comes at once or not at all: what is there need not be looked into. */
const writePerson = (
  strapi: Core.Strapi,
  person: Person,
  defaults: AccountDefaults,
  now: Date
): Promise<ProfileRef> =>
  inTransaction(strapi, async (trx) => {
    const { accountId, profile } = await createAccount(strapi, trx, person, defaults);
    await writeHistory(strapi, trx, { person, accountId, profile }, historyOf(person, now));
    if (person.linkedTo) {
      await linkTo(strapi, trx, person.linkedTo, profile);
    }
    return profile;
  });

const writePeople = async (strapi: Core.Strapi, now: Date): Promise<void> => {
  const defaults = await readDefaults(strapi);
  for (const person of samplePeople(now)) {
    // A start that was interrupted goes on with those who are missing.
    const { email } = person;
    if (await pluginService(strapi, 'accounts').findBy({ email })) {
      continue;
    }
    const profile = await writePerson(strapi, person, defaults, now);
    if (!person.linkedTo) {
      await writeProfile(strapi, person, profile);
    }
  }
};

const fill = async (strapi: Core.Strapi): Promise<void> => {
  if (await strapi.store.get(STORE)) {
    return;
  }
  const now = new Date();
  await writePeople(strapi, now);
  await writeConnections(strapi);
  await inTransaction(strapi, (trx) => writeStrangers(strapi, trx, now));
  await writeArticles(strapi);
  await strapi.store.set({ ...STORE, value: true });
};

/**
 * Makes the demo's administrator, and once its connections and sample users with their devices, sessions
 * and events.
 *
 * @throws Error where the site can be reached from elsewhere: everybody knows the demo's passwords
 */
export const prepareDemo = async (strapi: Core.Strapi): Promise<void> => {
  const host = strapi.config.get<string>('server.host');
  if (!LOOPBACK.includes(host)) {
    throw new Error(
      `The demo's passwords are public, and ${host} is not: start it with HOST=127.0.0.1, or without DEMO=true`
    );
  }
  await writeAdmin(strapi);
  await fill(strapi);
};
