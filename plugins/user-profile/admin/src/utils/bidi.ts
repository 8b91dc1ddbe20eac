/** Embeddings, overrides and isolates, which reorder the text around them. */
const BIDI_CONTROLS = /[\u202A-\u202E\u2066-\u2069]/g;

/** Letters of scripts written from right to left. */
const RTL_LETTER = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/;

const [FIRST_STRONG_ISOLATE, POP_ISOLATE] = ['\u2068', '\u2069'];

/** The text in stored order: a name with an override could pass for another one. */
export const withoutBidiControls = (text: string): string => text.replace(BIDI_CONTROLS, '');

/**
 * For a text inside another one, if no `bdi` element can be used. Isolates it only if both may differ in
 * direction, so other texts stay plain for search and copy.
 *
 * @param locale of the text around it
 */
export const isolated = (text: string, locale: string): string => {
  const plain = withoutBidiControls(text);
  const isMixed = RTL_LETTER.test(plain) || isRightToLeft(locale);

  return isMixed ? `${FIRST_STRONG_ISOLATE}${plain}${POP_ISOLATE}` : plain;
};

const RTL_LANGUAGES = ['ar', 'fa', 'he', 'ur'];

export const isRightToLeft = (locale: string): boolean =>
  RTL_LANGUAGES.includes(locale.split('-')[0]);
