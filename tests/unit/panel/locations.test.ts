import { historyPath } from '../../../plugins/user-profile/admin/src/pages/UserDetails/Locations/historyPath';
import type { LoginLocation } from '../../../plugins/user-profile/shared/contracts/locations';

const columbus: LoginLocation = {
  country_code: 'US',
  country_name: 'United States',
  region_name: 'Ohio',
  city_name: 'Columbus',
  latitude: 39.96,
  longitude: -83,
  time_zone: null,
  logins: 2,
  first_login: '2026-11-01T00:00:00.000Z',
  last_login: '2026-11-02T00:00:00.000Z',
};

const queryOf = (location: LoginLocation) =>
  Object.fromEntries(
    new URLSearchParams(historyPath('abc', location, { preset: '7d' })?.split('?')[1])
  );

describe('the link from a location to the history', () => {
  it('filters by city, region and country in the same time range', () => {
    expect(queryOf(columbus)).toEqual({
      range: '7d',
      country: 'US',
      region: 'Ohio',
      city: 'Columbus',
    });
    expect(historyPath('abc', columbus, { preset: '2d' })).toMatch(
      /users\/abc\/history\?country=US/
    );
  });

  it('filters by country alone if the city is unknown', () => {
    expect(queryOf({ ...columbus, city_name: null })).toEqual({ range: '7d', country: 'US' });
  });

  it('is missing for a place without a name', () => {
    const unnamed = { ...columbus, country_code: null, country_name: null, city_name: null };
    expect(historyPath('abc', unnamed, { preset: '7d' })).toBeUndefined();
  });
});
