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

/**
 * What a limit per IP address counts: an IPv4 address, or the /64 of an IPv6 address.
 *
 * @param ip as in `RequestFacts`: canonical, without port and zone
 * @returns null for an unknown IP address
 */
export const clientNetwork = (ip: string | null): string | null =>
  ip !== null && isIPv6(ip) ? `${ipv6Network(ip, CLIENT_GROUPS)}/64` : ip;
