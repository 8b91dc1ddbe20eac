import { isSameMinute, pickerDay } from '../../../plugins/user-profile/admin/src/utils/days';
import { fileNameFor } from '../../../plugins/user-profile/admin/src/utils/download';
import { parsePage, parsePageSize } from '../../../plugins/user-profile/admin/src/utils/pageParams';
import { formatPlace } from '../../../plugins/user-profile/admin/src/utils/place';
import { toQueryString } from '../../../plugins/user-profile/admin/src/utils/queryString';
import { relativeTimeParts } from '../../../plugins/user-profile/admin/src/utils/relativeTime';
import { httpUrl } from '../../../plugins/user-profile/admin/src/utils/safeUrl';
import { parseSort } from '../../../plugins/user-profile/admin/src/utils/userSort';

const now = new Date('2026-11-23T12:00:30Z');

describe('toQueryString', () => {
  it('writes brackets and encodes values', () => {
    expect(
      toQueryString({
        pagination: { page: 1, pageSize: 20 },
        _q: 'a+b@c.d',
        filters: { type: { $in: ['s', 'fp'] } },
        sort: undefined,
      })
    ).toBe(
      '?pagination[page]=1&pagination[pageSize]=20&_q=a%2Bb%40c.d&filters[type][$in][0]=s&filters[type][$in][1]=fp'
    );
  });

  it('returns an empty string without parameters', () =>
    expect(toQueryString({ _q: '', a: null })).toBe(''));
});

describe('the days of the date pickers', () => {
  it('are those of the local time zone, at midnight in UTC', () => {
    for (const hours of [0, 12, 23]) {
      expect(pickerDay(new Date(2026, 10, 29, hours, 30)).toISOString()).toBe(
        '2026-11-29T00:00:00.000Z'
      );
    }
  });

  it.each([
    ['the same minute', new Date(2026, 10, 29, 10, 20), true],
    ['another minute', new Date(2026, 10, 29, 10, 21), false],
    ['another day', new Date(2026, 10, 28, 10, 20), false],
  ])('tell %s', (_title, other, isSame) => {
    expect(isSameMinute(new Date(2026, 10, 29, 10, 20, 30, 500), other)).toBe(isSame);
  });
});

describe('relativeTimeParts', () => {
  it.each([
    ['2026-11-23T12:00:00Z', 0, 'second'],
    ['2026-11-23T11:55:00Z', -5, 'minute'],
    ['2026-11-23T10:30:00Z', -1, 'hour'],
    ['2026-11-22T11:00:00Z', -1, 'day'],
    ['2026-09-01T00:00:00Z', -2, 'month'],
    ['2025-10-19T00:00:00Z', -1, 'year'],
    ['2026-11-23T14:00:31Z', 2, 'hour'],
  ])('returns the largest unit for %s', (date, value, unit) => {
    expect(relativeTimeParts(new Date(date), now)).toEqual({ value, unit });
  });
});

describe('formatPlace', () => {
  const athens = { city_name: 'Athens', country_code: 'GR', country_name: 'Greece' };

  it('uses the given language', () => {
    expect(formatPlace(athens, 'en')).toBe('Athens, Greece');
    expect(formatPlace(athens, 'de')).toBe('Athens, Griechenland');
  });

  it('uses the parts that are known', () => {
    expect(formatPlace({ ...athens, city_name: null }, 'en')).toBe('Greece');
    expect(formatPlace({ ...athens, region_name: 'Attica' }, 'en')).toBe('Athens, Attica, Greece');
    expect(formatPlace({ ...athens, region_name: 'Municipality of Athens' }, 'en')).toBe(
      'Athens, Greece'
    );
    expect(
      formatPlace({ city_name: null, country_code: null, country_name: null }, 'en')
    ).toBeNull();
    expect(formatPlace({ city_name: null, country_code: '!!', country_name: null }, 'en')).toBe(
      '!!'
    );
    expect(formatPlace(null, 'en')).toBeNull();
  });
});

describe('a URL parameter', () => {
  it('falls back to a valid value', () => {
    expect(parseSort('name:ASC')).toBe('name:asc');
    expect(parseSort('app_metadata:asc')).toBeUndefined();
    expect(parseSort('toString:asc')).toBeUndefined();
    expect(parsePage('-1')).toBe(1);
    expect(parsePage(['2'])).toBe(1);
    expect(parsePageSize('5000')).toBe(100);
    expect(parsePageSize('50')).toBe(50);
  });
});

describe('an external value', () => {
  it('becomes a link only if it is an http or https URL', () => {
    expect(httpUrl('https://a.b/c.png')).toBe('https://a.b/c.png');
    expect(httpUrl('javascript:alert(1)')).toBeUndefined();
    expect(httpUrl('data:image/svg+xml,x')).toBeUndefined();
    expect(httpUrl('/relative')).toBeUndefined();
    expect(httpUrl(undefined)).toBeUndefined();
  });

  it('becomes a safe file name', () => {
    expect(fileNameFor('google-oauth2|1/../x')).toBe('google-oauth2_1_.._x.json');
  });
});
