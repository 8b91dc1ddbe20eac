import { Readable } from 'node:stream';

import type { Core } from '@strapi/types';

import type { LogEvent } from '../../../shared/contracts/events';
import type { ExportMe } from '../../../shared/contracts/me';
import { ownView } from '../events/serializer';
import { createIsSelf } from '../model/users/self';
import type { UserRow } from '../model/users/user-row';
import { getService } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    'own-export': ReturnType<typeof createOwnExport>;
  }
}

const EVENTS_BATCH = 500;
const EPOCH = new Date(0).toISOString();

type OwnProfile = ExportMe.Response['data']['profile'];

async function* jsonArrayOf(items: AsyncIterable<unknown>): AsyncGenerator<string> {
  let separator = '[';
  for await (const item of items) {
    yield separator + JSON.stringify(item);
    separator = ',';
  }
  yield separator === '[' ? '[]' : ']';
}

/** Exports all data about one user as a stream, so memory does not grow with the history. */
export const createOwnExport = ({ strapi }: { strapi: Core.Strapi }) => {
  async function* eventsOf(row: UserRow): AsyncGenerator<LogEvent> {
    const isSelf = await createIsSelf(strapi, row);
    const reader = getService(strapi, 'event-reader');
    for (let cursor: string | undefined; ;) {
      const { data, meta } = await reader.findForProfile(row.document_id, {
        filters: { date: { $gte: EPOCH } },
        pagination: { cursor, pageSize: EVENTS_BATCH },
      });
      yield* data.map((event) => ownView(event, isSelf));
      if (meta.pagination.nextCursor === null) {
        return;
      }
      cursor = meta.pagination.nextCursor;
    }
  }

  async function* write(profile: OwnProfile, row: UserRow): AsyncGenerator<string> {
    const exportedAt = JSON.stringify(new Date().toISOString());
    yield `{"data":{"exported_at":${exportedAt},"profile":${JSON.stringify(profile)},"devices":`;
    yield* jsonArrayOf(getService(strapi, 'devices').iterate(row.id));
    yield ',"events":';
    yield* jsonArrayOf(eventsOf(row));
    yield '}}';
  }

  return {
    /** @param profile without the attributes that the user may not see */
    async start(profile: OwnProfile) {
      const row = await getService(strapi, 'user-reader').getRow(profile.documentId);
      const day = new Date().toISOString().slice(0, 10);
      return {
        stream: Readable.from(write(profile, row)),
        contentType: 'application/json',
        fileName: `my-data-${day}.json`,
      };
    },
  };
};
