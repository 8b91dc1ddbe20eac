import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { inTransaction, runInTransaction } from './rows';

/** The end of the queue of savepoints in each transaction. */
const queues = new WeakMap<Knex.Transaction, Promise<unknown>>();
let counter = 0;

/**
 * After a deadlock, MySQL and MariaDB roll back the whole transaction with its savepoints. The caller must
 * not go on: what it wrote before is lost, and what it writes next would be committed at once.
 */
export class LostTransactionError extends Error {
  constructor(cause: unknown) {
    super('The database has rolled back the transaction', { cause });
    this.name = 'LostTransactionError';
  }
}

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
    try {
      await trx.raw(`ROLLBACK TO SAVEPOINT ${name}`);
    } catch {
      throw new LostTransactionError(error);
    }
    throw error;
  }
};

/**
 * Runs work of which a failure undoes only its own writes: in a savepoint of the current transaction, or
 * else as `inTransaction` does. Without a savepoint, an error aborts the whole transaction on
 * PostgreSQL even if it is caught. Savepoints of one transaction run one after the other, because releasing
 * one also releases those that were opened after it.
 *
 * @throws the error of the work
 * @throws LostTransactionError
 */
export const inSavepoint = <T>(
  strapi: Core.Strapi,
  work: (trx: Knex.Transaction) => Promise<T>
): Promise<T> => {
  if (!strapi.db.inTransaction()) {
    return inTransaction(strapi, work);
  }
  return strapi.db.transaction(({ trx: current }) => {
    const trx = current as Knex.Transaction;
    const turn = (queues.get(trx) ?? Promise.resolve()).then(() => withSavepoint(trx, work));
    queues.set(
      trx,
      turn.catch(() => undefined)
    );
    return turn;
  }) as Promise<T>;
};
