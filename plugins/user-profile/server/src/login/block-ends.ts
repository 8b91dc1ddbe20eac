import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, SYSTEM_ACTOR, UIDS } from '../../../shared/constants';
import { isOver } from '../model/accounts/look-up';
import { findUser } from '../model/users/find-user';
import { loadUser } from '../model/users/load-user';
import { actingAs } from '../request/actor';
import { inTransaction, query, table, type Row } from '../runtime/database/rows';
import { getService } from '../utils/service';
import { NO_BLOCK, storeBlock } from './set-blocked';

declare module '../utils/service' {
  interface Services {
    'block-ends': ReturnType<typeof createBlockEnds>;
  }
}

const JOB = 'block-ends';

const BATCH = 100;

/**
 * Lifts blocks that are over. A login lifts that of its user, so it need not wait for the job, which lifts the
 * others within a minute. The row is locked and read again, so only one of several servers lifts a block, and a
 * block that was renewed in between stays.
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

  /** The next users whose block is over. */
  const findOver = async (last: Row | null): Promise<Row[]> => {
    const rows = query(strapi, UIDS.user)
      .where({ blocked: true })
      .where('blocked_until', '<=', new Date())
      .orderBy([{ column: 'blocked_until' }, { column: 'id' }])
      .limit(BATCH)
      .select('id', 'document_id', 'blocked_until');
    if (last) {
      rows.where((later) =>
        later
          .where('blocked_until', '>', last.blocked_until as Date)
          .orWhere((equal) =>
            equal.where({ blocked_until: last.blocked_until }).where('id', '>', last.id)
          )
      );
    }
    return rows;
  };

  const liftBatches = async (renewLease: () => Promise<void>): Promise<void> => {
    for (let last: Row | null = null; ;) {
      const rows = await findOver(last);
      for (const row of rows) {
        await lift(String(row.document_id));
        await yieldToEventLoop();
      }
      if (rows.length < BATCH) {
        return;
      }
      last = rows[rows.length - 1];
      await renewLease();
    }
  };

  return {
    /**
     * Must run outside of transactions.
     * @param id the `documentId`
     */
    lift,

    /**
     * The same in the current transaction: an error fails it.
     * @param id of the row
     */
    async liftWithin(id: number): Promise<boolean> {
      const user = await findUser(strapi, id);
      return user !== null && actingAs(SYSTEM_ACTOR, () => liftLocked(user.document_id));
    },

    /**
     * Blocks that other code sets have no reason and no end, also if the user was blocked already.
     *
     * @param accountIds the accounts that were blocked
     */
    async forgetTerms(trx: Knex.Transaction, accountIds: number[]): Promise<void> {
      const accounts = table(strapi, trx, STRAPI_UIDS.account)
        .whereIn('id', accountIds)
        .select('document_id');
      const identities = table(strapi, trx, UIDS.identity)
        .where({ is_primary: true })
        .whereIn('account', accounts)
        .select('user_id');
      await table(strapi, trx, UIDS.user)
        .whereIn('id', identities)
        .where((block) =>
          ['blocked_until', 'block_reason', 'block_change'].forEach((column) =>
            block.orWhereNotNull(column)
          )
        )
        .update({ block_reason: null, blocked_until: null, block_change: null });
    },

    /**
     * Lifts all blocks whose end is over, unless another run or server does.
     *
     * @param isInterrupted whether an earlier run did not end, whose lease only another run ends
     */
    async liftAll(isInterrupted = false): Promise<void> {
      try {
        if (isInterrupted || (await findOver(null)).length > 0) {
          await getService(strapi, 'jobs').run(JOB, {}, ({ save }) => liftBatches(() => save({})));
        }
      } catch (error) {
        getService(strapi, 'capture-errors').add('the end of blocks', error);
      }
    },
  };
};
