import fc from 'fast-check';

import { guardCell, unguardCell } from '../../../plugins/user-profile/server/src/utils/csv-cells';

/** The characters that decide, and a few that do not. */
const cells = fc.string({
  unit: fc.constantFrom(...`=+-@＝＋－＠';|,\t\r\n " \u00a0\u3000\ufeffaé1`),
  maxLength: 12,
});

const SEPARATORS = [',', ';', '\t', '|', '\n', '\r'];

describe('a CSV cell', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['-5', "'-5"],
    ['  =1', "  '=1"],
    ['"=1', '"\'=1'],
    ['a;=1', "a;'=1"],
    ['a\n@x', "a\n'@x"],
    ['＝1', "'＝1"],
    ["'=1", "''=1"],
    ["a;'=1", "a;''=1"],
    ['\ufeff=1', "\ufeff'=1"],
    ['a;\ufeff=1', "a;\ufeff'=1"],
    ['\u3000=1', "\u3000'=1"],
    ['\ta', "'\ta"],
    ['\t=1', "'\t'=1"],
    ["'Abc", "'Abc"],
    ['a=1', 'a=1'],
    ['a, -5', 'a, -5'],
    ['', ''],
  ])('of the text %j is %j', (text, cell) => {
    expect(guardCell(text)).toBe(cell);
    expect(unguardCell(cell)).toBe(text);
  });

  it('gives the original text back, whatever it contains', () => {
    fc.assert(fc.property(cells, (text) => expect(unguardCell(guardCell(text))).toBe(text)));
  });

  it('has no formula at its start or after a separator', () => {
    fc.assert(
      fc.property(cells, (text) => {
        const guarded = guardCell(text);
        expect(guarded).not.toMatch(/^[\t\r]/);
        for (const separator of SEPARATORS.filter((each) => each !== ',')) {
          for (const part of guarded.split(separator)) {
            expect(part.replace(/^[\s"]+/, '')).not.toMatch(/^[=+\-@＝＋－＠]/);
          }
        }
      })
    );
  });

  it('is found in linear time', () => {
    const long = [' ', '"', "'", ';', '\t', '\n', ';"', '; '].map((part) => part.repeat(200_000));
    for (const text of long) {
      expect(unguardCell(guardCell(text))).toBe(text);
    }
  });
});
