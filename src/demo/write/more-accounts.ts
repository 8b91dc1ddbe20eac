import type { Core } from '@strapi/strapi';

import { inTransaction, pluginService } from '../plugin';
import type { AccountDefaults } from './account';

const ACCOUNT_UID = 'plugin::users-permissions.user';

/** Few enough for the variables of a statement on SQLite. */
const BATCH = 1000;
const DAY_MS = 86_400_000;

const emailOf = (n: number): string => `user-${String(n).padStart(7, '0')}@example.com`;

/**
 * Creates accounts without profiles, as a site has them that installs the plugin. The plugin then creates the
 * profiles in the background. An interrupted call continues at the next start.
 *
 * @param count how many there are to be
 */
export const writeMoreAccounts = async (
  strapi: Core.Strapi,
  count: number,
  { roleId, passwordHash }: AccountDefaults
): Promise<void> => {
  const { tableName, attributes } = strapi.db.metadata.get(ACCOUNT_UID);
  const { joinTable } = attributes.role as {
    joinTable: { name: string; joinColumn: { name: string }; inverseJoinColumn: { name: string } };
  };
  const now = Date.now();
  const existing = await strapi.db.query(ACCOUNT_UID).count({
    where: { email: { $startsWith: 'user-', $endsWith: '@example.com' } },
  });
  for (let first = existing + 1; first <= count; first += BATCH) {
    const size = Math.min(BATCH, count - first + 1);
    const rows = Array.from({ length: size }, (_, index) => {
      const n = first + index;
      const createdAt = new Date(now - (n % 1000) * DAY_MS);
      return {
        document_id: `sample${String(n).padStart(18, '0')}`,
        email: emailOf(n),
        username: emailOf(n).split('@')[0],
        provider: 'local',
        password: passwordHash,
        confirmed: n % 5 > 0,
        blocked: n % 100 === 0,
        created_at: createdAt,
        updated_at: createdAt,
        published_at: createdAt,
      };
    });
    await inTransaction(strapi, async (trx) => {
      await trx.batchInsert(tableName, rows, 50);
      const accounts: { id: number }[] = await trx(tableName)
        .whereIn(
          'document_id',
          rows.map((row) => row.document_id)
        )
        .select('id');
      const links = accounts.map(({ id }) => ({
        [joinTable.joinColumn.name]: id,
        [joinTable.inverseJoinColumn.name]: roleId,
      }));
      await trx.batchInsert(joinTable.name, links, 200);
    });
  }
  if (existing < count) {
    pluginService(strapi, 'reconcile')
      .run('all')
      .catch((error: unknown) => strapi.log.error(error));
  }
};
