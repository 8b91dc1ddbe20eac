import {
  addDays,
  daysBetween,
  startOfUtcDay,
  utcDayOf,
} from '../../../plugins/user-profile/server/src/utils/utc-days';

describe('days in UTC', () => {
  it.each([
    ['2026-03-28T23:59:59.999Z', '2026-03-28'],
    ['2026-03-29T00:00:00.000Z', '2026-03-29'],
    ['2026-03-29T01:30:00+02:00', '2026-03-28'],
    ['2026-03-28T23:30:00-05:00', '2026-03-29'],
  ])('contain %s in %s', (date, day) => {
    expect(utcDayOf(new Date(date))).toBe(day);
  });

  it('start at midnight', () => {
    expect(startOfUtcDay('2026-03-29')).toEqual(new Date('2026-03-29T00:00:00Z'));
  });

  it.each([
    ['2026-02-28', 1, '2026-03-01'],
    ['2028-03-01', -1, '2028-02-29'],
    ['2026-03-29', 0, '2026-03-29'],
    ['2026-01-01', -1, '2025-12-31'],
  ])('are added to %s: %d is %s', (day, days, expected) => {
    expect(addDays(day, days)).toBe(expected);
  });

  it('are listed from the first to the last one', () => {
    expect(daysBetween('2026-10-24', '2026-10-26')).toEqual([
      '2026-10-24',
      '2026-10-25',
      '2026-10-26',
    ]);
    expect(daysBetween('2026-10-24', '2026-10-24')).toEqual(['2026-10-24']);
    expect(daysBetween('2026-10-25', '2026-10-24')).toEqual([]);
  });
});
