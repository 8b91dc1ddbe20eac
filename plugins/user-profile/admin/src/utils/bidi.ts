/** Embeddings, overrides and isolates, which reorder the text around them. */
const BIDI_CONTROLS = /[\u202A-\u202E\u2066-\u2069]/g;

const RIGHT_TO_LEFT = /^(ar|dv|fa|he|ku|ps|sd|ug|ur|yi)\b/;

/** Hebrew, Arabic and related scripts. */
const RIGHT_TO_LEFT_TEXT = /[\u0590-\u08FF\u200F\uFB1D-\uFDFF\uFE70-\uFEFF]/;

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

export const isRightToLeft = (locale: string): boolean => RIGHT_TO_LEFT.test(locale);

/** The text in stored order: a name with an override could pass for another one. */
export const withoutBidiControls = (text: string): string => text.replace(BIDI_CONTROLS, '');

/**
 * Isolates a value from the direction of the text around it, as `<bdi>` does, also in labels and notifications.
 * Without it, digits and punctuation at the edge of a value move to the other side. Values whose direction
 * cannot differ stay unchanged, as do single words, which cases of a message may compare.
 *
 * @param locale of the text around it
 */
export const isolate = (value: string, locale: string): string => {
  const plain = withoutBidiControls(value);
  const mayMix = isRightToLeft(locale) || RIGHT_TO_LEFT_TEXT.test(plain);

  return mayMix && !/^\p{L}*$/u.test(plain)
    ? `${FIRST_STRONG_ISOLATE}${plain}${POP_ISOLATE}`
    : plain;
};
