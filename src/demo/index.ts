import type { Core } from '@strapi/strapi';

import { historyOf } from './history';
import { samplePeople, type Person } from './people';
import {
  findAccountByEmail,
  inTransaction,
  pluginService,
  type ProfileRef,
  type Transaction,
} from './plugin';
import settings from './settings.json';
import { createAccount, type AccountDefaults } from './write/account';
import { writeAdmin } from './write/admin';
import { writeArticles } from './write/articles';
import { writeConnections } from './write/connections';
import { writeHistory } from './write/history';
import { writeMoreAccounts } from './write/more-accounts';
import { writeProfile } from './write/profile';
import { writeUnknownLogins } from './write/unknown-logins';

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

/** Links the new profile to the user with that email address. */
const linkTo = async (
  strapi: Core.Strapi,
  trx: Transaction,
  email: string,
  { documentId }: ProfileRef
): Promise<void> => {
  const accounts = pluginService(strapi, 'accounts');
  const accountId = await findAccountByEmail(strapi, email);
  const user = accountId && (await accounts.ensureProfile(trx, accountId));
  if (!user) {
    throw new Error(`Cannot link to ${email}: the user does not exist`);
  }
  await pluginService(strapi, 'identity-linker').link(user.documentId, documentId, {
    mergeMetadata: false,
  });
};

/** Writes a person in one transaction, so an existing account means that the person is complete. */
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
    // After an interrupted start only the missing people are written.
    const { email } = person;
    if (await findAccountByEmail(strapi, email)) {
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
  await inTransaction(strapi, (trx) => writeUnknownLogins(strapi, trx, now));
  await writeArticles(strapi);
  await strapi.store.set({ ...STORE, value: true });
};

/**
 * Creates the admin of the demo and, once, its connections and sample users with their devices,
 * sessions and events.
 *
 * @throws Error if the server does not listen on loopback, because the passwords are public
 */
export const prepareDemo = async (strapi: Core.Strapi): Promise<void> => {
  const host = strapi.config.get<string>('server.host');
  if (!LOOPBACK.includes(host)) {
    throw new Error(
      `The demo has public passwords, so it must listen on loopback, but HOST is ${host}. Set HOST=127.0.0.1 or unset DEMO.`
    );
  }
  await writeAdmin(strapi);
  await fill(strapi);
  const more = Number(process.env.DEMO_USERS ?? 0);
  if (more > 0) {
    await writeMoreAccounts(strapi, more, await readDefaults(strapi));
  }
};
