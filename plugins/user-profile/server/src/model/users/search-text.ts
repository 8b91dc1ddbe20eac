import { canonicalEmail } from '../../../../shared/email';
import { phoneDigits } from '../../../../shared/phone';
import { foldText } from '../../utils/fold-text';
import type { FoldedColumn } from './folded-columns';

/** What the search box searches. */
export const SEARCHED_COLUMNS: readonly (
  FoldedColumn | 'folded_account_fields' | 'phone_number'
)[] = [
  'folded_name',
  'folded_given_name',
  'folded_family_name',
  'folded_nickname',
  'folded_username',
  'folded_email',
  'folded_unicode_email',
  'folded_user_id',
  'folded_account_fields',
  'phone_number',
];

/** Characters after which a word begins, besides white space. */
const SEPARATORS = `.@-–_+|'’",(/:&`;

/** In front of each word. With it, a single letter has the three characters that trigram indexes need. */
const GAP = '  ';

/** The shortest text that is found in the middle of a word. */
const MIN_INNER = 3;

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * The SQL expression for the search text of a row: all searched columns, with a gap in front of each word.
 *
 * @param row the name or the alias of the row
 */
export const searchTextOf = (row: string): string => {
  const columns = SEARCHED_COLUMNS.map((column) => `${row}.${column}`);
  const spaced = [' ', ...SEPARATORS].reduce(
    (text, separator) =>
      `replace(${text}, ${literal(separator)}, ${literal(separator.trim() + GAP)})`,
    `concat_ws(' ', ${columns.join(', ')})`
  );
  return `concat(${literal(GAP)}, ${spaced})`;
};

const withGaps = (word: string): string =>
  [...word].map((char) => (SEPARATORS.includes(char) ? char + GAP : char)).join('');

const patternOf = (word: string): string => {
  const start = [...word].length < MIN_INNER ? GAP : '';
  return start + withGaps(word).trimEnd();
};

/**
 * The texts that a search looks for: those of one list must all occur in the search text of a user. Several
 * lists are alternatives.
 */
export const searchPatterns = (text: string): string[][] => {
  const words = text
    .split(/\s+/u)
    .flatMap((word) => canonicalEmail(word) ?? foldText(word).split(' '))
    .filter((word) => word !== '');
  if (words.length === 0) {
    return [];
  }
  const patterns = [...new Set(words.map(patternOf))];
  const digits = phoneDigits(text);
  return digits === null || (patterns.length === 1 && patterns[0] === digits)
    ? [patterns]
    : [patterns, [digits]];
};
