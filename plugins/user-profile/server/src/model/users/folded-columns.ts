import { FOLDED_LENGTHS } from '../../content-types/user';
import { foldText } from '../../utils/fold-text';
import { toStorable } from '../../utils/storable-text';

type FoldedOf<Column extends string> = `folded_${Column}`;

/** A column of the users table that has a folded copy. */
export type SourceColumn = keyof typeof FOLDED_LENGTHS;

export type FoldedColumn = FoldedOf<SourceColumn>;

export const SOURCE_COLUMNS = Object.keys(FOLDED_LENGTHS) as SourceColumn[];

export const foldedColumn = <Column extends SourceColumn>(column: Column): FoldedOf<Column> =>
  `folded_${column}`;

export const FOLDED_COLUMNS: readonly FoldedColumn[] = SOURCE_COLUMNS.map(foldedColumn);

/** The text that a folded column is compared with. */
export const foldedFor = (column: SourceColumn, text: string): string =>
  // The cut may split a surrogate pair.
  toStorable(foldText(text).slice(0, FOLDED_LENGTHS[column]));

/**
 * The folded copies of the columns in a row or in the changes of a row. Search and sorting compare them
 * instead of the originals, because databases and collations differ in how they compare text.
 */
export const foldedCopies = (
  columns: Record<string, unknown>
): Partial<Record<FoldedColumn, string | null>> =>
  Object.fromEntries(
    SOURCE_COLUMNS.filter((column) => columns[column] !== undefined).map((column) => {
      const value = columns[column];
      return [foldedColumn(column), value === null ? null : foldedFor(column, String(value))];
    })
  );

export const withFoldedCopies = <Columns extends Record<string, unknown>>(
  columns: Columns
): Columns => ({ ...columns, ...foldedCopies(columns) });
