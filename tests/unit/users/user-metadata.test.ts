import type { Core } from '@strapi/types';

import { changedMetadata } from '../../../plugins/user-profile/server/src/users/user-metadata';
import { MAX_METADATA_BYTES } from '../../../plugins/user-profile/shared/constants';
import type { JsonObject } from '../../../plugins/user-profile/shared/contracts/json';

const check = jest.fn<void, [JsonObject]>();

const strapi = {
  plugin: () => ({ service: () => ({ check }) }),
} as unknown as Core.Strapi;

/** An object of exactly this many bytes as JSON. */
const ofSize = (bytes: number): JsonObject => ({ a: 'x'.repeat(bytes - '{"a":""}'.length) });

const tooLarge = expect.objectContaining({
  name: 'ValidationError',
  details: { errors: [expect.objectContaining({ path: ['user_metadata'] })] },
});

describe('changedMetadata', () => {
  beforeEach(() => check.mockReset());

  it('merges or replaces the stored metadata', () => {
    const stored = { theme: 'dark', size: 3 };
    expect(changedMetadata(strapi, stored, { theme: 'light' }, 'merge')).toEqual({
      theme: 'light',
      size: 3,
    });
    expect(changedMetadata(strapi, stored, { theme: 'light' }, 'replace')).toEqual({
      theme: 'light',
    });
  });

  it('keeps null values if it replaces', () => {
    expect(changedMetadata(strapi, { a: 1 }, { b: null }, 'replace')).toEqual({ b: null });
  });

  it('rejects invalid keys in the sent metadata', () => {
    expect(() => changedMetadata(strapi, {}, { 'a.b': 1 }, 'merge')).toThrow(
      expect.objectContaining({
        name: 'ValidationError',
        details: { errors: [expect.objectContaining({ path: ['user_metadata', 'a.b'] })] },
      })
    );
  });

  it.each(['merge', 'replace'] as const)('limits the size in bytes of the result: %s', (mode) => {
    expect(changedMetadata(strapi, {}, ofSize(MAX_METADATA_BYTES), mode)).toBeDefined();
    expect(() => changedMetadata(strapi, {}, ofSize(MAX_METADATA_BYTES + 1), mode)).toThrow(
      tooLarge
    );
    expect(() =>
      changedMetadata(strapi, {}, { a: 'ä'.repeat(MAX_METADATA_BYTES / 2) }, mode)
    ).toThrow(tooLarge);
  });

  it('counts the stored keys that a merge keeps', () => {
    const stored = ofSize(MAX_METADATA_BYTES - 5);
    expect(() => changedMetadata(strapi, stored, { b: 'more' }, 'merge')).toThrow(tooLarge);
    expect(changedMetadata(strapi, stored, { b: 'more' }, 'replace')).toEqual({ b: 'more' });
  });

  it('validates the result with the JSON Schema of the site', () => {
    changedMetadata(strapi, { a: 1 }, { b: 2 }, 'merge');
    expect(check.mock.calls).toEqual([[{ a: 1, b: 2 }]]);

    check.mockImplementation(() => {
      throw new Error('schema violation');
    });
    expect(() => changedMetadata(strapi, {}, { b: 2 }, 'merge')).toThrow('schema violation');
  });
});
