import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../../shared/constants';
import type { SearchMode } from '../../../../shared/contracts/status';
import { compareBytewise } from '../../runtime/database/compare-bytewise';
import { inTransaction, lockForWriting, tableName } from '../../runtime/database/rows';
import { errorText } from '../../utils/error-text';
import { FOLDED_COLUMNS } from './folded-columns';
import { inSchema, SEARCH_TABLE } from './search-table';
import { SEARCHED_COLUMNS, searchTextOf } from './search-text';

const TRIGGER = `${SEARCH_TABLE}_write`;
const INDEX = `${SEARCH_TABLE}_body_idx`;

const SQLITE_EVENTS = ['insert', 'update', 'delete'] as const;

/**
 * Strapi rebuilds a table to change a column on SQLite, and its triggers are lost: each start creates those that are
 * missing. One that finds all of them writes nothing, because another process may write now.
 */
const createOnSqlite = async (strapi: Core.Strapi): Promise<void> => {
  const users = tableName(strapi, UIDS.user);
  const changed = SEARCHED_COLUMNS.map((column) => `old.${column} is not new.${column}`);
  const remove = (row: string) => `delete from ${SEARCH_TABLE} where rowid = ${row}.id;`;
  const add = `insert into ${SEARCH_TABLE} (rowid, body) values (new.id, ${searchTextOf('new')});`;
  const definitions: Record<(typeof SQLITE_EVENTS)[number], string> = {
    insert: `after insert on ${users} begin ${remove('new')} ${add} end`,
    update: `after update on ${users} when ${changed.join(' or ')} begin ${remove('old')} ${add} end`,
    delete: `after delete on ${users} begin ${remove('old')} end`,
  };
  const triggers = Object.entries(definitions).map(([event, definition]) => {
    const name = `${SEARCH_TABLE}_${event}`;
    // SQLite stores the text like this: the first words in upper case, the rest as it was sent.
    return { name, sql: `CREATE TRIGGER ${name} ${definition}` };
  });
  const names = [SEARCH_TABLE, ...triggers.map(({ name }) => name)];
  const stored: { sql: string }[] = await strapi.db
    .connection('sqlite_master')
    .whereIn('name', names)
    .select('sql');
  const texts = new Set(stored.map(({ sql }) => sql));
  if (stored.length === names.length && triggers.every(({ sql }) => texts.has(sql))) {
    return;
  }
  await inTransaction(strapi, async (trx) => {
    await lockForWriting(strapi, trx);
    await trx.raw(
      `create virtual table if not exists ${SEARCH_TABLE} using fts5(body, tokenize = 'trigram case_sensitive 1')`
    );
    for (const { name, sql } of triggers) {
      await trx.raw(`drop trigger if exists ${name}`);
      await trx.raw(sql);
    }
  });
};

/** A trigger on single columns would keep Strapi from changing their type. */
const triggerBody = (stored: string): string => {
  const values = (row: string) => SEARCHED_COLUMNS.map((column) => `${row}.${column}`).join(', ');
  return `
begin
  if tg_op = 'DELETE' then
    delete from ${stored} where id = old.id;
  elsif tg_op = 'INSERT' or (${values('old')}) is distinct from (${values('new')}) then
    insert into ${stored} (id, body) values (new.id, ${searchTextOf('new')})
      on conflict (id) do update set body = excluded.body;
  end if;
  return null;
end
`;
};

/** @returns the operator class of trigram indexes, with its schema; undefined without the extension */
const findTrigramClass = async (database: Knex): Promise<string | undefined> => {
  const { rows } = await database.raw(
    `select quote_ident(nspname) || '.gin_trgm_ops' as name from pg_opclass
     join pg_namespace on pg_namespace.oid = opcnamespace where opcname = 'gin_trgm_ops'`
  );
  return rows[0]?.name;
};

const createTrigramClass = async (strapi: Core.Strapi): Promise<string | undefined> => {
  const { connection: database } = strapi.db;
  try {
    await database.raw('create extension if not exists pg_trgm');
  } catch (error) {
    // Another instance may create it at the same time.
    if ((await findTrigramClass(database)) === undefined) {
      strapi.log.warn(
        `[user-profile] The extension pg_trgm could not be created, so the search for users reads every row: ${errorText(error)}`
      );
    }
  }
  return findTrigramClass(database);
};

/** @returns false for an index whose build was interrupted; undefined without an index */
const isUsable = async (database: Knex, index: string): Promise<boolean | undefined> => {
  const { rows } = await database.raw(
    `select indisvalid or exists (
       select from pg_stat_progress_create_index where index_relid = indexrelid
     ) as usable from pg_index where indexrelid = to_regclass(?)`,
    [index]
  );
  return rows[0]?.usable;
};

/** Whether the index exists or another instance builds it. Drops one whose build was interrupted. */
const hasIndex = async (database: Knex, index: string): Promise<boolean> => {
  const usable = await isUsable(database, index);
  if (usable === false) {
    await database.raw(`drop index ${index}`);
  }
  return usable === true;
};

const createOnPostgres = async (strapi: Core.Strapi): Promise<void> => {
  const { connection: database } = strapi.db;
  const users = inSchema(strapi, tableName(strapi, UIDS.user));
  const stored = inSchema(strapi, SEARCH_TABLE);
  const trigger = inSchema(strapi, TRIGGER);
  const body = triggerBody(stored);
  const { rows } = await database.raw(
    `select 1 from pg_trigger join pg_proc on pg_proc.oid = tgfoid
     where tgrelid = to_regclass(?) and tgname = ? and prosrc = ?`,
    [users, TRIGGER, body]
  );
  if (rows.length === 0) {
    await database.transaction(async (trx) => {
      // Instances that start at the same time create it in turn.
      await trx.raw('select pg_advisory_xact_lock(hashtext(?))', [SEARCH_TABLE]);
      await trx.raw(
        `create table if not exists ${stored} (id integer primary key, body text collate "C" not null)`
      );
      await trx.raw(
        `create or replace function ${trigger}() returns trigger language plpgsql as $body$${body}$body$`
      );
      await trx.raw(
        `create or replace trigger ${TRIGGER} after insert or update or delete on ${users}
         for each row execute function ${trigger}()`
      );
    });
  }
  const index = inSchema(strapi, INDEX);
  if (await hasIndex(database, index)) {
    return;
  }
  const operators = (await findTrigramClass(database)) ?? (await createTrigramClass(strapi));
  if (operators !== undefined) {
    // Does not block writes of other instances.
    await database.raw(
      `create index concurrently if not exists ${INDEX} on ${stored} using gin (body ${operators})`
    );
  }
};

/**
 * Creates the search text of users with its index, and the triggers that keep it, so no write can leave it
 * behind. Strapi keeps tables, indexes and triggers that it does not know.
 */
const createSearchTable = async (strapi: Core.Strapi): Promise<void> => {
  const { client } = strapi.db.dialect;
  if (client === 'sqlite') {
    await createOnSqlite(strapi);
  }
  if (client === 'postgres') {
    await createOnPostgres(strapi);
  }
};

/** Completes search and order with what a schema cannot declare: the comparison by bytes, and the search text. */
export const createSearchIndexes = async (strapi: Core.Strapi): Promise<void> => {
  await compareBytewise(strapi, UIDS.user, [...FOLDED_COLUMNS, 'phone_number', 'role']);
  await createSearchTable(strapi);
};

/** Drops the search text with everything that keeps it. */
export const dropSearchTable = async (strapi: Core.Strapi): Promise<void> => {
  const { client } = strapi.db.dialect;
  if (client === 'postgres') {
    await strapi.db.connection.raw(
      `drop function if exists ${inSchema(strapi, TRIGGER)}() cascade`
    );
    await strapi.db.connection.raw(`drop table if exists ${inSchema(strapi, SEARCH_TABLE)}`);
  }
  if (client === 'sqlite') {
    for (const event of SQLITE_EVENTS) {
      await strapi.db.connection.raw(`drop trigger if exists ${SEARCH_TABLE}_${event}`);
    }
    await strapi.db.connection.raw(`drop table if exists ${SEARCH_TABLE}`);
  }
};

/** How searches find users on this database. */
export const findSearchMode = async (strapi: Core.Strapi): Promise<SearchMode> => {
  switch (strapi.db.dialect.client) {
    case 'sqlite':
      return 'fts5';
    case 'postgres':
      return (await isUsable(strapi.db.connection, inSchema(strapi, INDEX))) ? 'trigram' : 'scan';
    default:
      return 'scan';
  }
};
