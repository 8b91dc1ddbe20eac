import { TOO_MANY_ACCENTS, toStorable } from '../../../shared/storable-text';

/** Letters of the Latin script that Unicode does not decompose into a base letter and an accent. */
const BASE_LETTERS: Readonly<Record<string, string>> = {
  æ: 'ae',
  ð: 'd',
  đ: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  ø: 'o',
  œ: 'oe',
  þ: 'th',
  ŧ: 't',
};

const UNDECOMPOSED = new RegExp(`[${Object.keys(BASE_LETTERS).join('')}]`, 'gu');

/** What keyboards and word processors put for the apostrophe and the hyphen of the ASCII keyboard. */
const APOSTROPHES = /[\u02bb\u02bc\u2018\u2019\u201b\u2032]/gu;
const HYPHENS = /[\u2010-\u2014\u2212]/gu;

/** The block Combining Diacritical Marks: the accents of Latin, Greek and Cyrillic letters. */
const ACCENTS = /[\u0300-\u036f]/gu;

/** Soft hyphens, zero-width characters and marks of direction, which no reader sees. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/**
 * Lower case in both directions, since the mapping of single letters is not one-to-one: ẞ and ß become `ss`
 * by way of upper case, and so do the three lower-case forms of sigma. `toLowerCase` still writes a final
 * sigma. The dotted and the dotless i are one letter, because their pairs depend on the language.
 */
const lowerCase = (text: string): string =>
  text
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .replaceAll('i\u0307', 'i')
    .replaceAll('ı', 'i');

/** Most texts. None of the other steps changes them, and without those a search takes a third of the time. */
const PRINTABLE_ASCII = /^[\x20-\x7e\n]*$/;

const PILES = new RegExp(TOO_MANY_ACCENTS.source, 'gu');

/**
 * Cuts a pile of accents, whose order would take long to find. Some collations ignore accents, so a text with a
 * pile must not stay as it is: each spelling would allow more guesses of the password.
 */
const normalized = (text: string, form: 'NFC' | 'NFD' | 'NFKC' = 'NFC'): string =>
  text.replace(PILES, (accents) => accents.slice(0, 1)).normalize(form);

const trimmed = (text: string): string => text.replace(/\s+/gu, ' ').trim();

/**
 * Makes texts equal that differ only in letter case, composition of accents, compatibility forms such as
 * full-width letters, white space or invisible characters. Independent of language and database.
 */
export const foldCase = (text: string): string => {
  if (PRINTABLE_ASCII.test(text)) {
    return trimmed(text.toLowerCase());
  }
  const visible = normalized(toStorable(text), 'NFKC').replace(INVISIBLE, '');
  return trimmed(normalized(lowerCase(visible), 'NFKC'));
};

/**
 * `foldCase` without the accents of Latin, Greek and Cyrillic letters, and with one apostrophe and one hyphen: to
 * search and to sort by.
 */
export const foldText = (text: string): string => {
  const folded = foldCase(text);
  return PRINTABLE_ASCII.test(folded)
    ? folded
    : trimmed(
        normalized(normalized(folded, 'NFD').replace(ACCENTS, ''))
          .replace(UNDECOMPOSED, (letter) => BASE_LETTERS[letter])
          .replace(APOSTROPHES, "'")
          .replace(HYPHENS, '-')
      );
};
