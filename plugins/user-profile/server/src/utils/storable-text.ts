/** NUL and lone surrogates. With the `u` flag, `\p{Surrogate}` does not match the halves of a pair. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/** Whether PostgreSQL accepts the text as a parameter, and so whether a row can contain it. */
export const isStorable = (text: string): boolean => !UNSTORABLE.test(text);
