import path from 'node:path';

import type { Connection } from '../../plugins/user-profile/shared/contracts/connections';
import { callAdmin, mustCall } from './admin-api';
import type { Answer, AnyBody } from './http';
import type { TestStrapi } from './strapi';

/** For `startStrapi`: a site with the custom strategy `sample`, which has an option of every type. */
export const SAMPLE_STRATEGY = {
  TEST_CODE: path.join(__dirname, 'sample-strategy.cjs'),
};

/** The password that the source of a `sample` connection accepts for every user. */
const SAMPLE_PASSWORD = 'open sesame';

export const ADDRESS = 'https://source.example.com/';

export interface NewConnection {
  name: string;
  strategy?: string;
  display_name?: string;
  enabled?: boolean;
  options?: Record<string, unknown>;
}

export const makeConnection = (
  app: TestStrapi,
  { strategy = 'sample', options = { address: ADDRESS }, ...rest }: NewConnection
): Promise<Answer<AnyBody>> =>
  callAdmin(app, 'POST', '/connections', { data: { strategy, options, ...rest } });

/** Creates a `sample` connection and fails the test if that fails. */
export const madeConnection = async (
  app: TestStrapi,
  connection: NewConnection
): Promise<Connection> => {
  const { status, body } = await makeConnection(app, connection);
  if (status !== 201) {
    throw new Error(`${connection.name}: ${status} ${JSON.stringify(body)}`);
  }
  return body.data;
};

export const allConnections = async (app: TestStrapi): Promise<Connection[]> =>
  (await mustCall<{ data: Connection[] }>(app, 'GET', '/connections')).data;

/** Logs in through a `sample` connection. The first login creates the user. */
export const signInBy = (
  app: TestStrapi,
  connection: string,
  identifier: string
): Promise<Answer<AnyBody>> =>
  app.request('POST', '/api/user-profile/login', {
    body: { connection, identifier, password: SAMPLE_PASSWORD },
  });

/** The events of a connection that belong to no user, oldest first. */
export const auditOf = (
  app: TestStrapi,
  connection: string
): Promise<{ type: string; actor: string; strategy: string; details: AnyBody }[]> =>
  app
    .query<{ type: string; actor: string; strategy: string; details: unknown }>(
      'select type, actor, strategy, details from user_profile_events where connection = ? and profile is null order by id',
      [connection]
    )
    .then((rows) =>
      rows.map((row) => ({
        ...row,
        details: typeof row.details === 'string' ? JSON.parse(row.details) : row.details,
      }))
    );
