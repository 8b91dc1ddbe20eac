import type { Core } from '@strapi/types';

import {
  asBoolean,
  asDate,
  asIso,
  asJson,
  asNumber,
  asText,
  hasInserted,
  inTransaction,
  systemColumns,
} from '../../../../plugins/user-profile/server/src/runtime/database/rows';

const ISO = '2026-11-23T12:00:30.567Z';

describe('asDate and asIso', () => {
  it.each([
    ['milliseconds of SQLite', Date.parse(ISO)],
    ['a Date of PostgreSQL', new Date(ISO)],
    ['an ISO text', ISO],
  ])('read %s', (_what, value) => {
    expect(asDate(value)).toEqual(new Date(ISO));
    expect(asIso(value)).toBe(ISO);
  });

  it.each([null, undefined, 'yesterday', Number.NaN])('return null for %p', (value) => {
    expect(asDate(value)).toBeNull();
    expect(asIso(value)).toBeNull();
  });

  it('read the Unix epoch', () => {
    expect(asIso(0)).toBe('1970-01-01T00:00:00.000Z');
  });
});

describe('asJson', () => {
  it.each([
    ['text of SQLite and MariaDB', '{"a":[1]}', { a: [1] }],
    ['a value of PostgreSQL', { a: [1] }, { a: [1] }],
    ['a falsy value', 'false', false],
    ['a number', '0', 0],
  ])('reads %s', (_what, value, expected) => {
    expect(asJson<unknown>(value, 'fallback')).toEqual(expected);
  });

  it.each([null, undefined, '{"a":', ''])('returns the fallback for %p', (value) => {
    const fallback = {};
    expect(asJson(value, fallback)).toBe(fallback);
  });
});

describe('asBoolean', () => {
  it.each([true, 1])('returns true for %p', (value) => {
    expect(asBoolean(value)).toBe(true);
  });

  it.each([false, 0, null, undefined, 'true', 2])('returns false for %p', (value) => {
    expect(asBoolean(value)).toBe(false);
  });
});

describe('asText', () => {
  it('returns text unchanged', () => {
    expect(asText(' a ')).toBe(' a ');
  });

  it.each(['', null, undefined, 7, {}])('returns null for %p', (value) => {
    expect(asText(value)).toBeNull();
  });
});

describe('asNumber', () => {
  it.each([
    [7, 7],
    ['7', 7],
    [0, 0],
    ['-1.5', -1.5],
  ])('reads %p', (value, expected) => {
    expect(asNumber(value)).toBe(expected);
  });

  it.each([null, undefined, 'seven', Number.NaN, Infinity])('returns null for %p', (value) => {
    expect(asNumber(value)).toBeNull();
  });
});

describe('hasInserted', () => {
  it.each([
    ['a row of SQLite or PostgreSQL', [{ id: 1 }], true],
    ['no row', [], false],
    ['an id of MariaDB', [12], true],
    ['the id 0 of MariaDB', [0], false],
    ['a number', 1, true],
    ['null', [null], false],
    ['undefined', undefined, false],
  ])('interprets %s', (_what, result, expected) => {
    expect(hasInserted(result)).toBe(expected);
  });
});

describe('systemColumns', () => {
  const now = new Date(ISO);
  const strapiWith = (documentId: object | undefined) =>
    ({
      db: { metadata: { get: () => ({ attributes: { documentId } }) } },
    }) as unknown as Core.Strapi;

  it('contain a new documentId in the form of a cuid2, and the given time', () => {
    const columns = () => systemColumns(strapiWith({ type: 'string' }), 'a.type', now);
    expect(columns()).toEqual({
      document_id: expect.stringMatching(/^[a-z][a-z\d]{23}$/),
      created_at: now,
      updated_at: now,
      published_at: now,
    });
    expect(columns().document_id).not.toBe(columns().document_id);
  });

  it('fail if the type has no documentId', () => {
    expect(() => systemColumns(strapiWith(undefined), 'a.type', now)).toThrow('a.type');
  });
});

describe('inTransaction', () => {
  const deadlock = (code: string) => Object.assign(new Error('deadlock'), { code });

  const strapiWith = (isNested: boolean) => {
    const trx = { isCompleted: () => false };
    const transaction = jest.fn((work: (context: { trx: object }) => unknown) => work({ trx }));
    const strapi = { db: { inTransaction: () => isNested, transaction } } as unknown as Core.Strapi;
    return { strapi, trx, transaction };
  };

  it('runs the work in a transaction and returns its result', async () => {
    const { strapi, trx } = strapiWith(false);
    const work = jest.fn().mockResolvedValue('done');
    expect(await inTransaction(strapi, work)).toBe('done');
    expect(work.mock.calls).toEqual([[trx]]);
  });

  it.each(['40P01', '40001', 'ER_LOCK_DEADLOCK'])('retries after the deadlock %s', async (code) => {
    const { strapi, transaction } = strapiWith(false);
    const work = jest.fn().mockRejectedValueOnce(deadlock(code)).mockResolvedValue('done');
    expect(await inTransaction(strapi, work)).toBe('done');
    expect(transaction).toHaveBeenCalledTimes(2);
  });

  it('gives up after four deadlocks', async () => {
    const { strapi } = strapiWith(false);
    const work = jest.fn().mockRejectedValue(deadlock('40P01'));
    await expect(inTransaction(strapi, work)).rejects.toThrow('deadlock');
    expect(work).toHaveBeenCalledTimes(4);
  });

  it('does not retry after other errors', async () => {
    const { strapi } = strapiWith(false);
    const work = jest.fn().mockRejectedValue(deadlock('23505'));
    await expect(inTransaction(strapi, work)).rejects.toThrow('deadlock');
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('waits for another process that writes to SQLite, and then takes the lock first', async () => {
    const { strapi, transaction } = strapiWith(false);
    const update = jest.fn().mockResolvedValue(0);
    const trx = Object.assign(() => ({ whereRaw: () => ({ update }) }), {
      isCompleted: () => false,
    });
    Object.assign(strapi.db, {
      dialect: { client: 'sqlite' },
      metadata: { get: () => ({ tableName: 'jobs' }) },
      getSchemaName: () => undefined,
    });
    transaction.mockImplementation((run) => run({ trx }));
    const work = jest.fn().mockResolvedValue('done');
    for (const code of ['SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT']) {
      const cause = deadlock(code);
      work.mockRejectedValueOnce(new Error('in a savepoint', { cause }));
    }
    expect(await inTransaction(strapi, work)).toBe('done');
    expect([work.mock.calls.length, update.mock.calls.length]).toEqual([3, 2]);
  });

  it('leaves the retry to the outer transaction', async () => {
    const { strapi } = strapiWith(true);
    const work = jest.fn().mockRejectedValue(deadlock('40P01'));
    await expect(inTransaction(strapi, work)).rejects.toThrow('deadlock');
    expect(work).toHaveBeenCalledTimes(1);
  });
});
