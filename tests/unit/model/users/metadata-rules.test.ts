import {
  checkMetadataKeys,
  mergeMetadata,
} from '../../../../plugins/user-profile/server/src/model/users/metadata-rules';
import type { JsonObject } from '../../../../plugins/user-profile/shared/contracts/json';

const MAX_DEPTH = 50;

const problemsOf = (metadata: unknown): string[] => {
  try {
    checkMetadataKeys(metadata as JsonObject, ['user_metadata']);
    return [];
  } catch (error) {
    const { name, details } = error as {
      name: string;
      details: { errors: { path: string[] }[] };
    };
    expect(name).toBe('ValidationError');
    return details.errors.map(({ path }) => path.join('/'));
  }
};

const parse = (json: string): unknown => JSON.parse(json);

const nested = (depth: number): unknown => parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);

describe('checkMetadataKeys', () => {
  it.each([
    ['an empty object', {}],
    ['values of every type', { a: null, b: true, c: 1.5, d: 'x', e: [1, { f: 2 }] }],
    ['a value with a dot and a dollar sign', { price: '$1.50' }],
    ['keys similar to forbidden ones', { proto: 1, Constructor: 2, 'a-b': 3, '': 4 }],
    ['characters beyond ASCII', { ключ: '🏛' }],
  ])('accepts %s', (_what, metadata) => {
    expect(problemsOf(metadata)).toEqual([]);
  });

  it.each(['a.b', '.', '$where', 'a$', 'constructor', 'prototype', 'a\0', '\ud83c'])(
    'rejects the key %j at any depth',
    (key) => {
      expect(problemsOf({ [key]: 1 })).toEqual([`user_metadata/${key}`]);
      expect(problemsOf({ a: [{ b: { [key]: 1 } }] })).toEqual([`user_metadata/a/0/b/${key}`]);
    }
  );

  it('rejects an own key __proto__', () => {
    expect(problemsOf(parse('{"a":{"__proto__":{}}}'))).toEqual(['user_metadata/a/__proto__']);
  });

  it.each(['a\0b', '\ud83c', 'x\udf0d'])(
    'rejects the text %j, which PostgreSQL cannot store',
    (text) => {
      expect(problemsOf({ a: text })).toEqual(['user_metadata/a']);
      expect(problemsOf({ a: ['x', text] })).toEqual(['user_metadata/a/1']);
    }
  );

  it('reports every problem with its path', () => {
    expect(problemsOf({ $a: 1, b: { 'c.d': '\0' } })).toEqual([
      'user_metadata/$a',
      'user_metadata/b/c.d',
      'user_metadata/b/c.d',
    ]);
  });

  it('limits the depth', () => {
    expect(problemsOf(nested(MAX_DEPTH + 1))).toEqual([]);
    expect(problemsOf(nested(MAX_DEPTH + 2))).toHaveLength(1);
    expect(problemsOf(nested(5_000))).toHaveLength(1);
  });
});

describe('mergeMetadata', () => {
  const current = { theme: 'dark', address: { city: 'Athens', zip: '10557' }, tags: ['a'] };

  it('replaces and adds the given keys and keeps the others', () => {
    expect(mergeMetadata(current, { theme: 'light', size: 3 })).toEqual({
      ...current,
      theme: 'light',
      size: 3,
    });
  });

  it('replaces nested objects and arrays as a whole', () => {
    expect(mergeMetadata(current, { address: { city: 'Patras' }, tags: [] })).toEqual({
      theme: 'dark',
      address: { city: 'Patras' },
      tags: [],
    });
  });

  it('deletes keys that are null, but keeps null inside nested values', () => {
    expect(mergeMetadata(current, { theme: null, missing: null, address: { zip: null } })).toEqual({
      address: { zip: null },
      tags: ['a'],
    });
  });

  it('clears all keys with an empty object', () => {
    expect(mergeMetadata(current, {})).toEqual({});
  });

  it('does not change its arguments', () => {
    const before = structuredClone(current);
    mergeMetadata(current, { theme: null });
    expect(current).toEqual(before);
  });
});
