/**
 * Characters that PostgreSQL rejects in text: NUL and lone surrogates. With the `u` flag,
 * `\p{Surrogate}` does not match the halves of a pair.
 */
const UNSTORABLE = /[\0\p{Surrogate}]/gu;

/** Removes the characters that a database rejects. */
const storable = (text: string): string => text.replace(UNSTORABLE, '');

/**
 * Prepares a text from outside to be stored.
 *
 * @param value anything; only strings are used
 * @param max length of the column, in UTF-16 code units. No database counts more per character.
 * @returns the text without characters that a database rejects, cut to `max`; null if it is blank or not
 *   a string
 */
export const clean = (value: unknown, max: number): string | null => {
  if (typeof value !== 'string') {
    return null;
  }
  // Again after the cut, which may have split a surrogate pair.
  const text = storable(storable(value).slice(0, max));
  return text.trim() === '' ? null : text;
};
