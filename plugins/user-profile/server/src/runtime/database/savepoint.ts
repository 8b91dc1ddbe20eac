import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { runInTransaction } from './rows';

/** The end of the queue of savepoints in each transaction. */
const queues = new WeakMap<Knex.Transaction, Promise<unknown>>();
let counter = 0;

const withSavepoint = async <T>(
  trx: Knex.Transaction,
  work: (trx: Knex.Transaction) => Promise<T>
): Promise<T> => {
  counter = (counter + 1) % 1_000_000;
  const name = `user_profile_${counter}`;
  await trx.raw(`SAVEPOINT ${name}`);
  try {
    const result = await runInTransaction(trx, () => work(trx));
    await trx.raw(`RELEASE SAVEPOINT ${name}`);
    return result;
  } catch (error) {
    await trx.raw(`ROLLBACK TO SAVEPOINT ${name}`);
    throw error;
  }
};

/**
 * Runs work so that its failure undoes its own writes and nothing else.
 *
 * Inside somebody's transaction that takes a savepoint: on PostgreSQL an error that is caught still
 * aborts the whole transaction otherwise. Savepoints of one transaction run one after the other, since
 * releasing one also releases those that were opened after it. Outside, the work gets a transaction
 * of its own.
 *
 * @throws what the work throws
 */
export const inSavepoint = <T>(
  strapi: Core.Strapi,
  work: (trx: Knex.Transaction) => Promise<T>
): Promise<T> => {
  const nested = strapi.db.inTransaction();
  return strapi.db.transaction(({ trx: current }) => {
    const trx = current as Knex.Transaction;
    if (!nested) {
      return runInTransaction(trx, () => work(trx));
    }
    const turn = (queues.get(trx) ?? Promise.resolve()).then(() => withSavepoint(trx, work));
    queues.set(
      trx,
      turn.catch(() => undefined)
    );
    return turn;
  }) as Promise<T>;
};
