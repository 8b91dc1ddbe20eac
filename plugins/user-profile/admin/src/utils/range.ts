export const RANGES = ['2d', '7d', '30d'] as const;

export type Range = (typeof RANGES)[number];

export const DEFAULT_RANGE: Range = '2d';

const DAYS: Record<Range, number> = { '2d': 2, '7d': 7, '30d': 30 };

const DAY = 24 * 60 * 60 * 1000;

export const parseRange = (text: string | null): Range =>
  RANGES.find((range) => range === text) ?? DEFAULT_RANGE;

export const daysOf = (range: Range): number => DAYS[range];

/** Where the range begins, on the minute, so that visits within one share their cached answers. */
export const rangeStart = (range: Range, now: Date): string => {
  const minute = 60_000;

  return new Date(Math.floor((now.getTime() - DAYS[range] * DAY) / minute) * minute).toISOString();
};
