import type { Connection } from '../../plugins/user-profile/shared/contracts/connections';
import { mustCall } from './admin-api';
import type { Answer, AnyBody } from './http';
import type { TestStrapi } from './strapi';
import type { Visitor } from './visitor';

/** The page of the sample site that a redirect login returns to. */
export const SIGNED_IN_PAGE = 'https://shop.example.test/signed-in';

export const createConnection = async (
  app: TestStrapi,
  connection: { name: string; strategy: string; options?: object }
): Promise<Connection> =>
  (await mustCall<{ data: Connection }>(app, 'POST', '/connections', { data: connection })).data;

export const changeConnection = (app: TestStrapi, name: string, changes: object) =>
  mustCall(app, 'PUT', `/connections/${name}`, { data: changes });

export interface Arrival {
  /** The query of the final page. Empty if the browser did not reach that page. */
  query: Record<string, string>;
  /** The last response if the browser did not reach that page. */
  response: Response | null;
}

/** Follows a redirect login up to the page of the site. */
export const arrive = async (visitor: Visitor, start: string): Promise<Arrival> => {
  const { address, response } = await visitor.follow(start, (each) =>
    each.startsWith(SIGNED_IN_PAGE)
  );
  return { response, query: Object.fromEntries(new URL(address).searchParams) };
};

/** Exchanges the code of a redirect login for tokens. */
export const trade = (
  app: Pick<TestStrapi, 'request'>,
  { connection, code }: Record<string, string>,
  headers: Record<string, string> = {}
): Promise<Answer<AnyBody>> =>
  app.request('POST', '/api/user-profile/login', { body: { connection, code }, headers });

export interface LastEvent {
  type: string;
  connection: string | null;
  user_name: string | null;
  details: Record<string, unknown>;
}

/** The newest events of the whole site, newest first. */
export const newestEvents = async (app: TestStrapi, count = 1): Promise<LastEvent[]> => {
  const rows = await app.query<LastEvent & { details: unknown }>(
    `select type, connection, user_name, details from user_profile_events order by id desc limit ${count}`
  );
  return rows.map((row) => ({
    ...row,
    details: typeof row.details === 'string' ? JSON.parse(row.details) : row.details,
  }));
};
