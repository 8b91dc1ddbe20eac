import type { Connection } from '../../plugins/user-profile/shared/contracts/connections';
import { mustCall } from './admin-api';
import { UIDS } from './database';
import type { TestStrapi } from './strapi';
import type { Visitor } from './visitor';

/** The page of the sample site that a redirect login returns to. */
export const LOGGED_IN_PAGE = 'https://shop.example.test/signed-in';

export const createConnection = async (
  app: TestStrapi,
  connection: Pick<Connection, 'name' | 'strategy'> &
    Partial<Pick<Connection, 'display_name' | 'enabled'>> & { options?: object }
): Promise<Connection> =>
  (await mustCall<{ data: Connection }>(app, 'POST', '/connections', { data: connection })).data;

export const updateConnection = (app: TestStrapi, name: string, changes: object) =>
  mustCall(app, 'PUT', `/connections/${name}`, { data: changes });

export interface RedirectResult {
  /** The query of the final page. Empty if the browser did not reach that page. */
  query: Record<string, string>;
  /** The last response if the browser did not reach that page. */
  response: Response | null;
}

/** Follows a redirect login up to the page of the site. */
export const followRedirects = async (visitor: Visitor, start: string): Promise<RedirectResult> => {
  const { address, response } = await visitor.follow(start, (each) =>
    each.startsWith(LOGGED_IN_PAGE)
  );
  return { response, query: Object.fromEntries(new URL(address).searchParams) };
};

export interface NewestEvent {
  type: string;
  connection: string | null;
  user_name: string | null;
  details: Record<string, unknown>;
}

/** The newest events of the whole site, newest first. */
export const getNewestEvents = async (app: TestStrapi, count = 1): Promise<NewestEvent[]> => {
  const rows = await app.database.rows(
    UIDS.event,
    {},
    {
      columns: ['type', 'connection', 'user_name', 'details'],
      newestFirst: true,
      limit: count,
    }
  );
  return rows.map((row) => ({ ...row, details: row.details as Record<string, unknown> }));
};
