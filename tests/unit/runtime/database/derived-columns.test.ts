import type { Core } from '@strapi/types';
import knex, { type Knex } from 'knex';

import {
  deriveColumns,
  table,
} from '../../../../plugins/user-profile/server/src/runtime/database/rows';

const UID = 'plugin::test.thing';

const strapi = {
  db: { metadata: { get: () => ({ tableName: 'things' }) }, getSchemaName: () => undefined },
} as unknown as Core.Strapi;

describe('a table with derived columns', () => {
  const database = knex({ client: 'pg' }) as unknown as Knex.Transaction;

  deriveColumns(UID, ['name'], (columns) => ({
    ...columns,
    derived: `${String(columns.name)}!`,
  }));

  const rows = () => table(strapi, database, UID);

  it.each<[string, Knex.QueryBuilder, unknown[]]>([
    ['an insert', rows().insert({ name: 'a' }), ['a!', 'a']],
    ['an insert of several rows', rows().insert([{ name: 'a' }]), ['a!', 'a']],
    ['an update', rows().where({ id: 1 }).update({ name: 'a' }), ['a', 'a!', 1]],
    ['an update of one column', rows().update('name', 'a'), ['a', 'a!']],
    ['an update with a counter', rows().update({ name: 'a' }).increment('n', 1), ['a', 'a!', 1]],
    [
      'an insert that ignores conflicts',
      rows().insert({ name: 'a' }).onConflict('name').ignore().returning('id'),
      ['a!', 'a'],
    ],
  ])('has them in %s', (_what, query, bindings) => {
    const statement = query.toSQL();
    expect([...statement.bindings].sort()).toEqual([...bindings].sort());
    expect(statement.sql).toContain('"derived"');
  });

  it.each<[string, Knex.QueryBuilder]>([
    ['an insert', rows().insert({ n: 1 })],
    ['an update', rows().where({ id: 1 }).update({ n: 1, name: undefined })],
    ['an update of one column', rows().update('n', 1)],
  ])('has none in %s of other columns', (_what, query) => {
    expect(query.toSQL().sql).not.toContain('"derived"');
  });
});
