import { UIDS } from './database';
import { createManyUsers } from './many-users';
import type { TestStrapi } from './strapi';

export const LONG_NAME = 'Wolfeschlegelsteinhausenbergerdorff'.repeat(6).slice(0, 200);
export const LONG_EMAIL = `${'a'.repeat(64)}@${'b'.repeat(61)}.${'c'.repeat(61)}.example.com`;
export const BIDI_NAME = 'John \u202Eevil.exe\u202C Smith';
export const LONG_APPLICATION = 'p'.repeat(120);
export const HTML_NAME = '<img src="x" onerror="throw 1"><b>Bold</b> Sample';
export const HEBREW_NAME = 'אברהם Sample 1';

/** Ids of the users that have more, or longer, values than a page can show side by side. */
export const HOSTILE = {
  long: 'many-1',
  identities: 'many-2',
  metadata: 'many-3',
  bidi: 'many-4',
  hebrew: 'many-5',
  html: 'many-6',
} as const;

export const IDENTITIES = 51;
export const CONNECTIONS = 38;
/** Levels of objects in the metadata of a user. */
export const JSON_DEPTH = 50;
const ACTIONS = 300;
const DEVICES = 100;
const EVENTS = 60;
const USERS = 120;

const numbersTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

const createConnections = ({ database }: TestStrapi): Promise<void> =>
  database.insert(
    UIDS.connection,
    // `createManyUsers` and Strapi's start created three.
    numbersTo(CONNECTIONS - 3).map((i) => ({
      document_id: `shop${i}`,
      name: `shop-${i}`,
      display_name: i === 1 ? 'n'.repeat(128) : `Shop ${i}`,
      strategy: 'database',
      enabled: true,
      managed_by: 'panel',
      options: {},
    }))
  );

/** A role with many permissions, for each account of the user with many identities. */
const createRole = async ({ database }: TestStrapi): Promise<void> => {
  await database.insert(UIDS.role, { document_id: 'r-large', name: 'Large role', type: 'large' });
  const [role] = await database.rows(UIDS.role, { document_id: 'r-large' });
  const first = (await database.count(UIDS.permission)) + 1000;
  await database.insert(
    UIDS.permission,
    numbersTo(ACTIONS).map((i) => ({
      id: first + i,
      action: `api::article-${i % 40}.article-${i % 40}.action${i}`,
    }))
  );
  await database.insert(
    UIDS.permissionRole,
    numbersTo(ACTIONS).map((i) => ({ permission_id: first + i, role_id: role.id }))
  );
  const accounts = await database.rows(UIDS.account, { provider: 'hostile' });
  await database.insert(
    UIDS.accountRole,
    accounts.map(({ id }) => ({ user_id: id, role_id: role.id }))
  );
};

const createIdentities = async ({ database }: TestStrapi): Promise<void> => {
  const [user] = await database.rows(UIDS.user, { document_id: HOSTILE.identities });
  const numbers = numbersTo(IDENTITIES - 1);
  await database.insert(
    UIDS.account,
    numbers.map((i) => ({
      document_id: `hostile${i}`,
      username: `hostile${i}`,
      email: `hostile${i}@example.com`,
      provider: 'hostile',
    }))
  );
  await database.insert(
    UIDS.identity,
    numbers.map((i) => ({
      document_id: `hostile${i}`,
      user_id: user.id,
      connection: i % 2 === 0 ? 'google' : `shop-${(i % 9) + 1}`,
      external_id: `hostile${i}`,
      identity_key: `hostile${i}`,
      account: `hostile${i}`,
      is_primary: false,
      is_social: i % 2 === 0,
      profile_data: { email: LONG_EMAIL, name: LONG_NAME, picture: `https://example.com/${i}` },
    }))
  );
};

const createDevices = async ({ database }: TestStrapi): Promise<void> => {
  const [user] = await database.rows(UIDS.user, { document_id: HOSTILE.identities });
  const now = new Date();
  await database.insert(
    UIDS.device,
    numbersTo(DEVICES).map((i) => ({
      document_id: `hostile${i}`,
      user_id: user.id,
      device_id: `hostile${i}`,
      name: `Device ${'d'.repeat(100)} ${i}`,
      browser: 'Chrome',
      os: 'macOS',
      type: 'desktop',
      application: LONG_APPLICATION,
      last_ip: '2001:0db8:85a3:0000:0000:8a2e:0370:7334',
      first_seen: now,
      last_seen: now,
      country_code: 'FR',
      city_name: 'c'.repeat(150),
    }))
  );
};

const createEvents = async ({ database }: TestStrapi): Promise<void> => {
  await database.insert(
    UIDS.event,
    numbersTo(EVENTS)
      .map((i) => ({ i, date: new Date(Date.now() - i * 60_000) }))
      .map(({ i, date }) => ({
        document_id: `hostile${i}`,
        log_id: `${date.toISOString().replace(/\D/g, '')}${String(i).padStart(10, '0')}`,
        date,
        type: 's',
        success: true,
        profile: HOSTILE.identities,
        user_id: 'local|2',
        user_name: i % 2 === 0 ? LONG_NAME : BIDI_NAME,
        connection: 'shop-1',
        client_name: LONG_APPLICATION,
        ip: '2001:0db8:85a3:0000:0000:8a2e:0370:7334',
        user_agent: 'u'.repeat(512),
        country_code: 'FR',
        country_name: 'France',
        latitude: (i % 80) - 40,
        longitude: i * 5 - 150,
        city_name: `${'c'.repeat(140)} ${i}`,
        signals: [],
        details: {},
      }))
  );
};

/** JSON of about 200 KB, with a long key and a long string. */
const bigMetadata = (): Record<string, unknown> => ({
  ['k'.repeat(300)]: 'v'.repeat(2000),
  list: numbersTo(4000).map((i) => ({ id: i, label: `Preference number ${i}`, on: i % 2 === 0 })),
});

const deepMetadata = (level = 1): Record<string, unknown> => ({
  [`level${level}`]: level < JSON_DEPTH ? deepMetadata(level + 1) : 'deep',
});

/** Names, lists and documents as large, or as odd, as a site may store. */
export const createHostileData = async (app: TestStrapi): Promise<void> => {
  const { database } = app;
  await createManyUsers(app, USERS, { confirmed: '1' });
  await createConnections(app);
  await createIdentities(app);
  await createRole(app);
  await createDevices(app);
  await createEvents(app);
  const update = (id: string, changes: Parameters<typeof database.update<typeof UIDS.user>>[2]) =>
    database.update(UIDS.user, { document_id: id }, changes);
  await update(HOSTILE.long, { name: LONG_NAME, email: LONG_EMAIL, username: 'u'.repeat(128) });
  await update(HOSTILE.metadata, {
    name: 'Big Metadata',
    user_metadata: bigMetadata(),
    app_metadata: { plan: { list: numbersTo(500) } },
  });
  await update(HOSTILE.bidi, {
    name: BIDI_NAME,
    user_metadata: { text: 'a', number: 1, flag: true, missing: null, list: [{}] },
  });
  await update(HOSTILE.hebrew, { name: HEBREW_NAME });
  await update(HOSTILE.html, { name: HTML_NAME, user_metadata: deepMetadata() });
};
