import type { Core } from '@strapi/types';

import { getService } from './utils/service';

/** Waits for running work and writes queued events. */
export default async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  getService(strapi, 'jobs').stop();
  await getService(strapi, 'background-tasks').settle();
  await getService(strapi, 'event-writer').flush();
};
