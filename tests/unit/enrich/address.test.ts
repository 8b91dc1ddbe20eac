import { normalizeAddress } from '../../../plugins/user-profile/server/src/enrich';

describe('normalizeAddress', () => {
  it.each([
    ['8.8.8.8', '8.8.8.8', 4],
    ['2001:4860:4860::8888', '2001:4860:4860::8888', 6],
    ['2001:4860:4860:0000:0000:0000:0000:8888', '2001:4860:4860::8888', 6],
    ['2A00:1450:4001:82A::200E', '2a00:1450:4001:82a::200e', 6],
    ['::ffff:81.2.69.142', '81.2.69.142', 4],
    ['::FFFF:5102:458E', '81.2.69.142', 4],
    ['0:0:0:0:0:ffff:81.2.69.142', '81.2.69.142', 4],
    ['2001:4860:4860::8888%eth0', '2001:4860:4860::8888', 6],
  ])('classifies %s as public', (ip, address, family) => {
    expect(normalizeAddress(ip)).toEqual({ address, family, isPublic: true });
  });

  it.each([
    ['1.2.3'],
    ['8.8.8.8:443'],
    ['008.008.008.008'],
    ['8.8.8'],
    ['8.8.8.256'],
    [' 8.8.8.8'],
    ['8.8.8.8, 1.1.1.1'],
    ['8.8.8.8%eth0'],
    ['0x08080808'],
    ['[2001:db8::1]'],
    ['2001:db8::1::2'],
    ['fe80::1%'],
    ['unknown'],
    ['8.8.8.8\0'],
    [''],
    [undefined],
    [null],
    [134744072],
    [['8.8.8.8']],
  ])('returns null for %p', (ip) => {
    expect(normalizeAddress(ip)).toBeNull();
  });

  it.each([
    ['this network', '0.0.0.0'],
    ['private 10', '10.255.255.255'],
    ['private 172', '172.16.0.1'],
    ['private 172, last', '172.31.255.255'],
    ['private 192', '192.168.1.10'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['carrier-grade NAT, last', '100.127.255.255'],
    ['loopback', '127.0.0.1'],
    ['link-local', '169.254.169.254'],
    ['protocol assignments', '192.0.0.8'],
    ['documentation 1', '192.0.2.1'],
    ['documentation 2', '198.51.100.7'],
    ['documentation 3', '203.0.113.7'],
    ['6to4 relays', '192.88.99.1'],
    ['AS112', '192.31.196.1'],
    ['AS112, direct', '192.175.48.1'],
    ['automatic multicast tunnels', '192.52.193.1'],
    ['benchmarking', '198.19.255.255'],
    ['multicast', '224.0.0.251'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['mapped private', '::ffff:192.168.1.10'],
    ['mapped private in hex', '::ffff:c0a8:10a'],
    ['unspecified', '::'],
    ['loopback 6', '::1'],
    ['IPv4-compatible', '::8.8.8.8'],
    ['link-local 6', 'fe80::1'],
    ['link-local 6 with zone', 'fe80::1%eth0'],
    ['unique local', 'fd12:3456:789a::1'],
    ['multicast 6', 'ff02::1'],
    ['documentation 6', '2001:db8::1'],
    ['documentation 6, new', '3fff::1'],
    ['Teredo', '2001::1'],
    ['6to4', '2002:808:808::1'],
    ['AS112 6', '2620:4f:8000::1'],
    ['NAT64', '64:ff9b::808:808'],
    ['discard', '100::1'],
    ['unallocated', '4000::1'],
  ])('classifies %s as not public: %s', (_what, ip) => {
    expect(normalizeAddress(ip)).toMatchObject({ isPublic: false });
  });

  it.each([
    ['9.255.255.255'],
    ['11.0.0.0'],
    ['100.63.255.255'],
    ['100.128.0.0'],
    ['172.15.255.255'],
    ['172.32.0.0'],
    ['192.167.255.255'],
    ['198.17.255.255'],
    ['198.20.0.0'],
    ['223.255.255.255'],
    ['2001:200::1'],
    ['2001:db7::1'],
    ['2001:db9::1'],
    ['2003::1'],
    ['3ffe::1'],
  ])('classifies %s, next to a reserved range, as public', (ip) => {
    expect(normalizeAddress(ip)).toMatchObject({ isPublic: true });
  });

  it('removes the zone of a link-local IP address', () => {
    expect(normalizeAddress('fe80::1%eth0')?.address).toBe('fe80::1');
  });
});
