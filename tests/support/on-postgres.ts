import { databaseClient } from './database';

/** `it` for behaviour that does not apply to SQLite. */
export const onPostgres = databaseClient() === 'postgres' ? it : it.skip;
