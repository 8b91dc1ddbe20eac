/**
 * What PostgreSQL refuses in text: NUL, and surrogates without their other half (with the `u` flag,
 * `\p{Surrogate}` matches only those).
 */
const REFUSED = /[\0\p{Surrogate}]/gu;

/** The text without what a database refuses. */
export const storable = (text: string): string => text.replace(REFUSED, '');

/**
 * Makes a text from outside fit to be stored.
 *
 * @param value anything; what is not a string is as good as nothing
 * @param max length of the column, in UTF-16 code units, which no database counts higher
 * @returns the text without characters that a database refuses, cut to `max`; null if it is blank
 */
export const clean = (value: unknown, max: number): string | null => {
  if (typeof value !== 'string') {
    return null;
  }
  // Once more after the cut, which may have halved a pair.
  const text = storable(storable(value).slice(0, max));
  return text.trim() === '' ? null : text;
};
