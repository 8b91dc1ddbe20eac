import { Readable } from 'node:stream';

import { stringify } from 'csv-stringify';

export interface ExportedFile {
  stream: Readable;
  contentType: string;
  fileName: string;
}

interface ExportOptions<Item> {
  /** The first part of the file name, which ends in the day. */
  name: string;
  format: 'csv' | 'ndjson';
  columns: readonly string[];
  /** The values of the columns, by name. */
  valuesOf: (item: Item) => Record<string, unknown>;
}

/**
 * A spreadsheet of another locale splits cells at its list separator, outside quotes and, in some programs,
 * within them. `escape_formulas` only guards the start of a cell.
 */
const FORMULA_AFTER_SEPARATOR = /([;\t|\r\n]\s*"?)([=+\-@＝＋－＠])/g;

const guardSeparators = (text: string): string => text.replace(FORMULA_AFTER_SEPARATOR, "$1'$2");

/** Formulas are escaped, so a spreadsheet does not execute text that a user entered. */
const csvOf = <Item>(
  items: AsyncIterable<Item>,
  { columns, valuesOf }: ExportOptions<Item>
): Readable => {
  const rows = async function* () {
    for await (const item of items) {
      const values = valuesOf(item);
      yield columns.map((column) => guardSeparators(String(values[column] ?? '')));
    }
  };
  const csv = stringify({
    header: true,
    columns: [...columns],
    escape_formulas: true,
    bom: true,
  });
  const source = Readable.from(rows());
  source.on('error', (error) => csv.destroy(error));
  csv.on('close', () => source.destroy());
  return source.pipe(csv);
};

const ndjsonOf = (items: AsyncIterable<unknown>): Readable => {
  const lines = async function* () {
    for await (const item of items) {
      yield `${JSON.stringify(item)}\n`;
    }
  };
  return Readable.from(lines());
};

/** Exports items as a stream, so memory does not grow with their number. */
export const exportFile = <Item>(
  items: AsyncIterable<Item>,
  options: ExportOptions<Item>
): ExportedFile => {
  const { name, format } = options;
  const day = new Date().toISOString().slice(0, 10);
  return {
    stream: format === 'csv' ? csvOf(items, options) : ndjsonOf(items),
    contentType: format === 'csv' ? 'text/csv' : 'application/x-ndjson',
    fileName: `${name}-${day}.${format}`,
  };
};
