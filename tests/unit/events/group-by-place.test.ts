import { groupByPlace } from '../../../plugins/user-profile/server/src/events/group-by-place';

let id = 0;

const loginAt = (
  city: string | null,
  region: string | null,
  latitude: number,
  longitude: number
) => {
  id += 1;
  const date = new Date(Date.UTC(2026, 10, 28, 12, 0, 60 - id));
  return {
    id,
    logins: 1,
    first_login: date,
    last_login: date,
    country_code: 'US',
    country_name: 'United States',
    region_name: region,
    city_name: city,
    latitude,
    longitude,
    time_zone: null,
  };
};

const COLUMBUS_OHIO = ['Columbus', 'Ohio', 39.98, -82.9] as const;
const COLUMBUS_GEORGIA = ['Columbus', 'Georgia', 32.46, -84.99] as const;

const getCounts = (...places: (readonly [string | null, string | null, number, number])[]) =>
  groupByPlace(places.map((place) => loginAt(...place))).map(({ logins }) => logins);

describe('places of logins', () => {
  it('are two for cities of the same name in two regions', () => {
    expect(getCounts(COLUMBUS_OHIO, COLUMBUS_GEORGIA, COLUMBUS_OHIO)).toEqual([2, 1]);
  });

  it('are two for cities of the same name on both sides of a border', () => {
    expect(
      getCounts(['Texarkana', 'Texas', 33.43, -94.05], ['Texarkana', 'Arkansas', 33.44, -94.04])
    ).toEqual([1, 1]);
  });

  it('are two for distant cities of the same name in one region or without a region', () => {
    expect(getCounts(['Springfield', 'X', 40, -75], ['Springfield', 'X', 41.5, -79])).toEqual([
      1, 1,
    ]);
    expect(getCounts(['Columbus', null, 39.98, -82.9], ['Columbus', null, 32.46, -84.99])).toEqual([
      1, 1,
    ]);
  });

  it('are one for several positions within a city', () => {
    expect(
      getCounts(['London', 'England', 51.51, -0.09], ['London', 'England', 51.45, -0.3])
    ).toEqual([2]);
    expect(getCounts(['Date Line', 'X', 65, 179.9], ['Date Line', 'X', 65, -179.9])).toEqual([2]);
  });

  it('are one for a login from before regions were recorded, and have the region', () => {
    const rows = [loginAt('Columbus', null, 39.98, -82.9), loginAt(...COLUMBUS_OHIO)];
    expect(groupByPlace(rows)).toEqual([
      expect.objectContaining({ region_name: 'Ohio', logins: 2 }),
    ]);
  });

  it('differ by position if the city is unknown', () => {
    expect(
      getCounts([null, null, 37.75, -97.82], [null, null, 38, -97], [null, null, 38, -97])
    ).toEqual([2, 1]);
  });
});
