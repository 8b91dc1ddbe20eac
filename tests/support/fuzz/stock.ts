import { randomInt } from 'node:crypto';

import { registerAccount, newCredentials, type Account } from '../accounts';
import { callAdmin, mustCall } from '../admin-api';
import { apiToken } from '../authorization/callers';
import { newPerson, type Person } from '../authorization/snapshot';
import { login } from '../accounts';
import type { TestStrapi } from '../strapi';
import { updateRow, userIdOf, userPath } from '../users';
import type { Caller } from './requests';
import type { FuzzRoute } from './surface';

const POOL_SIZE = 8;
/** More users than this are cleared away between batches. */
const MAX_USERS = 40;

/** What trusted code stored, and nobody may change. */
const APP_METADATA = { plan: 'sample', level: 3 };

/** A new one each time, so that no fuzzed guess blocks what the test itself does. */
const someAddress = () => ({ 'x-forwarded-for': `203.0.113.${randomInt(1, 255)}` });

export interface Spare {
  account: Account;
  documentId: string;
  userId: string;
}

/** The users and tokens that a campaign works with. */
export interface Stock {
  /** Nobody's target. */
  control: Person;
  /** By `documentId`: whoever was given `app_metadata`. */
  marked: Set<string>;
  appMetadata: typeof APP_METADATA;
  /** Makes good what the last batch destroyed, and clears away what it made. */
  restock(): Promise<void>;
  /** One of the users that may be destroyed. */
  spare(n: number): Spare;
  tokenFor(caller: Caller, route: FuzzRoute, n: number): string | undefined;
}

const mark = (app: TestStrapi, documentId: string): Promise<void> =>
  updateRow(
    app,
    'user_profile_users',
    { document_id: documentId },
    { app_metadata: JSON.stringify(APP_METADATA) }
  );

export const createStock = async (app: TestStrapi): Promise<Stock> => {
  const control = await newPerson(app);
  await mark(app, control.documentId);
  const marked = new Set([control.documentId]);
  const fullAccess = await apiToken(app, 'full-access');
  const readOnly = await apiToken(app, 'read-only');
  let admin = await app.adminToken();
  let spares: Spare[] = [];
  let renewed = Date.now();

  const newSpare = async (): Promise<Spare> => {
    const account = await registerAccount(app, newCredentials(), someAddress());
    const userId = userIdOf(account);
    const [{ document_id: documentId }] = await app.query<{ document_id: string }>(
      'select document_id from user_profile_users where user_id = ?',
      [userId]
    );
    await mark(app, documentId);
    marked.add(documentId);
    const { email: identifier, password } = account;
    const signedIn = await login(app, { identifier, password, deviceId: 'phone' }, someAddress());
    return { account: { ...account, jwt: signedIn.body.jwt }, documentId, userId };
  };

  /** Whether somebody can still be used: there, not blocked, and with a session. */
  const isUsable = async ({ account }: Spare): Promise<boolean> =>
    (await app.request('GET', '/api/users/me', { token: account.jwt })).status === 200;

  const clearConnections = async (): Promise<void> => {
    await callAdmin(app, 'PUT', '/connections/local', { data: { enabled: true } });
    const { data } = await mustCall<{ data: { name: string; managed_by: string }[] }>(
      app,
      'GET',
      '/connections'
    );
    for (const { name } of data.filter(({ managed_by: by }) => by === 'panel')) {
      await mustCall(app, 'DELETE', `/connections/${name}?users=lose`);
    }
  };

  const clearUsers = async (): Promise<void> => {
    const kept = new Set([control, ...spares].map(({ documentId }) => documentId));
    const all = await app.query<{ document_id: string }>(
      'select document_id from user_profile_users'
    );
    if (all.length <= MAX_USERS) return;
    for (const { document_id: documentId } of all) {
      if (!kept.has(documentId)) await mustCall(app, 'DELETE', userPath(documentId));
    }
  };

  /** Long campaigns outlive the admin's token. */
  const renewAdmin = async (): Promise<void> => {
    if (Date.now() - renewed < 600_000) return;
    const { email, password } = await app.createAdmin();
    const { body } = await app.request('POST', '/admin/login', { body: { email, password } });
    admin = body.data.token;
    renewed = Date.now();
  };

  return {
    control,
    marked,
    appMetadata: APP_METADATA,

    async restock() {
      await renewAdmin();
      await clearConnections();
      const usable = await Promise.all(spares.map(isUsable));
      spares = spares.filter((_spare, index) => usable[index]);
      while (spares.length < POOL_SIZE) spares.push(await newSpare());
      await clearUsers();
    },

    spare: (n) => spares[n % spares.length],

    tokenFor(caller, { api, isOwn }, n) {
      const user = spares[n % spares.length].account.jwt;
      switch (caller) {
        case 'nobody':
          return undefined;
        case 'a user':
          return user;
        case 'a read-only token':
          return readOnly;
        case 'a broken token':
          return `${user.slice(0, -3)}xxx`;
        case 'the wrong API':
          return api === 'admin' ? fullAccess : admin;
        default:
          if (api === 'admin') return admin;
          return isOwn ? user : fullAccess;
      }
    },
  };
};
