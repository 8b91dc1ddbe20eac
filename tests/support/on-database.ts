import { databaseClient } from './database';

const client = databaseClient();

/** Whether several servers can share the database. A SQLite file belongs to one server. */
export const isShared = client !== 'sqlite';

/** `it` for behaviour that does not apply to SQLite. */
export const onServer = isShared ? it : it.skip;

/** `describe` for behaviour that does not apply to SQLite. */
export const describeOnServer = isShared ? describe : describe.skip;

/** `describe` for behaviour that only SQLite has. */
export const describeOnSqlite = isShared ? describe.skip : describe;

/** `it` for behaviour that only PostgreSQL has. */
export const onPostgres = client === 'postgres' ? it : it.skip;
