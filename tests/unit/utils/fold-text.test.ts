import { foldCase, foldText } from '../../../plugins/user-profile/server/src/utils/fold-text';

const LAST_CODE_POINT = 0x10ffff;

const hasOtherForm = (character: string): boolean =>
  character.toLowerCase() !== character.toUpperCase() || character.normalize('NFKD') !== character;

/** Every character that has another case or composition. */
const CHARACTERS = Array.from({ length: LAST_CODE_POINT + 1 }, (_, code) =>
  String.fromCodePoint(code)
).filter(hasOtherForm);

/** Lists the characters of which a rule does not hold: an `expect` for each would take minutes. */
const exceptionsTo = (holds: (character: string) => boolean): string[] =>
  CHARACTERS.filter((character) => !holds(character));

describe('foldCase', () => {
  it.each([
    ['Greek with a final sigma', 'ΣΊΣΥΦΟΣ', 'σίσυφος'],
    ['Greek with a sigma that is not final', 'ΣΊΣΥΦΟΣ', 'σίσυφοσ'],
    ['a dotted capital I', 'İbrahim Deniz', 'ibrahim deniz'],
    ['a dotless small i', 'IŞIK', 'ışık'],
    ['a sharp s', 'STRASSE', 'straße'],
    ['a capital sharp s', 'STRAẞE', 'straße'],
    ['Cyrillic', 'ИВАН ЁЛКИН', 'иван ёлкин'],
    ['accents of different composition', 'Jose\u0301 Nunez', 'JOSÉ NUNEZ'],
    ['Vietnamese of different composition', 'Nguye\u0302\u0303n', 'NGUYỄN'],
    ['Vietnamese accents in another order', 'o\u0323\u0302', 'Ộ'],
    ['a decomposed ogonek', 'Ła\u0328ka', 'ŁĄKA'],
    ['Hangul jamo', '\u1112\u1161\u11ab\u1100\u1173\u11af', '한글'],
    ['full-width letters', 'ＡＮＮ', 'ann'],
    ['a ligature', 'Soﬁa', 'sofia'],
    ['half-width katakana', 'ﾔﾏﾀﾞ', 'ヤマダ'],
    ['invisible characters', 'A\u200bn\u00adn\ufeff', 'ann'],
    ['white space', ' Ann \u00a0\u3000 Lee\t', 'ann lee'],
    ['characters that no database stores', 'A\0n\ud800n', 'ann'],
  ])('makes texts equal that differ only in %s', (_what, one, other) => {
    expect(foldCase(one)).toBe(foldCase(other));
  });

  it('keeps accents', () => {
    expect(foldCase('José')).not.toBe(foldCase('Jose'));
  });

  it('returns a folded text unchanged, for every character', () => {
    expect(exceptionsTo((each) => foldCase(foldCase(each)) === foldCase(each))).toEqual([]);
  });

  it('is the same for both cases and all compositions of every character', () => {
    const formsOf = (each: string) => [
      each.toLowerCase(),
      each.toUpperCase(),
      each.normalize('NFC'),
      each.normalize('NFD'),
      each.normalize('NFKD'),
    ];
    expect(
      exceptionsTo((each) => formsOf(each).every((form) => foldCase(form) === foldCase(each)))
    ).toEqual([]);
  });
});

describe('foldText', () => {
  it.each([
    ['José', 'jose'],
    ['ΣΊΣΥΦΟΣ', 'σισυφοσ'],
    ['Łąka', 'laka'],
    ['Đặng', 'dang'],
    ['Ørsted Æsir', 'orsted aesir'],
    ['Ёлкин', 'елкин'],
    ['한글', '한글'],
    ['ヤマダ', 'ヤマダ'],
    ['हिन्दी', 'हिन्दी'],
    ['ไทย', 'ไทย'],
    ['+49 151', '+49 151'],
    ['O’Brien', "o'brien"],
    ['Hawaiʻi', "hawai'i"],
    ['Jean‑Luc', 'jean-luc'],
    ['Müller–Lüdenscheidt', 'muller-ludenscheidt'],
  ])('folds %s to %s', (text, folded) => {
    expect(foldText(text)).toBe(folded);
    expect(foldText(text.normalize('NFD'))).toBe(folded);
  });

  it('returns a folded text unchanged, for every character', () => {
    expect(exceptionsTo((each) => foldText(foldText(each)) === foldText(each))).toEqual([]);
  });

  it('folds a pile of accents in linear time', () => {
    expect(foldText(`Ann${'\u0315\u0300'.repeat(200_000)}`)).toBe('ann');
  });

  it('sorts names as people expect', () => {
    const names = ['Zed', 'éva', 'banana', 'Österreich', 'Apple', 'cherry', 'Papa', 'Đặng'];
    const sorted = names
      .map((name) => [foldText(name), name])
      .sort()
      .map(([, name]) => name);
    expect(sorted).toEqual([
      'Apple',
      'banana',
      'cherry',
      'Đặng',
      'éva',
      'Österreich',
      'Papa',
      'Zed',
    ]);
  });
});
