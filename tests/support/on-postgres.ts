import { databaseClient } from './database';

/** `it`, for what SQLite cannot do or has no need of. */
export const onPostgres = databaseClient() === 'postgres' ? it : it.skip;
