import type { Core } from '@strapi/types';
import type { z } from '@strapi/utils';

import { UIDS } from '../../../shared/constants';
import type { deleteConnectionQuery } from '../../../shared/contracts/connections';
import { lockUniqueAccounts } from '../model/connections/uniqueness';
import { inTransaction, table } from '../runtime/database/rows';
import { ConflictError, problem, validationError, coded } from '../utils/errors';
import { getService } from '../utils/service';
import { lockConnections, requireOwn, requireRow } from './lock-connections';
import { createMigration } from './migration';

declare module '../utils/service' {
  interface Services {
    'connection-remover': ReturnType<typeof createConnectionRemover>;
  }
}

type UserHandling = z.output<typeof deleteConnectionQuery>;

/** Deletes connections, and moves or detaches their users. */
export const createConnectionRemover = ({ strapi }: { strapi: Core.Strapi }) => {
  const migration = createMigration(strapi);

  return {
    /**
     * Deletes a connection. Its users keep their profiles.
     *
     * @param handling `users`: what happens to users of the connection; `to`: the connection they move to
     * @returns the number of users moved and detached
     * @throws NotFoundError
     * @throws ApplicationError if the connection is managed elsewhere
     * @throws ValidationError if `to` is not another connection of the same strategy
     * @throws ConflictError if the connection has users and they are neither moved nor detached
     */
    async remove(
      name: string,
      { users, to }: UserHandling
    ): Promise<{ moved: number; detached: number }> {
      const row = await requireRow(strapi, name);
      requireOwn(row);
      return inTransaction(strapi, async (trx) => {
        await lockUniqueAccounts(strapi);
        const rows = await lockConnections(
          strapi,
          trx,
          users === 'move' && to ? [name, to] : [name]
        );
        const target = rows.find((each) => each.name === to && each.strategy === row.strategy);
        if (users === 'move' && (!target || to === name)) {
          const reason = coded('connection_target_invalid', { strategy: row.strategy });
          throw validationError([problem(['to'], reason)]);
        }
        const found = await migration.count(trx, name);
        if (found > 0 && users === 'reject') {
          throw new ConflictError(coded('connection_has_users', { count: found, name }), ['users']);
        }
        const moved =
          users === 'move' && target
            ? await migration.move(
                trx,
                row,
                await getService(strapi, 'connection-store').rowOf(target)
              )
            : 0;
        if (users === 'detach') {
          await migration.endSessions(trx, name);
        }
        const counts = { moved, detached: found - moved };
        await getService(strapi, 'audit').recordConnection(name, {
          operation: 'delete-connection',
          ...counts,
          ...(users === 'move' ? { to } : {}),
        });
        await table(strapi, trx, UIDS.connection).where({ name }).delete();
        return counts;
      });
    },
  };
};
