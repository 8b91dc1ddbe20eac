import path from 'node:path';

import { writeMmdb } from '../../support/mmdb-writer';
import { bothFamilies, flat, Site } from './site';

let site: Site;
beforeEach(async () => {
  site = await Site.create();
});
afterEach(() => site.remove());

describe('a failure of the place database', () => {
  const damaged = Buffer.alloc(4096, 7);
  const cut = writeMmdb(bothFamilies).subarray(0, -20);

  it.each([
    ['missing', undefined],
    ['empty', Buffer.alloc(0)],
    ['not a database', damaged],
    ['half-written', cut],
  ])('is logged once for a file that is %s', async (_what, content) => {
    const file = path.join(site.appRoot, 'broken.mmdb');
    if (content) {
      await site.save('broken.mmdb', content);
    }
    const places = await site.open('broken.mmdb');
    expect(places).toMatchObject({ state: 'failed', attribution: null });
    expect(places.lookup('81.2.69.142')).toBeNull();
    expect(site.warn).toHaveBeenCalledTimes(1);
    expect(site.warn.mock.calls[0]?.[0]).toContain(file);
    expect(site.warn.mock.calls[0]?.[0]).toContain('geo.databasePath');
  });

  it('is reported for a missing configured file even if the package is installed', async () => {
    await site.installPackage();
    expect((await site.open('missing.mmdb')).state).toBe('failed');
  });

  it('is logged once for a package without its files', async () => {
    await site.installEmptyPackage();
    expect((await site.open(null)).state).toBe('failed');
    expect(site.warn).toHaveBeenCalledTimes(1);
  });

  it('is logged if one of two files is broken', async () => {
    await site.save('both.mmdb', writeMmdb(bothFamilies));
    await site.save('broken.mmdb', damaged);
    expect((await site.open({ ipv4: 'both.mmdb', ipv6: 'broken.mmdb' })).state).toBe('failed');
    expect(site.warn).toHaveBeenCalledTimes(1);
    expect(site.warn.mock.calls[0]?.[0]).toContain(path.join(site.appRoot, 'broken.mmdb'));
  });

  it('is logged for an IPv4 file configured for IPv6', async () => {
    await site.save('ipv4.mmdb', writeMmdb([['81.2.69.0/24', flat('A', 'GB')]], { ipVersion: 4 }));
    expect((await site.open({ ipv6: 'ipv4.mmdb' })).state).toBe('failed');
    expect(site.warn.mock.calls[0]?.[0]).toContain('IPv4 addresses only');
  });

  it('is logged once for a broken record and leaves the others readable', async () => {
    const content = writeMmdb([
      ['81.2.69.0/24', flat('London', 'GB')],
      ['89.160.20.0/24', flat('Stockholm', 'SE')],
    ]);
    // Replaces the control byte of the text with a type that does not exist.
    content.fill(0, content.indexOf('London') - 1, content.indexOf('London') + 1);
    const file = await site.save('both.mmdb', content);
    const places = await site.open(file);
    expect(places.state).toBe('ready');
    expect(places.lookup('81.2.69.142')).toBeNull();
    expect(places.lookup('81.2.69.143')).toBeNull();
    expect(places.lookup('89.160.20.1')?.city_name).toBe('Stockholm');
    expect(site.warn).toHaveBeenCalledTimes(1);
    expect(site.warn.mock.calls[0]?.[0]).toContain(file);
  });
});
