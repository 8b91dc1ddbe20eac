import { checkMetadata } from '../../../plugins/user-profile/admin/src/pages/UserDetails/Details/Metadata/checkMetadata';
import { locateProblems } from '../../../plugins/user-profile/admin/src/pages/UserDetails/Details/Metadata/serverProblems';
import { MAX_METADATA_BYTES } from '../../../plugins/user-profile/shared/constants';

const textsOf = (text: string) => checkMetadata(text).problems.map((problem) => problem.text);

/** An object of exactly this many bytes. */
const ofSize = (bytes: number) => JSON.stringify({ a: 'x'.repeat(bytes - '{"a":""}'.length) });

describe('checkMetadata', () => {
  it.each([
    ['an empty object', '{}'],
    ['nested values', ' {"a": [1, {"b": null}], "c": "\\u0041"}\n'],
    ['a dollar sign and a dot in a value', '{"price": "$1.50"}'],
    ['keys that only look like forbidden ones', '{"proto": 1, "Constructor": 2}'],
    ['an object of the maximum size', ofSize(MAX_METADATA_BYTES)],
  ])('accepts %s', (_what, text) => {
    expect(checkMetadata(text)).toEqual({ value: JSON.parse(text), problems: [] });
  });

  it.each([
    ['', 'metadata.syntax.ValueExpected', 1],
    ['{\n  "a": 1,\n}', 'metadata.syntax.PropertyNameExpected', 3],
    ['{\n  "a": 1\n  "b": 2\n}', 'metadata.syntax.CommaExpected', 3],
    ['{\n  "a" 1\n}', 'metadata.syntax.ColonExpected', 2],
    ['{\n  "a": \n}', 'metadata.syntax.ValueExpected', 3],
    ["{\n  'a': 1\n}", 'metadata.syntax.InvalidSymbol', 2],
    ['{\n  "a": 1', 'metadata.syntax.CloseBraceExpected', 2],
    ['{"a": [1, 2', 'metadata.syntax.CloseBracketExpected', 1],
    ['{"a": 1}\n{}', 'metadata.syntax.EndOfFileExpected', 2],
    ['{\r\n  // why\r\n}', 'metadata.syntax.InvalidCommentToken', 2],
    ['{\n  "a": "b\n}', 'metadata.syntax.UnexpectedEndOfString', 2],
    ['{"a": "\\x"}', 'metadata.syntax.InvalidEscapeCharacter', 1],
    ['{"a": "\t"}', 'metadata.syntax.InvalidCharacter', 1],
    ['{"a": 01}', 'metadata.syntax.CommaExpected', 1],
    ['[]', 'metadata.problem.notObject', 1],
    ['null', 'metadata.problem.notObject', 1],
  ])('reports the problem of %j and its line', (text, problem, line) => {
    expect(checkMetadata(text).problems).toEqual([
      expect.objectContaining({ text: problem, line }),
    ]);
  });

  it.each([
    'a.b',
    '$where',
    '__proto__',
    'constructor',
    'prototype',
    '\\u005f_proto__',
    'a\\u0000',
  ])('rejects the key %s at any depth', (key) => {
    expect(textsOf(`{"${key}": 1}`)).toEqual(['metadata.problem.forbiddenKey']);
    expect(checkMetadata(`{"a": [\n{"${key}": 1}]}`).problems).toEqual([
      expect.objectContaining({ text: 'metadata.problem.forbiddenKey', line: 2 }),
    ]);
  });

  it('reports every invalid key', () => {
    expect(textsOf('{"a": 1, "a": 2, "b.c": {"$d": 1}}')).toEqual([
      'metadata.problem.duplicateKey',
      'metadata.problem.forbiddenKey',
      'metadata.problem.forbiddenKey',
    ]);
  });

  it.each(['12345678901234567890', '-9007199254740993', '1e400'])(
    'rejects %s, which cannot be stored exactly',
    (number) => {
      expect(textsOf(`{"a": [1.5, ${number}]}`)).toEqual(['metadata.problem.number']);
    }
  );

  it('limits bytes, not characters', () => {
    expect(textsOf(ofSize(MAX_METADATA_BYTES + 1))).toEqual(['metadata.problem.size']);
    expect(textsOf(JSON.stringify({ a: 'ä'.repeat(40_000) }))).toEqual(['metadata.problem.size']);
  });

  it('survives deeply nested brackets', () => {
    expect(checkMetadata(`{"a": ${'['.repeat(200_000)}`).problems).toHaveLength(1);
  });
});

describe('locateProblems', () => {
  const text = '{\n  "theme": "pink",\n  "tags": [\n    1,\n    {}\n  ],\n  "1": {\n  }\n}';

  it.each([
    [['user_metadata', 'theme'], 2],
    [['user_metadata', 'tags', '1'], 5],
    [['user_metadata', 'tags', '1', 'missing'], 5],
    [['user_metadata', '1'], 7],
    [['user_metadata', 'missing'], 1],
    [['user_metadata'], 1],
    [['revision'], undefined],
  ])('finds %j at line %s', (path, line) => {
    expect(locateProblems(text, [{ path, message: 'm' }])).toEqual([{ line, message: 'm' }]);
  });
});
