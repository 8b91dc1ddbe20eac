import {
  boundsOf,
  customFrom,
  isBackwards,
  parseRange,
  presetsWithin,
  rangeParams,
  type RangeParams,
  type TimeRange,
} from '../../../plugins/user-profile/admin/src/utils/range';

const now = new Date('2026-11-23T12:00:30Z');

const none: RangeParams = { range: null, from: null, to: null };

describe('the range in a URL', () => {
  test.each<[string, TimeRange]>([
    ['a preset', { preset: '7d' }],
    ['everything', { preset: 'all' }],
    ['the default', { preset: '2d' }],
    [
      'two moments',
      { preset: 'custom', from: '2026-11-01T00:00:00.000Z', to: '2026-11-02T00:00:00.000Z' },
    ],
    ['one without an end', { preset: 'custom', from: '2026-11-01T00:00:00.000Z', to: undefined }],
  ])('%s comes back as it was', (_what, range) => {
    expect(parseRange(rangeParams(range))).toEqual(range);
  });

  it('is left out when it is the default', () => {
    expect(rangeParams({ preset: '2d' })).toEqual(none);
  });

  test.each<[string, Partial<RangeParams>]>([
    ['nothing', {}],
    ['what nobody knows', { range: 'forever' }],
    ['two moments without the first', { range: 'custom', to: '2026-11-02T00:00:00Z' }],
    ['what is no date', { range: 'custom', from: 'yesterday' }],
    ['a name that every object has', { range: 'toString' }],
  ])('is the default one for %s', (_what, params) => {
    expect(parseRange({ ...none, ...params })).toEqual({ preset: '2d' });
  });
});

describe('the bounds of a range', () => {
  it('begin on the minute and have no end', () => {
    expect(boundsOf({ preset: '2d' }, now)).toEqual({ from: '2026-11-21T12:00:00.000Z' });
  });

  it('begin with the first moment of all for everything', () => {
    expect(boundsOf({ preset: 'all' }, now)).toEqual({ from: '1970-01-01T00:00:00.000Z' });
  });

  it('are backwards when the end does not come after the beginning', () => {
    const from = '2026-11-02T00:00:00.000Z';
    expect(isBackwards({ from, to: '2026-11-01T00:00:00.000Z' })).toBe(true);
    expect(isBackwards({ from, to: from })).toBe(true);
    expect(isBackwards({ from, to: '2026-11-03T00:00:00.000Z' })).toBe(false);
    expect(isBackwards({ from })).toBe(false);
  });
});

describe('the ranges to choose from', () => {
  test.each([
    [30, '2d', ['2d', '7d', 'all']],
    [365, '2d', ['2d', '7d', '30d', '90d', 'all']],
    [1, '2d', ['2d', 'all']],
    [1, 'custom', ['all']],
    [7, '90d', ['2d', '90d', 'all']],
  ] as const)('with %i days kept and %s shown', (days, current, presets) => {
    expect(presetsWithin(days, current)).toEqual(presets);
  });

  it('start a custom one from what is shown', () => {
    expect(customFrom({ preset: '7d' }, 30, now)).toEqual({
      preset: 'custom',
      from: '2026-11-16T12:00:00.000Z',
      to: '2026-11-23T12:01:00.000Z',
    });
  });

  it('start a custom one no further back than what is kept', () => {
    expect(customFrom({ preset: 'all' }, 30, now)).toMatchObject({
      from: '2026-10-24T12:00:00.000Z',
    });
  });
});
