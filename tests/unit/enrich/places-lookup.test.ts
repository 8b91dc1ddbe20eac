import { writeMmdb, type MmdbEntry } from '../../support/mmdb-writer';
import { bothFamilies, flat, Site } from './site';

let site: Site;
beforeEach(async () => {
  site = await Site.create();
});
afterEach(() => site.remove());

describe('opening the place database', () => {
  it('accepts an absolute path', async () => {
    const places = await site.open(await site.save('both.mmdb', writeMmdb(bothFamilies)));
    expect(places.state).toBe('ready');
    expect(places.lookup('81.2.69.142')?.city_name).toBe('London');
    expect(site.warn).not.toHaveBeenCalled();
  });

  it('accepts a path relative to the application', async () => {
    await site.save('data/both.mmdb', writeMmdb(bothFamilies));
    expect((await site.open('data/both.mmdb')).lookup('81.2.69.142')?.city_name).toBe('London');
  });

  it('uses the optional package of the application', async () => {
    await site.installPackage();
    const places = await site.open(null);
    expect(places.state).toBe('ready');
    expect(places.lookup('81.2.69.142')?.city_name).toBe('Leeds');
    expect(places.lookup('2a02:ff0::1')?.city_name).toBe('Lund');
  });

  it('prefers a configured path over the package', async () => {
    await site.installPackage();
    await site.save('both.mmdb', writeMmdb(bothFamilies));
    expect((await site.open('both.mmdb')).lookup('81.2.69.142')?.city_name).toBe('London');
  });

  it.each([[null], [undefined], [{}]])(
    'finds no database with %j configured',
    async (databasePath) => {
      const places = await site.open(databasePath);
      expect(places).toMatchObject({ state: 'none', attribution: null });
      expect(places.lookup('81.2.69.142')).toBeNull();
      expect(site.warn).not.toHaveBeenCalled();
    }
  );

  it('finds no database if geolocation is disabled', async () => {
    const places = await site.open(await site.save('both.mmdb', writeMmdb(bothFamilies)), false);
    expect(places.state).toBe('none');
    expect(places.lookup('81.2.69.142')).toBeNull();
  });
});

describe('the lookup of a place', () => {
  it('finds IPv4 and IPv6 addresses in one file', async () => {
    const places = await site.open(await site.save('both.mmdb', writeMmdb(bothFamilies)));
    expect(places.lookup('81.2.69.142')).toEqual({
      country_code: 'GB',
      country_name: 'United Kingdom',
      region_name: null,
      city_name: 'London',
      latitude: 51.5,
      longitude: -0.12,
      time_zone: null,
    });
    expect(places.lookup('2a02:ff0::1')?.city_name).toBe('Stockholm');
    expect(places.lookup('8.8.8.8')).toBeNull();
  });

  it('finds an IPv4-mapped IPv6 address', async () => {
    const places = await site.open(await site.save('both.mmdb', writeMmdb(bothFamilies)));
    expect(places.lookup('::ffff:81.2.69.142')?.city_name).toBe('London');
    expect(places.lookup('::ffff:5102:458e')?.city_name).toBe('London');
  });

  it('never finds an IPv6 address in an IPv4 file', async () => {
    // The reader would follow the tree by the first 32 bits: 2001:4860 is 32.1.72.96.
    const file = writeMmdb([['32.1.72.96/32', flat('Ashburn', 'US')]], { ipVersion: 4 });
    const single = await site.open(await site.save('ipv4.mmdb', file));
    expect(single.lookup('32.1.72.96')?.city_name).toBe('Ashburn');
    expect(single.lookup('2001:4860:4860::8888')).toBeNull();
    expect((await site.open({ ipv4: 'ipv4.mmdb' })).lookup('2001:4860:4860::8888')).toBeNull();
  });

  it('uses one file per IP version', async () => {
    await site.save('a.mmdb', writeMmdb([['81.2.69.0/24', flat('A', 'GB')]], { ipVersion: 4 }));
    await site.save(
      'b.mmdb',
      writeMmdb([
        ['2a02:ff0::/32', flat('B', 'SE')],
        ['81.2.69.0/24', flat('C', 'GB')],
      ])
    );
    const places = await site.open({ ipv4: 'a.mmdb', ipv6: 'b.mmdb' });
    expect(places.lookup('81.2.69.142')?.city_name).toBe('A');
    expect(places.lookup('2a02:ff0::1')?.city_name).toBe('B');
    expect((await site.open({ ipv6: 'b.mmdb' })).lookup('81.2.69.142')).toBeNull();
  });

  it('returns null for invalid input even if the reader finds a place', async () => {
    const everywhere: MmdbEntry[] = [
      ['0.0.0.0/1', flat('Nowhere', 'AU')],
      ['128.0.0.0/1', flat('Nowhere', 'AU')],
    ];
    const places = await site.open(
      await site.save('all.mmdb', writeMmdb(everywhere, { ipVersion: 4 }))
    );
    expect(places.lookup('8.8.8.8')?.city_name).toBe('Nowhere');
    for (const junk of ['8.8.8.8:443', '1.2.3', '008.008.008.008', '', null, undefined, 8, {}]) {
      expect(places.lookup(junk)).toBeNull();
    }
  });

  it('returns null for private and reserved IP addresses even if the file has a place', async () => {
    const wrong: MmdbEntry[] = ['192.168.0.0/16', '203.0.113.0/24', '127.0.0.0/8', 'fc00::/7'].map(
      (network) => [network, flat('Sydney', 'AU')]
    );
    const places = await site.open(await site.save('wrong.mmdb', writeMmdb(wrong)));
    for (const ip of [
      '192.168.1.10',
      '203.0.113.7',
      '127.0.0.1',
      'fd00::1',
      '::ffff:192.168.1.10',
    ]) {
      expect(places.lookup(ip)).toBeNull();
    }
  });
});
