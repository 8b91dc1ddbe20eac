/** Longer text is no code; normalizing it would only cost time. */
const MAX_CODE_INPUT = 1024;

/** Marks, format characters such as U+200B, and control characters. */
const INVISIBLE = /[\p{M}\p{Cf}\p{Cc}]/gu;
const SPACES = /[\s\p{Z}]/gu;
const DASHES = /[\u2010-\u2013\u2212\ufe58]/g;
/** Punctuation, quotes and dashes: a code of digits contains none, and people copy what surrounds it. */
const SEPARATORS = /[\p{P}\p{S}]/gu;
const DIGIT = /\p{Nd}/gu;
/** From the first to the last visible character. It takes linear time, unlike a search for what ends the text. */
const VISIBLE_PART = /[^\s\p{Z}\p{Cf}](?:.*[^\s\p{Z}\p{Cf}])?/su;

const isDigit = (codePoint: number): boolean => /\p{Nd}/u.test(String.fromCodePoint(codePoint));

/** Decimal digits of a script have consecutive code points, from zero to nine (Unicode 16.0, 4.6). */
const toAsciiDigit = (digit: string): string => {
  const codePoint = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (isDigit(codePoint - value - 1)) {
    value += 1;
  }
  return String(value % 10);
};

/** With the decimal digits of any script as 0 to 9. */
export const asciiDigits = (text: string): string => text.replace(DIGIT, toAsciiDigit);

/** A code that was typed or pasted: one line of visible characters in their plain form. */
const plainCode = (text: string): string =>
  text.normalize('NFKC').replace(INVISIBLE, '').replace(SPACES, '');

/** A code of digits, as sent by email: without separators, and with the digits of any script as 0 to 9. */
export const digitCode = (text: string): string =>
  text.length > MAX_CODE_INPUT ? text : asciiDigits(plainCode(text).replace(SEPARATORS, ''));

/** A long random code, in which hyphens and underscores count. */
export const secretCode = (text: string): string =>
  text.length > MAX_CODE_INPUT ? text : plainCode(text).replace(DASHES, '-');

/** A username or an email address: without spaces and invisible characters at both ends. */
export const typedIdentifier = (text: string): string => VISIBLE_PART.exec(text)?.[0] ?? '';
