import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

import { detectFormat } from '../../../../plugins/user-profile/server/src/users/import/formats/detect-format';
import { readStart } from '../../../../plugins/user-profile/server/src/users/import/formats/open-file';
import {
  MAX_RECORD_BYTES,
  type RawRecord,
} from '../../../../plugins/user-profile/server/src/users/import/formats/raw-record';
import { readRecords } from '../../../../plugins/user-profile/server/src/users/import/formats/read-records';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'records-'));

const read = async (content: string | Buffer) => {
  const file = path.join(folder, 'file');
  fs.writeFileSync(file, content);
  const detected = await detectFormat(await readStart(file, 64 * 1024));
  const records: RawRecord[] = [];
  let error: string | null = null;
  try {
    for await (const batch of readRecords(file, detected, 2)) {
      records.push(...batch.records);
    }
  } catch (caught) {
    error = (caught as Error).message;
  }
  return { ...detected, records, error };
};

const values = (records: RawRecord[]) => records.map(({ value }) => value);
const problems = (records: RawRecord[]) =>
  records.flatMap(({ line, problem }) => (problem ? [[line, problem.message]] : []));

const ADA = { email: 'ada@example.com' };
const BOB = { email: 'bob@example.com' };
const lines = (...records: unknown[]) => records.map((each) => JSON.stringify(each)).join('\n');

describe('the reader of imported files', () => {
  it.each([
    ['lines', lines(ADA, BOB), 'lines'],
    [
      'lines with CRLF, blank lines and a BOM',
      `\uFEFF${JSON.stringify(ADA)}\r\n\r\n${JSON.stringify(BOB)}\r\n`,
      'lines',
    ],
    ['an array', JSON.stringify([ADA, BOB]), 'elements'],
    ['an indented array with a BOM', `\uFEFF${JSON.stringify([ADA, BOB], null, 2)}\n`, 'elements'],
  ])('reads %s', async (_name, content, container) => {
    const result = await read(content);
    expect(result).toMatchObject({ format: 'auth0', container, error: null });
    expect(values(result.records)).toEqual([ADA, BOB]);
    expect((await read(gzipSync(content))).records).toEqual(result.records);
  });

  it('reads the list in an export of Firebase, wherever it is', async () => {
    const users = [{ localId: 'a', name: '"}]{[' }, { localId: 'b' }];
    for (const content of [
      JSON.stringify({ users }),
      JSON.stringify({ kind: 'x', list: [{ users: [1] }], users, after: 1 }, null, 1),
    ]) {
      const result = await read(content);
      expect(result).toMatchObject({ format: 'firebase', error: null });
      expect(values(result.records)).toEqual(users);
    }
  });

  it("recognizes this plugin's own export", async () => {
    const record = { documentId: 'a', identities: [] };
    expect(await read(lines(record))).toMatchObject({ format: 'export', container: 'lines' });
  });

  it.each([
    [',', 'email,name\nada@example.com,"Ada, Countess"\n'],
    [';', '\uFEFFemail;name\r\nada@example.com;Ada, Countess\r\n'],
    ['\t', 'email\tname\nada@example.com\tAda, Countess'],
  ])('reads CSV that is separated by %j', async (_delimiter, content) => {
    const { format, records } = await read(content);
    expect(format).toBe('csv');
    expect(values(records)).toEqual([{ email: 'ada@example.com', name: 'Ada, Countess' }]);
  });

  it('restores the formulas that an export has guarded', async () => {
    const { records } = await read("email,phone_number\nada@example.com,'+15551234567\n");
    expect(records[0].value).toMatchObject({ phone_number: '+15551234567' });
  });

  it('reports lines that cannot be read, and reads the others', async () => {
    const long = JSON.stringify({ name: 'x'.repeat(MAX_RECORD_BYTES) });
    const content = Buffer.concat([
      Buffer.from(`${JSON.stringify(ADA)}\n${long}\n{"name": "`),
      Buffer.from([0xff, 0xfe]),
      Buffer.from(`"}\n[1]\nemail,name\n${JSON.stringify(BOB)}\n{"email": "e`),
    ]);
    const { records } = await read(content);
    expect(values(records).filter(Boolean)).toEqual([ADA, BOB]);
    expect(problems(records)).toEqual([
      [2, expect.stringContaining('longer')],
      [3, 'is not valid UTF-8'],
      [4, 'is not a JSON object'],
      [5, 'is not valid JSON'],
      [7, expect.stringContaining('truncated')],
    ]);
  });

  it('reports elements that are no objects or too long', async () => {
    const long = { name: 'x'.repeat(MAX_RECORD_BYTES) };
    const { records, error } = await read(JSON.stringify([ADA, 1, 'text', [ADA], null, long, BOB]));
    expect(error).toBeNull();
    expect(values(records).filter(Boolean)).toEqual([ADA, BOB]);
    expect(problems(records).map(([line]) => line)).toEqual([2, 3, 4, 5, 6]);
  });

  it('reports rows with too many cells or invalid UTF-8', async () => {
    const content = Buffer.concat([
      Buffer.from('email,name\nada@example.com,Ada,more\n'),
      Buffer.from([0x61, 0x2c, 0xff, 0x0a]),
      Buffer.from('bob@example.com\n'),
    ]);
    const { records } = await read(content);
    expect(values(records)).toEqual([null, null, { email: 'bob@example.com', name: '' }]);
  });

  it('ignores empty cells after the last named column', async () => {
    const { records } = await read('email,name,,\nada@example.com,Ada,,,\nbob@example.com,Bob,x\n');
    expect(values(records)).toEqual([{ email: 'ada@example.com', name: 'Ada' }, null]);
    expect(problems(records)).toEqual([[3, 'has more cells than the first row']]);
  });

  it('reports rows with a stray quote in the order of the lines', async () => {
    const { records, error } = await read(
      `email,name\nada@example.com,A\n${'x,a"b,c"d\nbob@example.com,B\n'.repeat(3)}`
    );
    expect(error).toBeNull();
    expect(records.map(({ line, value }) => [line, value !== null])).toEqual([
      [2, true],
      [3, false],
      [4, true],
      [5, false],
      [6, true],
      [7, false],
      [8, true],
    ]);
  });

  it.each([
    ['a wrong closing quote', 'x,"a"b\n', 'Line 3 of the file is not valid CSV'],
    ['a quote that is not closed', 'x,"a\n', 'Line 3 of the file has a quote'],
    [
      'a row that is too long',
      `x,${'a'.repeat(MAX_RECORD_BYTES + 1)}\n`,
      'Line 3 of the file is longer',
    ],
  ])('ends with an error at %s in CSV, after the rows before', async (_name, row, message) => {
    const content = `email,name\nada@example.com,A\n${row}${'bob@example.com,B\n'.repeat(50_000)}`;
    const { records, error } = await read(content);
    expect(error).toContain(message);
    expect(values(records)).toEqual([{ email: 'ada@example.com', name: 'A' }]);
  });

  it('names the line in which a quote begins that the rest of the file does not close', async () => {
    const { error } = await read('email,name\na@example.com,"A\nB"\nb@example.com,"B\nc,C\nd,D\n');
    expect(error).toContain('Line 4 of the file has a quote');
  });

  it.each([
    ['x,"a"b\n', 'Line 3 of the file is not valid CSV'],
    [`x,${'a'.repeat(MAX_RECORD_BYTES + 1)}\n`, 'Line 3 of the file is longer'],
  ])('counts blank lines before a row that cannot be read', async (row, message) => {
    const { error } = await read(`email,name\n\n${row}`);
    expect(error).toContain(message);
  });

  it('skips blank lines, also before the names of the columns', async () => {
    const { records } = await read('\nemail,name\n\nada@example.com,Ada\n\n');
    expect(records.map(({ line, value }) => [line, value])).toEqual([
      [4, { email: 'ada@example.com', name: 'Ada' }],
    ]);
  });

  it('reports values that are nested too deeply', async () => {
    const deep = `{"email":"a@example.com","x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    const { records } = await read(`${deep}\n${JSON.stringify(BOB)}\n`);
    expect(problems(records)).toEqual([[1, expect.stringContaining('levels')]]);
  });

  it('keeps batches small if their users are large', async () => {
    const user = { email: 'a@example.com', note: 'x'.repeat(100_000) };
    const file = path.join(folder, 'large');
    fs.writeFileSync(file, gzipSync(`${JSON.stringify(user)}\n`.repeat(200)));
    const detected = await detectFormat(await readStart(file, 64 * 1024));
    const sizes: number[] = [];
    for await (const { records } of readRecords(file, detected, 500)) {
      sizes.push(records.length);
    }
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(200);
    expect(Math.max(...sizes)).toBeLessThan(50);
  });

  it('ends with an error for a file that decompresses to much without a user', async () => {
    const { error, records } = await read(
      gzipSync(
        Buffer.concat([Buffer.from(`${JSON.stringify(ADA)}\n`), Buffer.alloc(70_000_000, ' ')])
      )
    );
    expect(error).toContain('without a user');
    expect(values(records)).toEqual([ADA]);
  });

  it('skips a line of any length in a plain file', async () => {
    const { error, records } = await read(lines(ADA, 'x'.repeat(70_000_000), BOB));
    expect(error).toBeNull();
    expect(values(records)).toEqual([ADA, null, BOB]);
    expect(problems(records)).toEqual([[2, expect.stringContaining('longer')]]);
  });

  it.each([
    ['an array', JSON.stringify([ADA, BOB]).slice(0, -10), 'ends early'],
    ['a compressed file', gzipSync(lines(ADA, BOB)).subarray(0, 40), 'ends early'],
    [
      'a list with more behind it',
      `${JSON.stringify([ADA])}\n${JSON.stringify(BOB)}`,
      'more content',
    ],
  ])('ends with an error for %s, after what could be read', async (_name, content, message) => {
    expect((await read(content)).error ?? 'none').toContain(message);
  });

  it.each([
    ['', 'empty'],
    ['\uFEFF', 'empty'],
    ['some words', 'not recognized'],
    ['a,a\n1,2\n', 'a'],
    [Buffer.from('\ufeffemail', 'utf16le'), 'UTF-16'],
    [Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), 'not recognized'],
  ])('rejects the content %j', async (content, message) => {
    const detect = async () => read(content);
    await expect(
      detect().then(({ error }) => {
        throw new Error(error ?? '');
      })
    ).rejects.toThrow(message);
  });
});
