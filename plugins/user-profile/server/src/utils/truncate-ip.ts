import { isIPv4, isIPv6 } from 'node:net';

import { ipv6Network } from './ip-network';

const KEPT_IPV6_GROUPS = 3;

/** The network that an address is in: /24 for IPv4, /48 for IPv6. What is no address stays as it is. */
export const truncateAddress = (address: string): string => {
  if (isIPv4(address)) {
    return address.replace(/\.\d+$/, '.0');
  }
  if (!isIPv6(address)) {
    return address;
  }
  return ipv6Network(address, KEPT_IPV6_GROUPS);
};
