import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

import type { Core } from '@strapi/types';

import { SYSTEM_ACTOR, UIDS } from '../../../shared/constants';
import { isOver } from '../model/accounts/look-up';
import { findUser } from '../model/users/find-user';
import { loadUser } from '../model/users/load-user';
import { actingAs } from '../request/actor';
import { inTransaction, query, type Row } from '../runtime/database/rows';
import { getService } from '../utils/service';
import { NO_BLOCK, storeBlock } from './set-blocked';

declare module '../utils/service' {
  interface Services {
    'block-ends': ReturnType<typeof createBlockEnds>;
  }
}

const BATCH = 100;

/**
 * Ends blocks at their end. A login lifts the block of its user, so it does not wait for the job; the job lifts
 * the others within a minute. The row is locked and read again, so of several servers one lifts it, and a block
 * that was set anew in between stays.
 */
export const createBlockEnds = ({ strapi }: { strapi: Core.Strapi }) => {
  const liftLocked = (id: string): Promise<boolean> =>
    inTransaction(strapi, async (trx) => {
      const user = await loadUser(strapi, id);
      if (!user.row.blocked || !isOver(user.row.blocked_until)) {
        return false;
      }
      // The event is written at the commit, which may be outside of `actingAs`.
      await storeBlock(strapi, trx, [user], NO_BLOCK, SYSTEM_ACTOR);
      return true;
    });

  /** @returns false if the user stays blocked, also after an error */
  const lift = async (id: string): Promise<boolean> => {
    try {
      return await actingAs(SYSTEM_ACTOR, () => liftLocked(id));
    } catch (error) {
      getService(strapi, 'capture-errors').add('the end of a block', error);
      return false;
    }
  };

  return {
    /** Must run outside of transactions. @param id the `documentId` */
    lift,

    /** The same in the current transaction: an error fails it. @param id of the row */
    async liftWithin(id: number): Promise<boolean> {
      const user = await findUser(strapi, id);
      return user !== null && actingAs(SYSTEM_ACTOR, () => liftLocked(user.document_id));
    },

    /** Lifts all blocks whose end is over. */
    async liftAll(): Promise<void> {
      try {
        for (let failed = 0; ;) {
          const rows: Row[] = await query(strapi, UIDS.user)
            .where('blocked_until', '<=', new Date())
            .orderBy([{ column: 'blocked_until' }, { column: 'id' }])
            .offset(failed)
            .limit(BATCH)
            .select('document_id');
          for (const row of rows) {
            failed += (await lift(String(row.document_id))) ? 0 : 1;
            await yieldToEventLoop();
          }
          if (rows.length < BATCH) {
            return;
          }
        }
      } catch (error) {
        getService(strapi, 'capture-errors').add('the end of blocks', error);
      }
    },
  };
};
