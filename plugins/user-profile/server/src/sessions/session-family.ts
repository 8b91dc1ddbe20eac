import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { asText, type Row } from '../runtime/database/rows';
import { sessionTable } from './session-rows';

const follow = (start: string, next: Map<string, string>): string[] => {
  const found: string[] = [];
  for (let id = next.get(start); id && !found.includes(id); id = next.get(id)) {
    found.push(id);
  }
  return found;
};

/**
 * All sessions of one login: the given session, those it was refreshed from, and those it was refreshed to.
 *
 * @param deviceId of the sessions; null for one that is older than the plugin: it has no device, but those that it
 * was refreshed to may have one
 * @returns their session ids
 */
export const sessionFamily = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  accountId: number,
  deviceId: string | null,
  sessionId: string
): Promise<string[]> => {
  const rows: Row[] = await sessionTable(strapi, trx)
    .where({ user_id: String(accountId), ...(deviceId === null ? {} : { device_id: deviceId }) })
    .select('session_id', 'child_id');
  const links = rows
    .map((row) => [String(row.session_id), asText(row.child_id)] as const)
    .filter((link): link is readonly [string, string] => link[1] !== null);
  const children = new Map(links);
  const parents = new Map(links.map(([parent, child]) => [child, parent]));
  return [sessionId, ...follow(sessionId, children), ...follow(sessionId, parents)];
};
