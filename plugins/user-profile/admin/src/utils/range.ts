import { DAY_MS, MINUTE_MS } from '../../../shared/durations';
import { parseDate } from './relativeTime';

export const PRESETS = ['2d', '7d', '30d', '90d', 'all'] as const;

export type Preset = (typeof PRESETS)[number];

/** A preset that ends now, or two instants. Without `to` it ends now as well. */
export type TimeRange =
  { preset: Preset } | { preset: 'custom'; from: string; to: string | undefined };

export type RangeName = TimeRange['preset'];

export const DEFAULT_RANGE = { preset: '2d' } as const satisfies TimeRange;

export const EVERYTHING = { preset: 'all' } as const satisfies TimeRange;

const DAYS: Record<Exclude<Preset, 'all'>, number> = { '2d': 2, '7d': 7, '30d': 30, '90d': 90 };

/** Events past the retention are deleted, so the beginning of time means all events. */
const BEGINNING = new Date(0).toISOString();

const onTheMinute = (time: number): string =>
  new Date(Math.floor(time / MINUTE_MS) * MINUTE_MS).toISOString();

const isoDate = (text: string | null): string | undefined => parseDate(text)?.toISOString();

export type RangeParams = Record<'range' | 'from' | 'to', string | null>;

/** The range in a URL; the default range if it is invalid. */
export const parseRange = ({ range: name, from, to }: RangeParams): TimeRange => {
  const begin = isoDate(from);

  if (name === 'custom' && begin) {
    return { preset: 'custom', from: begin, to: isoDate(to) };
  }

  const preset = PRESETS.find((known) => known === name);

  return preset ? { preset } : DEFAULT_RANGE;
};

/** The URL parameters of a range; null removes a parameter. */
export const rangeParams = (range: TimeRange): RangeParams =>
  range.preset === 'custom'
    ? { range: 'custom', from: range.from, to: range.to ?? null }
    : {
        range: range.preset === DEFAULT_RANGE.preset ? null : range.preset,
        from: null,
        to: null,
      };

export const daysOf = (preset: Preset): number | undefined =>
  preset === 'all' ? undefined : DAYS[preset];

/** The presets that are shorter than the retention, and the current one. */
export const presetsWithin = (retentionDays: number, current: RangeName): Preset[] =>
  PRESETS.filter((preset) => preset === current || (daysOf(preset) ?? 0) < retentionDays);

export interface Bounds {
  from: string;
  to?: string;
}

/** The bounds of the range, rounded to the minute so requests within a minute share the cache. */
export const boundsOf = (range: TimeRange, now: Date): Bounds => {
  if (range.preset === 'custom') {
    return { from: range.from, to: range.to };
  }

  return {
    from:
      range.preset === 'all' ? BEGINNING : onTheMinute(now.getTime() - DAYS[range.preset] * DAY_MS),
  };
};

/** The initial custom range: the one shown now, limited to the retention. */
export const customFrom = (range: TimeRange, retentionDays: number, now: Date): TimeRange => {
  const { from, to } = boundsOf(range, now);
  const oldest = onTheMinute(now.getTime() - retentionDays * DAY_MS);

  return {
    preset: 'custom',
    from: from < oldest ? oldest : from,
    to: to ?? onTheMinute(now.getTime() + MINUTE_MS),
  };
};

/** The filter of events and logins within the bounds, as the API takes it. */
export const dateFilter = ({ from, to }: Bounds) => ({ date: { $gte: from, $lt: to } });

export const isBackwards = ({ from, to }: Bounds): boolean => to !== undefined && to <= from;
