const RIGHT_TO_LEFT = /^(ar|dv|fa|he|ku|ps|sd|ug|ur|yi)\b/;

/** Hebrew, Arabic and related scripts, and the controls that change the direction of text. */
const RIGHT_TO_LEFT_TEXT =
  /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]/;

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

export const isRightToLeft = (locale: string): boolean => RIGHT_TO_LEFT.test(locale);

/**
 * Isolates a value from the direction of the text around it, as `<bdi>` does, also in labels and notifications.
 * Without it, digits and punctuation at the edge of a value move to the other side. Values whose direction
 * cannot differ stay unchanged, as do single words, which cases of a message may compare.
 */
export const isolate = (value: string, locale: string): string => {
  const mayMix = isRightToLeft(locale) || RIGHT_TO_LEFT_TEXT.test(value);

  return !mayMix || value.startsWith(FIRST_STRONG_ISOLATE) || /^\p{L}*$/u.test(value)
    ? value
    : `${FIRST_STRONG_ISOLATE}${value}${POP_ISOLATE}`;
};
