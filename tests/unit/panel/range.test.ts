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
      'a custom range',
      { preset: 'custom', from: '2026-11-01T00:00:00.000Z', to: '2026-11-02T00:00:00.000Z' },
    ],
    [
      'a custom range without an end',
      { preset: 'custom', from: '2026-11-01T00:00:00.000Z', to: undefined },
    ],
  ])('is unchanged after a round trip: %s', (_what, range) => {
    expect(parseRange(rangeParams(range))).toEqual(range);
  });

  it('is omitted if it is the default', () => {
    expect(rangeParams({ preset: '2d' })).toEqual(none);
  });

  test.each<[string, Partial<RangeParams>]>([
    ['no parameters', {}],
    ['an unknown preset', { range: 'forever' }],
    ['a custom range without a start', { range: 'custom', to: '2026-11-02T00:00:00Z' }],
    ['an invalid date', { range: 'custom', from: 'yesterday' }],
    ['a property name of every object', { range: 'toString' }],
  ])('is the default for %s', (_what, params) => {
    expect(parseRange({ ...none, ...params })).toEqual({ preset: '2d' });
  });
});

describe('the bounds of a range', () => {
  it('start at a full minute and have no end', () => {
    expect(boundsOf({ preset: '2d' }, now)).toEqual({ from: '2026-11-21T12:00:00.000Z' });
  });

  it('start at the Unix epoch if all events are shown', () => {
    expect(boundsOf({ preset: 'all' }, now)).toEqual({ from: '1970-01-01T00:00:00.000Z' });
  });

  it('are backwards if the end is not after the start', () => {
    const from = '2026-11-02T00:00:00.000Z';
    expect(isBackwards({ from, to: '2026-11-01T00:00:00.000Z' })).toBe(true);
    expect(isBackwards({ from, to: from })).toBe(true);
    expect(isBackwards({ from, to: '2026-11-03T00:00:00.000Z' })).toBe(false);
    expect(isBackwards({ from })).toBe(false);
  });
});

describe('the selectable ranges', () => {
  it.each([
    [30, '2d', ['2d', '7d', 'all']],
    [365, '2d', ['2d', '7d', '30d', '90d', 'all']],
    [1, '2d', ['2d', 'all']],
    [1, 'custom', ['all']],
    [7, '90d', ['2d', '90d', 'all']],
  ] as const)('fit a retention of %i days with %s selected', (days, current, presets) => {
    expect(presetsWithin(days, current)).toEqual(presets);
  });

  it('start a custom range with the current range', () => {
    expect(customFrom({ preset: '7d' }, 30, now)).toEqual({
      preset: 'custom',
      from: '2026-11-16T12:00:00.000Z',
      to: '2026-11-23T12:01:00.000Z',
    });
  });

  it('start a custom range no earlier than the retention', () => {
    expect(customFrom({ preset: 'all' }, 30, now)).toMatchObject({
      from: '2026-10-24T12:00:00.000Z',
    });
  });
});
