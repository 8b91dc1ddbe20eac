/** Classes 22 (data) and 23 (constraints) of SQLSTATE. */
const DATA_STATE = /^2[23]/;
/** Errors of MySQL and MariaDB about a value, whose state is that of any error. */
const MYSQL_CODES = new Set([
  'ER_TRUNCATED_WRONG_VALUE_FOR_FIELD',
  'ER_DATA_TOO_LONG',
  'ER_INVALID_JSON_TEXT',
]);

/** Whether the database rejects the rows. Otherwise it is gone, full or busy, and the import waits for it. */
export const isDataError = (error: unknown): boolean => {
  const { code, sqlState } = (error ?? {}) as { code?: unknown; sqlState?: unknown };
  return (
    DATA_STATE.test(String(sqlState ?? '')) ||
    (typeof code === 'string' &&
      (/^2[23][0-9A-Z]{3}$/.test(code) ||
        MYSQL_CODES.has(code) ||
        /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG)/.test(code)))
  );
};
