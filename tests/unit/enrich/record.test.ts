import { placeOf } from '../../../plugins/user-profile/server/src/enrich';

const london = {
  country_code: 'GB',
  country_name: 'United Kingdom',
  city_name: 'London',
  latitude: 51.5143,
  longitude: -0.0912,
  time_zone: 'Europe/London',
};

/** As the files of ip-location-db have it; empty is what is not known. */
const flat = {
  city: 'London',
  country_code: 'GB',
  latitude: Math.fround(51.5143),
  longitude: Math.fround(-0.0912),
  postcode: '',
  state1: 'England',
  state2: '',
  timezone: 'Europe/London',
};

/** As the files of MaxMind and DB-IP have it. */
const nested = {
  city: { geoname_id: 2643743, names: { de: 'London', en: 'London', fr: 'Londres' } },
  country: { iso_code: 'GB', names: { en: 'United Kingdom' } },
  location: {
    accuracy_radius: 10,
    latitude: 51.5143,
    longitude: -0.0912,
    time_zone: 'Europe/London',
  },
};

describe('placeOf', () => {
  test('reads the flat dialect', () => {
    expect(placeOf(flat)).toEqual(london);
  });

  test('reads the nested dialect', () => {
    expect(placeOf(nested)).toEqual(london);
  });

  test('rounds the noise of 32-bit coordinates to 4 decimals', () => {
    const place = placeOf({ latitude: 51.51430130004883, longitude: -0.09122440218925476 });
    expect(place).toMatchObject({ latitude: 51.5143, longitude: -0.0912 });
    expect(placeOf({ latitude: -0.00001, longitude: 0 })).toMatchObject({
      latitude: 0,
      longitude: 0,
    });
  });

  test('an empty city is none: the record knows the country only', () => {
    expect(placeOf({ ...flat, city: '' })).toEqual({ ...london, city_name: null });
    expect(placeOf({ ...nested, city: { names: {} } })).toEqual({ ...london, city_name: null });
    expect(placeOf({ ...nested, city: {} })).toEqual({ ...london, city_name: null });
  });

  test('a record of a country only', () => {
    expect(placeOf({ country_code: 'de' })).toEqual({
      country_code: 'DE',
      country_name: 'Germany',
      city_name: null,
      latitude: null,
      longitude: null,
      time_zone: null,
    });
  });

  test.each([
    ['beyond the pole', 90.1, 0],
    ['beyond the date line', 0, -180.1],
    ['not a number', Number.NaN, 0],
    ['infinite', 0, Number.POSITIVE_INFINITY],
    ['as text', '51.5', '-0.1'],
    ['half missing', 51.5, undefined],
  ])('a position %s is none', (_what, latitude, longitude) => {
    expect(placeOf({ country_code: 'GB', latitude, longitude })).toMatchObject({
      latitude: null,
      longitude: null,
    });
  });

  test('the outermost positions count', () => {
    expect(placeOf({ latitude: -90, longitude: 180 })).toMatchObject({
      latitude: -90,
      longitude: 180,
    });
  });

  test.each([['GBR'], ['G'], ['G1'], ['ZZ'], [''], [44], [null]])(
    '%p is no country',
    (country_code) => {
      expect(placeOf({ city: 'London', country_code })).toMatchObject({
        country_code: null,
        country_name: null,
        city_name: 'London',
      });
    }
  );

  test('texts fit their columns', () => {
    const place = placeOf({ city: `Lon\0don${'n'.repeat(300)}`, timezone: 'x'.repeat(300) });
    expect(place?.city_name).toMatch(/^Londonn+$/);
    expect(place?.city_name).toHaveLength(150);
    expect(place?.time_zone).toHaveLength(64);
  });

  test.each([
    [null],
    [undefined],
    ['London'],
    [7],
    [[]],
    [{}],
    [{ city: '', country_code: '', timezone: '' }],
    [{ city: null, country: null, location: null }],
    [{ city: { names: 'London' }, country: { iso_code: {} }, location: [1] }],
  ])('%j tells nothing', (record) => {
    expect(placeOf(record)).toBeNull();
  });
});
