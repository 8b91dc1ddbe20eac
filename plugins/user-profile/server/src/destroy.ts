import type { Core } from '@strapi/types';

import { getService } from './utils/service';

/** Lets what is being written come to its end, and writes what waits. */
export default async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  getService(strapi, 'jobs').stop();
  await getService(strapi, 'background-tasks').settle();
  await getService(strapi, 'event-writer').flush();
};
