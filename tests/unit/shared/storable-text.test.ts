import {
  clean,
  isVisible,
  normalizeText,
} from '../../../plugins/user-profile/shared/storable-text';

describe('clean', () => {
  it.each([
    ['a plain text', 'Mountain View', 'Mountain View'],
    ['text beyond ASCII', 'Αθήνα 🏛', 'Αθήνα 🏛'],
    ['white space around text', ' x ', ' x '],
    ['NUL', 'a\0b\0', 'ab'],
    ['a high surrogate alone', 'a\ud83cb', 'ab'],
    ['a low surrogate alone', 'a\udf0db', 'ab'],
    ['surrogates in the wrong order', '\udf0d\ud83c!', '!'],
    ['surrogates separated by NUL', 'a\ud83c\0\udf0db', 'ab'],
  ])('normalizes %s', (_what, value, expected) => {
    expect(clean(value, 100)).toBe(expected);
  });

  it.each([
    ['an empty text', ''],
    ['NUL only', '\0\0'],
    ['blanks only', ' \t\n'],
  ])('returns null for %s', (_what, value) => {
    expect(clean(value, 100)).toBeNull();
  });

  it.each([[undefined], [null], [5], [true], [{}], [['text']]])(
    'returns null for the value %p',
    (value) => {
      expect(clean(value, 100)).toBeNull();
    }
  );

  it('cuts to the given length', () => {
    expect(clean('abcdef', 3)).toBe('abc');
    expect(clean('abc', 3)).toBe('abc');
  });

  it('does not count dropped characters', () => {
    expect(clean('\0\0\0abc', 3)).toBe('abc');
  });

  it('never splits a surrogate pair', () => {
    expect(clean('ab🌍', 3)).toBe('ab');
    expect(clean('ab🌍', 4)).toBe('ab🌍');
    expect(clean('🌍', 1)).toBeNull();
  });
});

describe('normalizeText', () => {
  it.each([
    ['Jose\u0301', 'José'],
    ['o\u0302\u0323', 'ộ'],
    // Thirty accents, which the standard allows.
    [`e${'\u0301'.repeat(30)}`, `é${'\u0301'.repeat(29)}`],
  ])('composes %s', (text, expected) => {
    expect(normalizeText(text)).toBe(expected);
  });

  it.each(['NFC', 'NFD', 'NFKC'] as const)(
    'leaves a pile of accents as it is, because sorting them takes minutes (%s)',
    (form) => {
      for (const accents of ['\u0315\u0300', '\uff9e\u0300', '\u0323\uff9f']) {
        const text = `a${accents.repeat(200_000)}`;
        expect(normalizeText(text, form)).toBe(text);
      }
    }
  );
});

describe('isVisible', () => {
  it.each(['', ' ', '\u200b', '\u2060\u00a0', '\u00ad', '\u3164', '\u2800', '\u202e\u202c'])(
    'is false for %j',
    (text) => {
      expect(isVisible(text)).toBe(false);
    }
  );

  it.each(['.', '-', '\u0301', '한', '🦊', '\ue000', 'a\u200b'])('is true for %j', (text) => {
    expect(isVisible(text)).toBe(true);
  });
});
