import type { Core } from '@strapi/types';

import { getService } from '../utils/service';

/** Runs work once the current transaction is committed; at once if there is no transaction. */
export const afterCommit = async (
  strapi: Core.Strapi,
  work: () => Promise<unknown>
): Promise<void> => {
  if (!strapi.db.inTransaction()) {
    await work();
    return;
  }
  await strapi.db.transaction(({ onCommit }) => {
    onCommit(() => getService(strapi, 'background-tasks').addToRequest(work()));
  });
};
