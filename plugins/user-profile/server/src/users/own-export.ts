import { Readable } from 'node:stream';

import type { Core } from '@strapi/types';

import type { LogEvent } from '../../../shared/contracts/events';
import type { ExportMe } from '../../../shared/contracts/me';
import { ownView } from '../events/own-view';
import { getService } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    'own-export': ReturnType<typeof createOwnExport>;
  }
}

const EVENTS_BATCH = 500;
const FROM_THE_BEGINNING = new Date(0).toISOString();

type OwnProfile = ExportMe.Response['data']['profile'];

async function* listOf(items: AsyncIterable<unknown>): AsyncGenerator<string> {
  let separator = '[';
  for await (const item of items) {
    yield separator + JSON.stringify(item);
    separator = ',';
  }
  yield separator === '[' ? '[]' : ']';
}

/** Writes all that is kept about one user, as a stream: a long history needs no more memory than a short one. */
export const createOwnExport = ({ strapi }: { strapi: Core.Strapi }) => {
  async function* eventsOf(profile: string): AsyncGenerator<LogEvent> {
    const reader = getService(strapi, 'event-reader');
    for (let cursor: string | undefined; ;) {
      const { data, meta } = await reader.findForProfile(profile, {
        filters: { date: { $gte: FROM_THE_BEGINNING } },
        pagination: { cursor, pageSize: EVENTS_BATCH },
      });
      yield* data.map(ownView);
      if (meta.pagination.nextCursor === null) {
        return;
      }
      cursor = meta.pagination.nextCursor;
    }
  }

  async function* write(profile: OwnProfile, userRowId: number): AsyncGenerator<string> {
    const exportedAt = JSON.stringify(new Date().toISOString());
    yield `{"data":{"exported_at":${exportedAt},"profile":${JSON.stringify(profile)},"devices":`;
    yield* listOf(getService(strapi, 'devices').iterate(userRowId));
    yield ',"events":';
    yield* listOf(eventsOf(profile.documentId));
    yield '}}';
  }

  return {
    /** @param profile as the user may see it */
    async start(profile: OwnProfile) {
      const { id } = await getService(strapi, 'user-reader').getRow(profile.documentId);
      const day = new Date().toISOString().slice(0, 10);
      return { stream: Readable.from(write(profile, id)), fileName: `my-data-${day}.json` };
    },
  };
};
