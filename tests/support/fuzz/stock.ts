import { randomInt } from 'node:crypto';

import { type Account, newCredentials, registerAccount } from '../accounts';
import { callAdmin, mustCall } from '../admin-api';
import { getApiToken } from '../api-tokens';
import { createTargetUser, type TargetUser } from '../authorization/snapshot';
import { UIDS } from '../database';
import type { TestStrapi } from '../strapi';
import { userIdOf, userPath } from '../users';
import { OIDC_OPTIONS } from './bodies';
import type { Caller } from './requests';
import type { FuzzRoute } from './surface';

/** The number of users that requests are about, and of users that send them. */
const TARGETS = 6;
const SENDERS = 3;
/** Users beyond this number are deleted between batches. */
const MAX_USERS = 40;

/** The value that trusted code stored and no request may change. */
const APP_METADATA = { plan: 'sample', level: 3 };

const CONNECTIONS = [
  { name: 'fuzz-code', strategy: 'email' },
  { name: 'fuzz-oidc', strategy: 'oidc', options: OIDC_OPTIONS },
];

/** A random IP address, so rate limits caused by the fuzzer do not block the test. */
const someAddress = () => ({ 'x-forwarded-for': `203.0.113.${randomInt(1, 255)}` });

export interface Spare {
  account: Account;
  documentId: string;
  userId: string;
  deviceId: string;
}

/** The users and tokens that a campaign works with. */
export interface Stock {
  /** A user that no request is about. */
  control: TargetUser;
  /** The `documentId`s of the users with `app_metadata`. */
  marked: Set<string>;
  appMetadata: typeof APP_METADATA;
  /** Restores what the last batch destroyed and deletes what it created. */
  restock(): Promise<void>;
  /** A user that a request may change or delete. */
  target(n: number): Spare;
  /** A user that sends requests. */
  sender(n: number): Spare;
  tokenFor(caller: Caller, route: FuzzRoute, n: number): string | undefined;
}

const setAppMetadata = (app: TestStrapi, documentId: string): Promise<void> =>
  app.database.update(
    UIDS.user,
    { document_id: documentId },
    { app_metadata: JSON.stringify(APP_METADATA) }
  );

export const createStock = async (app: TestStrapi): Promise<Stock> => {
  const control = await createTargetUser(app);
  await setAppMetadata(app, control.documentId);
  const marked = new Set([control.documentId]);
  const fullAccess = await getApiToken(app, 'full-access');
  const readOnly = await getApiToken(app, 'read-only');
  let admin = await app.adminToken();
  let targets: Spare[] = [];
  let senders: Spare[] = [];

  const createSpare = async (): Promise<Spare> => {
    const account = await registerAccount(app, newCredentials(), someAddress());
    const userId = userIdOf(account);
    const [{ id, document_id: documentId }] = await app.database.rows(UIDS.user, {
      user_id: userId,
    });
    await setAppMetadata(app, documentId);
    marked.add(documentId);
    const [{ device_id: deviceId }] = await app.database.rows(UIDS.device, { user_id: id });
    return { account, documentId, userId, deviceId };
  };

  /** Whether a user exists, is not blocked and has a session. */
  const isUsable = async ({ account }: Spare): Promise<boolean> =>
    (await app.request('GET', '/api/users/me', { token: account.jwt })).status === 200;

  const createMissing = async (spares: Spare[], size: number): Promise<Spare[]> => {
    const usable = await Promise.all(spares.map(isUsable));
    const left = spares.filter((_spare, index) => usable[index]);
    while (left.length < size) {
      left.push(await createSpare());
    }
    return left;
  };

  const restoreConnections = async (): Promise<void> => {
    await callAdmin(app, 'PUT', '/connections/local', { data: { enabled: true } });
    const { data } = await mustCall<{ data: { name: string; managed_by: string }[] }>(
      app,
      'GET',
      '/connections'
    );
    for (const { name } of data.filter(({ managed_by: by }) => by === 'panel')) {
      await mustCall(app, 'DELETE', `/connections/${name}?users=detach`);
    }
    for (const connection of CONNECTIONS) {
      await mustCall(app, 'POST', '/connections', { data: connection });
    }
  };

  const clearUsers = async (): Promise<void> => {
    const kept = new Set([control, ...targets, ...senders].map(({ documentId }) => documentId));
    const all = await app.database.rows(UIDS.user, {}, { columns: ['document_id'] });
    if (all.length <= MAX_USERS) {
      return;
    }
    for (const { document_id: documentId } of all) {
      if (!kept.has(documentId)) {
        await mustCall(app, 'DELETE', userPath(documentId));
      }
    }
  };

  return {
    control,
    marked,
    appMetadata: APP_METADATA,

    async restock() {
      admin = await app.adminToken();
      await restoreConnections();
      targets = await createMissing(targets, TARGETS);
      senders = await createMissing(senders, SENDERS);
      await clearUsers();
    },

    target: (n) => targets[n % targets.length],
    sender: (n) => senders[n % senders.length],

    tokenFor(caller, { api, isOwn }, n) {
      const user = senders[n % senders.length].account.jwt;
      switch (caller) {
        case 'an anonymous client':
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
          if (api === 'admin') {
            return admin;
          }
          return isOwn ? user : fullAccess;
      }
    },
  };
};
