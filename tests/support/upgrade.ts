import fs from 'node:fs';
import path from 'node:path';

import { type Account, registerAccount } from './accounts';
import { mustCall } from './admin-api';
import { createFirstAdmin } from './admins';
import type { Requester } from './http';
import { logIn } from './logins';
import { PASSWORD } from './passwords';
import { mustRefresh } from './sessions';
import { newEmail, userIdOf, userPath } from './users';

const RELEASES = path.resolve(__dirname, '../fixtures/releases');

const byVersion = (one: string, other: string): number =>
  one.localeCompare(other, 'en', { numeric: true });

/** The package file of the latest release: see scripts/pack-release.mjs. */
export const latestRelease = (): string => {
  const name = fs
    .readdirSync(RELEASES)
    .filter((file) => file.endsWith('.tgz'))
    .sort(byVersion)
    .at(-1);
  if (!name) {
    throw new Error('tests/fixtures/releases is empty: run node scripts/pack-release.mjs');
  }
  return path.join(RELEASES, name);
};

type Server = Parameters<typeof mustCall>[0];

/** A site with something of each kind that the plugin stores. */
export interface FilledSite {
  server: Server;
  account: Account;
  refreshToken: string;
  member: { connection: string; identifier: string };
  /** What the admin API says about it. */
  content: object;
}

const ALL_TIME = 'filters[date][$gte]=2000-01-01T00:00:00Z';

/** Users, devices, events, connections, blocks and views, as the admin API returns them. */
const readContent = async (server: Server, account: Account): Promise<object> => {
  const get = async (route: string) => (await mustCall(server, 'GET', route)).data;
  const id = userIdOf(account);
  return {
    users: await get('/users?sort=email:asc'),
    devices: await get(userPath(id, '/devices')),
    history: await get(userPath(id, `/events?${ALL_TIME}`)),
    log: await get(`/events?${ALL_TIME}`),
    overview: await get(userPath(id, '/overview')),
    connections: await get('/connections'),
    views: await get('/views'),
  };
};

/** Fills a new site over its routes. */
export const fillSite = async (request: Requester): Promise<FilledSite> => {
  const admin = await createFirstAdmin(request);
  const server = { request, adminToken: async () => admin.token };
  const call = (method: string, route: string, data: object) =>
    mustCall(server, method, route, { data });

  await call('POST', '/connections', { name: 'members', strategy: 'database' });
  const email = newEmail('member');
  await call('POST', '/users', { connection: 'members', email, password: PASSWORD });
  const member = { connection: 'members', identifier: email };
  expect((await logIn({ request }, member)).status).toBe(200);

  const blocked = await registerAccount({ request });
  const block = { reason: 'Chargeback', until: '2035-01-01T00:00:00.000Z' };
  await call('POST', userPath(userIdOf(blocked), '/block'), block);

  const account = await registerAccount({ request });
  const change = { nickname: 'Acacia', user_metadata: { colour: 'green' } };
  await call('PUT', userPath(userIdOf(account)), change);
  await call('POST', '/views', { page: 'users', name: 'Blocked', search: 'blocked=true' });
  const { email: identifier, password } = account;
  const response = await logIn({ request }, { identifier, password, deviceId: 'phone' });
  expect(response.status).toBe(200);

  const content = await readContent(server, account);
  return { server, account, refreshToken: response.body.refreshToken, member, content };
};

/** Fails the test unless everything is as it was, and the users and their sessions still work. */
export const expectFilledSite = async (site: FilledSite): Promise<void> => {
  const { server, account, refreshToken, member, content } = site;
  expect(await readContent(server, account)).toMatchObject(content);
  const { jwt } = await mustRefresh(server, refreshToken);
  const me = await server.request('GET', '/api/user-profile/me', { token: jwt });
  expect(me.body.data).toMatchObject({ nickname: 'Acacia', user_metadata: { colour: 'green' } });
  expect((await logIn(server, member)).status).toBe(200);
};
