import { domainToUnicode } from 'node:url';

import { toStorable } from '../../../../shared/storable-text';
import { FOLDED_LENGTHS } from '../../content-types/user';
import { foldText } from '../../utils/fold-text';

type FoldedOf<Column extends string> = `folded_${Column}`;

/** A column of the users table that has a folded copy. */
export type SourceColumn = keyof typeof FOLDED_LENGTHS;

export type FoldedColumn = FoldedOf<SourceColumn> | 'folded_unicode_email';

export const SOURCE_COLUMNS = Object.keys(FOLDED_LENGTHS) as SourceColumn[];

export const foldedColumn = <Column extends SourceColumn>(column: Column): FoldedOf<Column> =>
  `folded_${column}`;

export const FOLDED_COLUMNS: readonly FoldedColumn[] = [
  ...SOURCE_COLUMNS.map(foldedColumn),
  'folded_unicode_email',
];

/** The text that a folded column is compared with. */
export const foldedFor = (column: SourceColumn, text: string): string =>
  // The cut may split a surrogate pair.
  toStorable(foldText(text).slice(0, FOLDED_LENGTHS[column]));

/** @returns the email address with the domain in Unicode, folded; null for an ASCII domain */
const foldedUnicodeEmail = (email: string): string | null => {
  const at = email.lastIndexOf('@');
  const domain = email.slice(at + 1);
  // Empty for an invalid domain.
  const unicode = /(^|\.)xn--/i.test(domain) ? domainToUnicode(domain) : '';
  return unicode === '' ? null : foldedFor('email', `${email.slice(0, at + 1)}${unicode}`);
};

/**
 * The folded copies of the columns in a row or in the changes of a row. Search and sorting compare them
 * instead of the originals, because databases and collations differ in how they compare text.
 */
export const foldedCopies = (
  columns: Record<string, unknown>
): Partial<Record<FoldedColumn, string | null>> => {
  const copies: Partial<Record<FoldedColumn, string | null>> = {};
  for (const column of SOURCE_COLUMNS.filter((name) => columns[name] !== undefined)) {
    const value = columns[column];
    copies[foldedColumn(column)] = value === null ? null : foldedFor(column, String(value));
  }
  if (columns.email !== undefined) {
    copies.folded_unicode_email =
      columns.email === null ? null : foldedUnicodeEmail(String(columns.email));
  }
  return copies;
};

export const withFoldedCopies = <Columns extends Record<string, unknown>>(
  columns: Columns
): Columns => ({ ...columns, ...foldedCopies(columns) });
