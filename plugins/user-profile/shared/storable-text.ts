/** Half of a surrogate pair: bcryptjs and some databases fail on it. With the `u` flag, no half of a pair matches. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** What PostgreSQL rejects in text. */
const UNSTORABLE = new RegExp(`\\0|${LONE_SURROGATE.source}`, 'u');
const ALL_UNSTORABLE = new RegExp(UNSTORABLE, 'gu');

export const isWellFormed = (text: string): boolean => !LONE_SURROGATE.test(text);

/** Whether PostgreSQL accepts the text as a parameter, and so whether a row can contain it. */
export const isStorable = (text: string): boolean => !UNSTORABLE.test(text);

/** Removes the characters that a row cannot contain. */
export const toStorable = (text: string): string => text.replace(ALL_UNSTORABLE, '');

/** Anything but spaces, marks of direction, fillers and the empty Braille pattern. */
const VISIBLE = /[^\s\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Whether a reader sees anything of the text. */
export const isVisible = (text: string): boolean => VISIBLE.test(text);

/**
 * Prepares a text from outside to be stored.
 *
 * @param value anything; only strings are used
 * @param max length of the column, in UTF-16 code units. No database counts more per character.
 * @returns the text without characters that a row cannot contain, cut to `max`; null if it is blank or not a
 *   string
 */
export const clean = (value: unknown, max: number): string | null => {
  if (typeof value !== 'string') {
    return null;
  }
  // Again after the cut, which may have split a surrogate pair.
  const text = toStorable(toStorable(value).slice(0, max));
  return text.trim() === '' ? null : text;
};

/**
 * More accents than a letter of any language has (UAX #15, section 13). The last two characters become accents in
 * compatibility forms.
 */
export const TOO_MANY_ACCENTS = /[\p{M}\uff9e\uff9f]{31,}/u;

/**
 * By default NFC, the form in which text is stored. Texts that look the same are then the same for every database:
 * macOS writes `é` as two characters, most other systems as one. A text with a pile of accents stays as it is,
 * because the time to sort them grows with the square of their number: 60,000 take seconds.
 */
export const normalizeText = (text: string, form: 'NFC' | 'NFD' | 'NFKC' = 'NFC'): string =>
  TOO_MANY_ACCENTS.test(text) ? text : text.normalize(form);
