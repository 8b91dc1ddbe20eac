const MAX_LENGTH = 500;

/** How knex starts the message of an error: with the statement and its values, however many there are. */
const STATEMENT =
  /^\W*(select|insert|update|delete|replace|merge|with|alter|create|drop|truncate|begin|commit|rollback|savepoint|release|lock|set|analyze|pragma)\b/i;

/** Values that databases quote, such as the email address in "Duplicate entry 'ada@example.com' for key 'email'". */
const VALUES = [/(['"]).*\1(?= for (?:key|column)\b| is out of range)/s, /(?<=: )(['"]).*\1/s];

/** The end of a quoted value that itself contains the separator. */
const isCut = (text: string): boolean =>
  ['"', "'"].some((quote) => text.split(quote).length % 2 === 0);

const withoutValues = (text: string): string =>
  VALUES.reduce(
    (rest, value) => rest.replace(value, '…'),
    isCut(text) ? text.replace(/^[^'"]*['"]/, '…') : text
  );

/**
 * What an error is about, for logs and the panel. Errors of the database have the statement with its values in
 * front, such as email addresses and password hashes, which must not be shown.
 */
export const errorText = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  const text = STATEMENT.test(message) ? withoutValues(message.split(' - ').at(-1) ?? '') : message;
  return text.slice(0, MAX_LENGTH);
};
