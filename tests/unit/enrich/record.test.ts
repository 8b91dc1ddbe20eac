import { placeOf } from '../../../plugins/user-profile/server/src/enrich';

const london = {
  country_code: 'GB',
  country_name: 'United Kingdom',
  region_name: 'England',
  city_name: 'London',
  latitude: 51.5143,
  longitude: -0.0912,
  time_zone: 'Europe/London',
};

/** The format of ip-location-db. Unknown values are empty. */
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

/** The format of MaxMind and DB-IP. */
const nested = {
  city: { geoname_id: 2643743, names: { de: 'London', en: 'London', fr: 'Londres' } },
  country: { iso_code: 'GB', names: { en: 'United Kingdom' } },
  subdivisions: [
    { iso_code: 'ENG', names: { de: 'England', en: 'England' } },
    { names: { en: 'Greater London' } },
  ],
  location: {
    accuracy_radius: 10,
    latitude: 51.5143,
    longitude: -0.0912,
    time_zone: 'Europe/London',
  },
};

describe('placeOf', () => {
  it('reads the flat format of ip-location-db', () => {
    expect(placeOf(flat)).toEqual(london);
  });

  it('reads the nested format of MaxMind and DB-IP', () => {
    expect(placeOf(nested)).toEqual(london);
  });

  it('rounds 32-bit coordinates to 4 decimals', () => {
    const place = placeOf({ latitude: 51.51430130004883, longitude: -0.09122440218925476 });
    expect(place).toMatchObject({ latitude: 51.5143, longitude: -0.0912 });
    expect(placeOf({ latitude: -0.00001, longitude: 0 })).toMatchObject({
      latitude: 0,
      longitude: 0,
    });
  });

  it('keeps the country of a record with an empty city', () => {
    expect(placeOf({ ...flat, city: '' })).toEqual({ ...london, city_name: null });
    expect(placeOf({ ...nested, city: { names: {} } })).toEqual({ ...london, city_name: null });
    expect(placeOf({ ...nested, city: {} })).toEqual({ ...london, city_name: null });
  });

  it('reads a record that has only a country', () => {
    expect(placeOf({ country_code: 'de' })).toEqual({
      country_code: 'DE',
      country_name: 'Germany',
      region_name: null,
      city_name: null,
      latitude: null,
      longitude: null,
      time_zone: null,
    });
  });

  it.each([
    ['beyond the pole', 90.1, 0],
    ['beyond the date line', 0, -180.1],
    ['that are NaN', Number.NaN, 0],
    ['that are infinite', 0, Number.POSITIVE_INFINITY],
    ['given as text', '51.5', '-0.1'],
    ['without a longitude', 51.5, undefined],
  ])('drops coordinates %s', (_what, latitude, longitude) => {
    expect(placeOf({ country_code: 'GB', latitude, longitude })).toMatchObject({
      latitude: null,
      longitude: null,
    });
  });

  it('accepts the extreme coordinates', () => {
    expect(placeOf({ latitude: -90, longitude: 180 })).toMatchObject({
      latitude: -90,
      longitude: 180,
    });
  });

  it.each([['GBR'], ['G'], ['G1'], ['ZZ'], [''], [44], [null]])(
    'drops the invalid country code %p',
    (country_code) => {
      expect(placeOf({ city: 'London', country_code })).toMatchObject({
        country_code: null,
        country_name: null,
        city_name: 'London',
      });
    }
  );

  it('cuts texts to the column length', () => {
    const place = placeOf({ city: `Lon\0don${'n'.repeat(300)}`, timezone: 'x'.repeat(300) });
    expect(place?.city_name).toMatch(/^Londonn+$/);
    expect(place?.city_name).toHaveLength(150);
    expect(place?.time_zone).toHaveLength(64);
  });

  it.each([
    [null],
    [undefined],
    ['London'],
    [7],
    [[]],
    [{}],
    [{ city: '', country_code: '', timezone: '' }],
    [{ city: null, country: null, location: null }],
    [{ city: { names: 'London' }, country: { iso_code: {} }, location: [1] }],
  ])('returns null for %j', (record) => {
    expect(placeOf(record)).toBeNull();
  });
});
