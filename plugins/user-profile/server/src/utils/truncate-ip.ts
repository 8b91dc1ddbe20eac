import { isIPv4, isIPv6 } from 'node:net';

const IPV6_GROUPS = 8;
const KEPT_IPV6_GROUPS = 3;

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

/** The network of an IP address: /24 for IPv4, /48 for IPv6. Any other text is returned unchanged. */
export const truncateIp = (ip: string): string => {
  if (isIPv4(ip)) {
    return ip.replace(/\.\d+$/, '.0');
  }
  if (!isIPv6(ip)) {
    return ip;
  }
  return `${groupsOf(ip).slice(0, KEPT_IPV6_GROUPS).join(':')}::`;
};
