import { Readable } from 'node:stream';

import { stringify } from 'csv-stringify';

import type { ExportFormat } from '../../../shared/export-fields';
import { guardCell } from './csv-cells';

export interface ExportedFile {
  stream: Readable;
  contentType: string;
  fileName: string;
}

/** Items in batches, so a stream handles hundreds of them at once. */
export type Batches<Item> = AsyncIterable<Item[]>;

interface Table<Item> {
  columns: readonly string[];
  /** The values of the columns, by name. An object is written as JSON. */
  valuesOf: (item: Item) => Record<string, unknown>;
}

/** The first part of the file name, which ends in the day, and the format. A CSV file has columns. */
type ExportOptions<Item> =
  | ({ name: string; format: ExportFormat } & Table<Item>)
  | { name: string; format: Exclude<ExportFormat, 'csv'> };

export const CONTENT_TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv',
  json: 'application/json',
  ndjson: 'application/x-ndjson',
};

const cellOf = (value: unknown): string => {
  if (typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  const isJson = typeof value === 'object' && value !== null;
  return guardCell(isJson ? JSON.stringify(value) : String(value ?? ''));
};

const csvOf = <Item>(batches: Batches<Item>, { columns, valuesOf }: Table<Item>): Readable => {
  const rows = async function* () {
    for await (const batch of batches) {
      for (const item of batch) {
        const values = valuesOf(item);
        yield columns.map((column) => cellOf(values[column]));
      }
    }
  };
  const csv = stringify({ header: true, columns: [...columns], bom: true });
  const source = Readable.from(rows());
  source.on('error', (error) => csv.destroy(error));
  csv.on('close', () => source.destroy());
  return source.pipe(csv);
};

const linesOf = (items: unknown[], separator: string): string =>
  items.map((item) => JSON.stringify(item)).join(separator);

const ndjsonOf = async function* (batches: Batches<unknown>) {
  for await (const batch of batches) {
    if (batch.length > 0) {
      yield `${linesOf(batch, '\n')}\n`;
    }
  }
};

const jsonOf = async function* (batches: Batches<unknown>) {
  let separator = '[\n';
  for await (const batch of batches) {
    if (batch.length > 0) {
      yield separator + linesOf(batch, ',\n');
      separator = ',\n';
    }
  }
  yield separator === ',\n' ? '\n]\n' : '[]\n';
};

const streamOf = <Item>(batches: Batches<Item>, options: ExportOptions<Item>): Readable => {
  if ('columns' in options && options.format === 'csv') {
    return csvOf(batches, options);
  }
  return Readable.from(options.format === 'json' ? jsonOf(batches) : ndjsonOf(batches));
};

/** Exports items as a stream, so memory does not grow with their number. */
export const exportFile = <Item>(
  batches: Batches<Item>,
  options: ExportOptions<Item>
): ExportedFile => {
  const { name, format } = options;
  const day = new Date().toISOString().slice(0, 10);
  return {
    stream: streamOf(batches, options),
    contentType: CONTENT_TYPES[format],
    fileName: `${name}-${day}.${format}`,
  };
};
