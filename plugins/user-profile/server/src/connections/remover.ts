import type { Core } from '@strapi/types';
import type { z } from '@strapi/utils';

import { UIDS } from '../../../shared/constants';
import type { deleteConnectionQuery } from '../../../shared/contracts/connections';
import { takeTurns } from '../model/connections/uniqueness';
import { inTransaction, table } from '../runtime/database/rows';
import { ConflictError, problem, validationError } from '../utils/errors';
import { getService } from '../utils/service';
import { lockRows, requireOwn, requireRow } from './lock-connections';
import { createUsersMover } from './move-users';

declare module '../utils/service' {
  interface Services {
    'connection-remover': ReturnType<typeof createConnectionRemover>;
  }
}

type Fate = z.output<typeof deleteConnectionQuery>;

/** Deletes connections, and says what becomes of their users. */
export const createConnectionRemover = ({ strapi }: { strapi: Core.Strapi }) => {
  const mover = createUsersMover(strapi);

  return {
    /**
     * Deletes a connection. Users whose way in it was keep their profiles.
     *
     * @throws ConflictError while users depend on it and `users` does not say what becomes of them
     */
    async remove(name: string, { users, to }: Fate): Promise<{ moved: number; detached: number }> {
      const row = await requireRow(strapi, name);
      requireOwn(row);
      return inTransaction(strapi, async (trx) => {
        await takeTurns(strapi);
        const rows = await lockRows(strapi, trx, users === 'move' && to ? [name, to] : [name]);
        const target = rows.find((each) => each.name === to && each.strategy === row.strategy);
        if (users === 'move' && (!target || to === name)) {
          const message = `"to" must name another connection with the strategy "${row.strategy}"`;
          throw validationError([problem(['to'], message)]);
        }
        const found = await mover.count(trx, name);
        if (found > 0 && users === 'reject') {
          const who = found === 1 ? '1 user signs in' : `${found} users sign in`;
          const message = `${who} by "${name}". Move them to another connection, or say that they may lose this way in.`;
          throw new ConflictError(message, ['users']);
        }
        const moved =
          users === 'move' && target
            ? await mover.move(trx, row, await getService(strapi, 'connection-store').rowOf(target))
            : 0;
        if (users === 'detach') {
          await mover.endSessions(trx, name);
        }
        const counts = { moved, detached: found - moved };
        await getService(strapi, 'audit').noteConnection(name, {
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
