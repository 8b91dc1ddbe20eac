/** NUL and lone surrogates. With the `u` flag, `\p{Surrogate}` does not match the halves of a pair. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;
const ALL_UNSTORABLE = new RegExp(UNSTORABLE, 'gu');

/** Whether PostgreSQL accepts the text as a parameter, and so whether a row can contain it. */
export const isStorable = (text: string): boolean => !UNSTORABLE.test(text);

/** Removes the characters that a row cannot contain. */
export const toStorable = (text: string): string => text.replace(ALL_UNSTORABLE, '');

/**
 * NFC, the form in which text is stored. Texts that look the same are then the same for every database: macOS
 * writes `é` as two characters, most other systems as one.
 */
export const normalizeText = (text: string): string => text.normalize('NFC');
