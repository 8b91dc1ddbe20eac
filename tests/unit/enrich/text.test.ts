import { clean } from '../../../plugins/user-profile/server/src/enrich';

describe('clean', () => {
  test.each([
    ['a plain text', 'Mountain View', 'Mountain View'],
    ['text beyond ASCII', 'Αθήνα 🏛', 'Αθήνα 🏛'],
    ['white space around text', ' x ', ' x '],
    ['NUL', 'a\0b\0', 'ab'],
    ['a high surrogate alone', 'a\ud83cb', 'ab'],
    ['a low surrogate alone', 'a\udf0db', 'ab'],
    ['halves in the wrong order', '\udf0d\ud83c!', '!'],
    ['halves that NUL keeps apart', 'a\ud83c\0\udf0db', 'ab'],
  ])('%s', (_what, value, expected) => {
    expect(clean(value, 100)).toBe(expected);
  });

  test.each([
    ['an empty text', ''],
    ['NUL only', '\0\0'],
    ['blanks only', ' \t\n'],
  ])('%s is nothing', (_what, value) => {
    expect(clean(value, 100)).toBeNull();
  });

  test.each([[undefined], [null], [5], [true], [{}], [['text']]])('%p is no text', (value) => {
    expect(clean(value, 100)).toBeNull();
  });

  test('cuts to the length of the column', () => {
    expect(clean('abcdef', 3)).toBe('abc');
    expect(clean('abc', 3)).toBe('abc');
  });

  test('characters that are dropped do not count', () => {
    expect(clean('\0\0\0abc', 3)).toBe('abc');
  });

  test('never leaves half a pair at the cut', () => {
    expect(clean('ab🌍', 3)).toBe('ab');
    expect(clean('ab🌍', 4)).toBe('ab🌍');
    expect(clean('🌍', 1)).toBeNull();
  });
});
