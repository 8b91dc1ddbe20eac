import type { Core } from '@strapi/types';

/**
 * Makes transactions on MySQL and MariaDB see what others have committed, as they do on PostgreSQL. By default
 * the first plain read of a transaction fixes what all later ones see: a check that waited for a lock would miss
 * the row that it waited for.
 *
 * Must run before the first connection. Strapi initializes each one with its dialect (@strapi/database 5.54.0,
 * index.js, afterCreate).
 */
export const readCommitted = (strapi: Core.Strapi): void => {
  const { dialect } = strapi.db;
  if (dialect.client !== 'mysql') {
    return;
  }
  const initialize = dialect.initialize.bind(dialect);
  dialect.initialize = async (connection) => {
    await initialize(connection);
    await strapi.db.connection
      .raw('set session transaction isolation level read committed')
      .connection(connection);
  };
};

/**
 * A binary log of statements cannot be replayed under READ COMMITTED, so every write would fail.
 *
 * @throws Error if the server keeps such a log
 */
export const requireRowLog = async (strapi: Core.Strapi): Promise<void> => {
  if (strapi.db.dialect.client !== 'mysql') {
    return;
  }
  const [rows]: { Variable_name: string; Value: string }[][] = await strapi.db.connection.raw(
    "show variables where variable_name in ('log_bin', 'binlog_format')"
  );
  const log = Object.fromEntries(rows.map((row) => [row.Variable_name, row.Value]));
  if (log.log_bin === 'ON' && log.binlog_format === 'STATEMENT') {
    throw new Error(
      'The plugin "user-profile" requires a binary log of rows, because its transactions are READ COMMITTED. ' +
        'Set binlog_format=ROW or MIXED in the configuration of the database server.'
    );
  }
};
