import { asciiDigits } from './typed-text';

/** E.164, as the routes and the profile have it. */
export const PHONE_NUMBER = /^\+[1-9][0-9]{1,14}$/;

/** Of text that is examined. */
const MAX_TEXT = 64;

/** Spaces, hyphens, dots, slashes, brackets, and the invisible characters that address books add. */
const SEPARATORS = /[\s\p{Cf}\p{Pd}\u2212.·_()/]/gu;

const plainNumber = (text: string): string => asciiDigits(text.normalize('NFKC'));

/**
 * Converts an international phone number to E.164.
 *
 * @returns null if the number has no country code or is ambiguous: in `+49 (0) 30 …` the zero must not be
 *   dialled, and only a person knows that
 */
export const canonicalPhone = (text: string): string | null => {
  // Before normalization, which may lengthen a text.
  if (text.length > MAX_TEXT) {
    return null;
  }
  const plain = plainNumber(text).trim().replace(/^tel:/i, '');
  if (/\(\s*0\s*\)/.test(plain)) {
    return null;
  }
  const number = plain.replace(SEPARATORS, '').replace(/^00/, '+');
  return PHONE_NUMBER.test(number) ? number : null;
};

/**
 * The digits of a text that looks like a phone number, without the prefix for calls to another country or
 * region: with them a number is found however it is written.
 *
 * @returns null if the text is no phone number, or too short to be a part of one
 */
export const phoneDigits = (text: string): string | null => {
  const plain = plainNumber(text).replace(/\(\s*0\s*\)/, '');
  const digits = plain.replace(SEPARATORS, '').replace(/^\+?0*/, '');
  return /^[0-9]{3,}$/.test(digits) ? digits : null;
};
