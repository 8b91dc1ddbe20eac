import {
  digitCode,
  secretCode,
  typedIdentifier,
} from '../../../plugins/user-profile/shared/typed-text';

describe('a code of digits that was typed or pasted', () => {
  it.each([
    ['a space in the middle', '123 456'],
    ['a hyphen', '123-456'],
    ['a non-breaking hyphen', '123\u2011456'],
    ['an en dash', '123\u2013456'],
    ['a minus sign', '123\u2212456'],
    ['dots', '12.34.56'],
    ['no-break spaces', '\u00a0123\u202f456\u00a0'],
    ['a zero-width space', '123456\u200b'],
    ['direction marks', '\u200e\u2066123456\u2069'],
    ['a byte order mark', '\ufeff123456'],
    ['quotes', '“123456”'],
    ['backticks', '`123456`'],
    ['the comma of its sentence', '123456,'],
    ['brackets', '(123456)'],
    ['a katakana middle dot', '123・456'],
    ['a line break', '123\r\n456\n'],
    ['full-width digits', '１２３４５６'],
    ['Arabic-Indic digits', '١٢٣٤٥٦'],
    ['Persian digits', '۱۲۳۴۵۶'],
    ['Devanagari digits', '१२३४५६'],
    ['Bengali digits', '১২৩৪৫৬'],
    ['Osmanya digits', '\u{104a1}\u{104a2}\u{104a3}\u{104a4}\u{104a5}\u{104a6}'],
    ['bold digits', '𝟏𝟐𝟑𝟒𝟓𝟔'],
    [
      'keycap emoji',
      '1\ufe0f\u20e32\ufe0f\u20e33\ufe0f\u20e34\ufe0f\u20e35\ufe0f\u20e36\ufe0f\u20e3',
    ],
  ])('is read with %s', (_, text) => {
    expect(digitCode(text)).toBe('123456');
  });

  it.each(['12345a', '12345', '１２３４５', '123456789'])(
    'is not completed or corrected: %s',
    (text) => {
      expect(digitCode(text)).toBe(text.normalize('NFKC'));
    }
  );

  it('keeps every digit of every script', () => {
    for (const zero of [0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0x17e0, 0x1810, 0xff10, 0x1d7ce]) {
      const all = Array.from({ length: 10 }, (_, value) => String.fromCodePoint(zero + value));
      expect(digitCode(all.join(''))).toBe('0123456789');
    }
  });

  it('is not normalized if it is far too long', () => {
    const text = ' 1'.repeat(1_000_000);
    expect(digitCode(text)).toBe(text);
  });
});

describe('a random code that was typed or pasted', () => {
  const code = 'aB3-_x9Zq-W_y';

  it.each([
    ['spaces around it', ` ${code}\n`],
    ['a line break in the middle', 'aB3-_x9\r\nZq-W_y'],
    ['a zero-width space', `\u200b${code}`],
    ['another hyphen', 'aB3\u2010_x9Zq\u2011W_y'],
    ['full-width letters', 'ａＢ３－＿ｘ９Ｚｑ－Ｗ＿ｙ'],
  ])('is read with %s', (_, text) => {
    expect(secretCode(text)).toBe(code);
  });

  it('keeps case, hyphens and underscores', () => {
    expect(secretCode(code)).toBe(code);
  });
});

describe('an identifier that was typed or pasted', () => {
  it.each(['\u00a0ann ', '\ufeffann', 'ann\u200b', '\u2066ann\u2069', '\u3000ann\t'])(
    'loses spaces and invisible characters at both ends: %j',
    (text) => {
      expect(typedIdentifier(text)).toBe('ann');
    }
  );

  it.each(['', ' ', '\u200b\ufeff\n'])('is empty without a visible character: %j', (text) => {
    expect(typedIdentifier(text)).toBe('');
  });

  it('keeps what is between its ends', () => {
    expect(typedIdentifier(' ann \u200b\n lee ')).toBe('ann \u200b\n lee');
  });

  it('is read in linear time', () => {
    for (const blank of [' ', '\u200b', ' \u200b']) {
      const text = `a${blank.repeat(500_000)}z`;
      expect(typedIdentifier(text)).toBe(text);
    }
  });

  it('keeps characters that are part of a word', () => {
    expect(typedIdentifier('می\u200cخواهم')).toBe('می\u200cخواهم');
  });
});
