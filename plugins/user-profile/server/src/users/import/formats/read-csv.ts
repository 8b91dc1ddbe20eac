import type { Readable } from 'node:stream';

import { parse, type CsvError, type Info } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';

import { MAX_IMPORT_COLUMNS } from '../../../../../shared/import-fields';
import { unguardCell } from '../../../utils/csv-cells';
import { coded, type CodedText } from '../../../utils/errors';
import { ImportFileError } from './import-file-error';
import { MAX_RECORD_BYTES, NOT_UTF8, TOO_LONG, type RawRecord } from './raw-record';

/** A spreadsheet of another locale separates cells by its list separator. */
const DELIMITERS = [',', ';', '\t', '|'] as const;

/** The replacement of bytes that are not UTF-8. */
const REPLACEMENT = '\uFFFD';

/** The separator that the first line contains most often, outside of quotes. */
export const delimiterOf = (start: string): string => {
  const [header] = start.replace(/"[^"]*"/g, '').split(/\r?\n/);
  const count = (delimiter: string): number => header.split(delimiter).length;
  return [...DELIMITERS].sort((a, b) => count(b) - count(a))[0];
};

const PROBLEMS: Record<string, CodedText> = {
  CSV_QUOTE_NOT_CLOSED: coded('import_csv_quote'),
  CSV_MAX_RECORD_SIZE: TOO_LONG,
};

/** After any other error, the parser does not find the beginning of the next row. */
const SKIPPABLE = ['INVALID_OPENING_QUOTE'];

interface ParserError {
  code?: string;
  lines?: number;
  empty_lines?: number;
}

const problemOf = (code: string | undefined): CodedText =>
  PROBLEMS[code ?? ''] ?? coded('import_csv');

/**
 * Why the file cannot be read from a line on.
 *
 * @param line the first line of the row
 * @param last the line that the parser has reached. It is a later one if a quote is not closed
 */
const fileProblem = (line: number, last: number, code: string | undefined): CodedText => {
  const isTooLong = code === 'CSV_MAX_RECORD_SIZE';
  if (code === 'CSV_QUOTE_NOT_CLOSED' || (isTooLong && last > line)) {
    return coded('import_file_csv_quote', { line });
  }
  return isTooLong
    ? coded('import_file_line_length', { line, max: MAX_RECORD_BYTES })
    : coded('import_file_csv', { line });
};

const isEmpty = (cell: string): boolean => cell.trim() === '';

/**
 * Spreadsheets end the rows with the separators of columns that have been emptied.
 *
 * @throws ImportFileError for a header that no mapping could refer to
 */
const checkedColumns = (cells: string[]): string[] => {
  const last = cells.map(isEmpty).lastIndexOf(false);
  const columns = cells.slice(0, last + 1).map((cell) => cell.trim());
  const double = columns.find((name, at) => columns.indexOf(name) < at);
  if (double !== undefined) {
    throw new ImportFileError(coded('import_file_column_repeated', { name: double }));
  }
  if (columns.length > MAX_IMPORT_COLUMNS) {
    throw new ImportFileError(coded('import_file_columns', { max: MAX_IMPORT_COLUMNS }));
  }
  return columns;
};

/** The names of the columns, from the start of the content. */
export const readColumns = (start: Buffer, delimiter: string): string[] => {
  try {
    const [header = []] = parseSync(start, {
      bom: true,
      delimiter,
      to: 1,
      relax_column_count: true,
      skip_empty_lines: true,
    });
    return checkedColumns(header as string[]);
  } catch (error) {
    if (error instanceof ImportFileError) {
      throw error;
    }
    throw new ImportFileError(coded('import_file_header'));
  }
};

/** Reads the rows of a CSV file, with the cells by the name of the column. The first row has the names. */
export async function* readCsv(content: Readable, delimiter: string): AsyncGenerator<RawRecord> {
  /** Rows that the parser left out, in order. It is ahead of the rows that were taken from it. */
  const skipped: RawRecord[] = [];
  let lastSkipped = 0;
  /** The last line of the last row that was read. */
  let lastRead = 0;
  /** The number of blank lines up to the last row that was read or left out. */
  let blankBefore = 0;
  /** From which line on the file cannot be read, and why. */
  let broken: { line: number; error: ImportFileError } | null = null;
  /** Where the row of an error begins, and what is wrong with it. */
  const locate = ({ code, lines = 0, empty_lines: blank = 0 }: ParserError) => {
    const line = Math.max(lastRead, lastSkipped) + 1 + Math.max(0, blank - blankBefore);
    return { line, error: new ImportFileError(fileProblem(line, lines, code)) };
  };
  const stop = (error: ParserError): void => {
    broken ??= locate(error);
    content.unpipe(parser);
    parser.end();
  };
  const onSkip = (error: ParserError): void => {
    const { code, lines: line = 0, empty_lines: blank = 0 } = error;
    if (broken || line === lastSkipped) {
      return;
    }
    if (SKIPPABLE.includes(code ?? '')) {
      lastSkipped = line;
      blankBefore = blank;
      skipped.push({ line, value: null, problem: problemOf(code) });
    } else {
      stop(error);
    }
  };
  const parser = content.pipe(
    parse({
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      max_record_size: MAX_RECORD_BYTES,
      on_record: (row, { lines, empty_lines: blank }) => {
        lastRead = lines;
        blankBefore = blank;
        return row;
      },
      on_skip: (error: CsvError | undefined) => void onSkip((error ?? {}) as ParserError),
    })
  );
  content.on('error', (error) => parser.destroy(error));
  const isBroken = (line: number): boolean => broken !== null && line >= broken.line;
  let columns: string[] | null = null;
  try {
    for await (const row of parser) {
      const { record, info } = row as { record: string[]; info: Info };
      const { lines: line } = info;
      if (isBroken(line)) {
        break;
      }
      // In the order of lines, however far ahead the parser is: a run that resumes counts the rows.
      while (skipped.length > 0 && skipped[0].line <= line) {
        yield skipped.splice(0, 1)[0];
      }
      if (!columns) {
        columns = checkedColumns(record);
        continue;
      }
      if (record.some((cell) => cell.includes(REPLACEMENT))) {
        yield { line, value: null, problem: NOT_UTF8 };
        continue;
      }
      if (!record.slice(columns.length).every(isEmpty)) {
        yield { line, value: null, problem: coded('import_cells') };
        continue;
      }
      const value = Object.fromEntries(
        columns.map((column, at) => [column, unguardCell(record[at] ?? '')])
      );
      yield { line, value, size: record.reduce((sum, cell) => sum + cell.length, 0) };
    }
  } catch (error) {
    const found = error as ParserError;
    throw found.code?.startsWith('CSV_') ? locate(found).error : error;
  } finally {
    content.destroy();
  }
  yield* skipped;
  if (broken !== null) {
    throw (broken as { error: ImportFileError }).error;
  }
}
