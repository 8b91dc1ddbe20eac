import path from 'node:path';

import type { Connection } from '../../plugins/user-profile/shared/contracts/connections';
import { callAdmin, mustCall } from './admin-api';
import { type Rows, UIDS } from './database';
import { AnyBody, ApiResponse } from './http';
import type { TestStrapi } from './strapi';

/** For `startStrapi`: a site with the custom strategy `sample`, which has an option of every type. */
export const SAMPLE_STRATEGY = {
  TEST_CODE: path.join(__dirname, 'sample-strategy.cjs'),
};

export const SOURCE_URL = 'https://source.example.com/';

export interface NewConnection {
  name: string;
  strategy?: string;
  display_name?: string;
  enabled?: boolean;
  options?: Record<string, unknown>;
}

export const postSampleConnection = (
  app: TestStrapi,
  { strategy = 'sample', options = { address: SOURCE_URL }, ...rest }: NewConnection
): Promise<ApiResponse<AnyBody>> =>
  callAdmin(app, 'POST', '/connections', { data: { strategy, options, ...rest } });

/** Creates a `sample` connection and fails the test if that fails. */
export const createSampleConnection = async (
  app: TestStrapi,
  connection: NewConnection
): Promise<Connection> => {
  const { status, body } = await postSampleConnection(app, connection);
  if (status !== 201) {
    throw new Error(`${connection.name}: ${status} ${JSON.stringify(body)}`);
  }
  return body.data;
};

export const getConnections = async (app: TestStrapi): Promise<Connection[]> =>
  (await mustCall<{ data: Connection[] }>(app, 'GET', '/connections')).data;

/** The events of a connection that belong to no user, oldest first. */
export const getConnectionEvents = (
  app: TestStrapi,
  connection: string
): Promise<Pick<Rows[typeof UIDS.event], 'type' | 'actor' | 'strategy' | 'details'>[]> =>
  app.database.rows(
    UIDS.event,
    { connection, profile: null },
    { columns: ['type', 'actor', 'strategy', 'details'] }
  );
