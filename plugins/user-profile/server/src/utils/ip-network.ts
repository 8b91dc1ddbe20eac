import { isIPv6 } from 'node:net';

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
export const ipv6Network = (ip: string, groups: number): string =>
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
