import { isIPv4, isIPv6 } from 'node:net';

const IPV6_GROUPS = 8;
const KEPT_IPV6_GROUPS = 3;

const groupsOf = (address: string): string[] => {
  const [head, tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  if (tail === undefined) {
    return before;
  }
  const after = tail === '' ? [] : tail.split(':');
  const missing = Array<string>(IPV6_GROUPS - before.length - after.length).fill('0');
  return [...before, ...missing, ...after];
};

/** The network that an address is in: /24 for IPv4, /48 for IPv6. What is no address stays as it is. */
export const truncateAddress = (address: string): string => {
  if (isIPv4(address)) {
    return address.replace(/\.\d+$/, '.0');
  }
  if (!isIPv6(address)) {
    return address;
  }
  return `${groupsOf(address).slice(0, KEPT_IPV6_GROUPS).join(':')}::`;
};
