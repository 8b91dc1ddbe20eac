import { BlockList, SocketAddress, isIP, isIPv4, isIPv6 } from 'node:net';

export type Family = 4 | 6;

export interface Address {
  /** In canonical form, without a zone. An IPv4-mapped IPv6 address is given as IPv4. */
  address: string;
  family: Family;
  /** Whether the IP address is globally routable, so that a place database can know it. */
  isPublic: boolean;
}

/** IANA IPv4 Special-Purpose Address Registry (RFC 6890), with multicast (RFC 5771). */
const RESERVED_IPV4: [network: string, prefix: number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/**
 * Only 2000::/3 is assigned as global unicast (RFC 4291). The first three lines exclude everything else:
 * loopback, link-local, unique local, multicast. The others are the entries of the IANA IPv6
 * Special-Purpose Address Registry within 2000::/3: protocol assignments with Teredo, documentation,
 * 6to4, AS112.
 */
const RESERVED_IPV6: [network: string, prefix: number][] = [
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
];

/** One list for each family: `BlockList` also matches IPv4 addresses, in mapped form, with IPv6 networks. */
const reservedIpv4 = new BlockList();
const reservedIpv6 = new BlockList();
for (const [network, prefix] of RESERVED_IPV4) {
  reservedIpv4.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of RESERVED_IPV6) {
  reservedIpv6.addSubnet(network, prefix, 'ipv6');
}

const MAPPED = '::ffff:';

const ipv4 = (address: string): Address => ({
  address,
  family: 4,
  isPublic: !reservedIpv4.check(address, 'ipv4'),
});

const ipv6 = (text: string): Address => {
  const { address } = new SocketAddress({ address: text, family: 'ipv6' });
  const embedded = address.startsWith(MAPPED) ? address.slice(MAPPED.length) : '';
  if (isIPv4(embedded)) {
    return ipv4(embedded);
  }
  return { address, family: 6, isPublic: !reservedIpv6.check(address, 'ipv6') };
};

/**
 * Parses an IP address strictly: no port, no leading zeros, no missing parts. Place databases would
 * return plausible but wrong places for such input.
 *
 * @returns null for anything that is not an IP address
 */
export const normalizeAddress = (ip: unknown): Address | null => {
  if (typeof ip !== 'string') {
    return null;
  }
  const family = isIP(ip);
  if (family === 0) {
    return null;
  }
  if (family === 4) {
    return ipv4(ip);
  }
  const [withoutZone = ''] = ip.split('%');
  return ipv6(withoutZone);
};

const IPV6_GROUPS = 8;
/** A /64, the smallest network that providers assign: every client has 2^64 IP addresses. */
const CLIENT_GROUPS = 4;

const groupsOf = (ip: string): string[] => {
  const [head, tail] = ip.split('::');
  const before = head === '' ? [] : head.split(':');
  if (tail === undefined) {
    return before;
  }
  const after = tail === '' ? [] : tail.split(':');
  const missing = Array<string>(IPV6_GROUPS - before.length - after.length).fill('0');
  return [...before, ...missing, ...after];
};

/**
 * @param ip an IPv6 address
 * @param groups how many groups of 16 bits to keep
 * @returns the network, without its length
 */
const ipv6Network = (ip: string, groups: number): string =>
  `${groupsOf(ip).slice(0, groups).join(':')}::`;

/** RFC 6052: an IPv4 address, as a network that has only IPv6 writes it. */
const NAT64 = '64:ff9b:0:0:0:0:';

const embeddedIpv4 = (ip: string): string | null => {
  const groups = groupsOf(ip);
  if (!groups.join(':').startsWith(NAT64)) {
    return null;
  }
  const bytes = groups.slice(-2).flatMap((group) => {
    const value = parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
  return bytes.join('.');
};

/**
 * What a limit per IP address counts: an IPv4 address, also in its form for networks with IPv6 only, or
 * the /64 of an IPv6 address.
 *
 * @param ip as in `RequestFacts`: canonical, without port and zone
 * @returns null for an unknown IP address
 */
export const clientNetwork = (ip: string | null): string | null =>
  ip !== null && isIPv6(ip) ? (embeddedIpv4(ip) ?? `${ipv6Network(ip, CLIENT_GROUPS)}/64`) : ip;

const KEPT_IPV6_GROUPS = 3;

/** Truncates an IP address to its network: /24 for IPv4, /48 for IPv6. Other text stays unchanged. */
export const truncateIp = (ip: string): string => {
  if (isIPv4(ip)) {
    return ip.replace(/\.\d+$/, '.0');
  }
  return isIPv6(ip) ? ipv6Network(ip, KEPT_IPV6_GROUPS) : ip;
};
