import { randomBytes } from 'node:crypto';

import { type Rows, UIDS } from './database';
import type { TestStrapi } from './strapi';

type AccountRow = Partial<Rows[typeof UIDS.account]>;

/** One account of every kind that a site may have, by name. The number makes texts unique. */
export const ACCOUNT_KINDS: Record<string, (n: number) => AccountRow> = {
  local: () => ({}),
  'mixed-case email': (n) => ({ email: `Ada.LOVELACE-${n}@Example.TEST` }),
  'international email': (n) => ({ email: `jürgen-${n}@Bücher.example` }),
  'no email': () => ({ email: null as unknown as string }),
  'no username': () => ({ username: null as unknown as string }),
  'neither email nor username': () => ({
    email: null as unknown as string,
    username: null as unknown as string,
  }),
  'decomposed username': (n) => ({ username: `Jose\u0301  🦊 ${n}` }),
  'long username': (n) => ({ username: `${n}`.padStart(255, 'ß') }),
  'username with bars': (n) => ({ username: `local|x|${n}` }),
  blocked: () => ({ blocked: true }),
  unconfirmed: () => ({ confirmed: false }),
  'without provider': () => ({ provider: null }),
  'empty provider': () => ({ provider: '' }),
  google: () => ({ provider: 'google' }),
  'own provider': () => ({ provider: 'fc-club' }),
  'connection of the plugin': (n) => ({
    provider: 'members',
    username: `database|members|person ${n}`,
  }),
  'deleted connection of the plugin': (n) => ({ provider: 'gone', username: `oidc|gone|a|b|${n}` }),
};

/**
 * Inserts accounts as from before the plugin: no lifecycle runs.
 * @returns their document ids
 */
export const insertAccounts = async (
  app: TestStrapi,
  count: number,
  rowOf: (n: number) => AccountRow = () => ({})
): Promise<string[]> => {
  const prefix = randomBytes(4).toString('hex');
  const moment = new Date('2025-01-01T00:00:00.000Z');
  const rows = Array.from({ length: count }, (_, n) => ({
    document_id: randomBytes(12).toString('hex'),
    email: `${prefix}-${n}@example.test`,
    username: `${prefix}-${n}`,
    provider: 'local',
    confirmed: true,
    blocked: false,
    created_at: moment,
    updated_at: moment,
    published_at: moment,
    ...rowOf(n),
  }));
  await app.database.insert(UIDS.account, rows);
  return rows.map((row) => row.document_id);
};

/**
 * Inserts accounts of every kind in turn.
 * @returns their document ids
 */
export const insertAccountsOfAllKinds = (app: TestStrapi, count: number): Promise<string[]> => {
  const kinds = Object.values(ACCOUNT_KINDS);
  return insertAccounts(app, count, (n) => kinds[n % kinds.length](n));
};

/** Every account has one identity and one user, and no user is without an account. */
export const expectOneUserPerAccount = async (app: TestStrapi): Promise<void> => {
  const [accounts, identities, users] = await Promise.all([
    app.database.rows(UIDS.account, {}, { columns: ['document_id'] }),
    app.database.rows(UIDS.identity, {}, { columns: ['account', 'user_id', 'is_primary'] }),
    app.database.rows(UIDS.user, {}, { columns: ['id'] }),
  ]);
  const sorted = (ids: unknown[]) => ids.map(String).sort();
  expect(sorted(identities.map(({ account }) => account))).toEqual(
    sorted(accounts.map(({ document_id: id }) => id))
  );
  expect(sorted(identities.map(({ user_id: id }) => id))).toEqual(
    sorted(users.map(({ id }) => id))
  );
  expect(identities.every(({ is_primary: isPrimary }) => isPrimary)).toBe(true);
};
