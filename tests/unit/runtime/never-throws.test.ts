import type { Core } from '@strapi/types';

import { LostTransactionError } from '../../../plugins/user-profile/server/src/runtime/database/savepoint';
import { neverThrows } from '../../../plugins/user-profile/server/src/runtime/never-throws';

/** A Strapi inside a transaction that records its SQL. `failing` is the statement that the database rejects. */
const createStrapi = (failing?: RegExp, { isNested = true } = {}) => {
  const statements: string[] = [];
  const errors: unknown[] = [];
  const trx = {
    isCompleted: () => false,
    async raw(sql: string) {
      statements.push(sql.replace(/user_profile_\d+/, 'x'));
      if (failing?.test(sql)) {
        throw new Error('SAVEPOINT does not exist');
      }
    },
  };
  const strapi = {
    db: {
      inTransaction: () => isNested,
      transaction: (work: (context: object) => unknown) => work({ trx }),
    },
    plugin: () => ({
      service: () => ({ add: (_what: string, error: unknown) => errors.push(error) }),
    }),
  };
  return { strapi: strapi as unknown as Core.Strapi, statements, errors };
};

const failure = new Error('Deadlock found');
const fail = () => Promise.reject(failure);

describe('work that must not break its caller', () => {
  it('is undone and counted if it fails', async () => {
    const { strapi, statements, errors } = createStrapi();
    expect(await neverThrows(strapi, 'a login', fail)).toBeUndefined();
    expect(statements).toEqual(['SAVEPOINT x', 'ROLLBACK TO SAVEPOINT x']);
    expect(errors).toEqual([failure]);
  });

  it('is repeated after a deadlock if it is not inside a transaction', async () => {
    const { strapi, errors } = createStrapi(undefined, { isNested: false });
    const deadlock = Object.assign(new Error('Deadlock found'), { code: 'ER_LOCK_DEADLOCK' });
    const work = jest.fn().mockRejectedValueOnce(deadlock).mockResolvedValue('done');
    expect(await neverThrows(strapi, 'a login', work)).toBe('done');
    expect(errors).toEqual([]);
  });

  it('fails the caller if the database has undone the whole transaction', async () => {
    const { strapi, errors } = createStrapi(/^ROLLBACK/);
    const lost = await neverThrows(strapi, 'a login', fail).catch((error: unknown) => error);
    expect(lost).toBeInstanceOf(LostTransactionError);
    expect((lost as Error).cause).toBe(failure);
    expect(errors).toEqual([]);
  });
});
