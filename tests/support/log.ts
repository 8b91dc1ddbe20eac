import { randomBytes } from 'node:crypto';

import type {
  FindLog,
  EventImportResult,
} from '../../plugins/user-profile/shared/contracts/event-log';
import type { LogEvent } from '../../plugins/user-profile/shared/contracts/events';
import { type Rows, UIDS } from './database';
import { AnyBody, ApiResponse } from './http';
import type { TestStrapi } from './strapi';

export const LOG_PATH = '/api/user-profile/events';

/** @param awaited the log as it is ten seconds later, when all events have appeared on MariaDB */
export const getLog = async (
  app: Pick<TestStrapi, 'request' | 'database'>,
  token: string,
  query: Record<string, string> = {},
  awaited = true
): Promise<ApiResponse<FindLog.Response & AnyBody>> => {
  if (awaited && app.database.client === 'mariadb') {
    await app.database.update(UIDS.event, {}, { created_at: new Date(0) });
  }
  return app.request('GET', `${LOG_PATH}?${new URLSearchParams(query).toString()}`, { token });
};

/** Follows the log as a log shipper does: each poll continues at the stored cursor. */
export const createFollower = (
  app: Pick<TestStrapi, 'request' | 'database'>,
  token: string,
  query: Record<string, string> = {}
) => {
  let cursor = '';
  const events: LogEvent[] = [];
  return {
    events,
    cursor: () => cursor,
    /** @returns the events of the next page */
    async poll(): Promise<LogEvent[]> {
      const response = await getLog(app, token, {
        ...query,
        ...(cursor && { 'pagination[cursor]': cursor }),
      });
      if (response.status !== 200) {
        throw new Error(`${response.status} ${JSON.stringify(response.body)}`);
      }
      cursor = response.body.meta.pagination.nextCursor;
      events.push(...response.body.data);
      return response.body.data;
    },
    /** Polls until there are no more events. */
    async catchUp(): Promise<void> {
      let received: unknown[];
      do {
        received = await this.poll();
      } while (received.length > 0);
    },
  };
};

export const sendEvents = (
  app: Pick<TestStrapi, 'request'>,
  token: string,
  events: unknown
): Promise<ApiResponse<{ data: EventImportResult[] } & AnyBody>> =>
  app.request('POST', LOG_PATH, { token, body: { data: events } });

/** A login that just happened at another service. */
export const newEvent = (overrides: Record<string, unknown> = {}): Record<string, unknown> => ({
  log_id: `gateway-${randomBytes(8).toString('hex')}`,
  type: 's',
  date: new Date().toISOString(),
  ...overrides,
});

/** Inserts equal logins of a user into the log. */
export const insertLogins = (
  app: TestStrapi,
  profile: { documentId: string },
  count: number,
  columns: Partial<Rows[typeof UIDS.event]>
): Promise<void> =>
  app.database.insert(
    UIDS.event,
    Array.from({ length: count }, () => ({
      document_id: randomBytes(12).toString('hex'),
      log_id: randomBytes(12).toString('hex'),
      profile: profile.documentId,
      type: 's',
      ...columns,
    }))
  );
