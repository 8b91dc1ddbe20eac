import { clientNetwork } from '../../../plugins/user-profile/server/src/enrich';

describe('clientNetwork', () => {
  it.each([
    ['81.2.69.142', '81.2.69.142'],
    ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8::1:2:3:4:5', '2001:db8:0:1::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['fe80::', 'fe80:0:0:0::/64'],
    // All IPv4 clients would be one network.
    ['64:ff9b::cb00:7109', '203.0.113.9'],
    ['64:ff9b::9', '0.0.0.9'],
    ['64:ff9b:1::cb00:7109', '64:ff9b:1:0::/64'],
    ['64:ff9b:0:0:1::1', '64:ff9b:0:0::/64'],
  ])('counts %s as %s', (ip, network) => {
    expect(clientNetwork(ip)).toBe(network);
  });

  it('returns null for an unknown IP address', () => {
    expect(clientNetwork(null)).toBeNull();
  });
});
