import { isIPv4, isIPv6 } from 'node:net';

import { ipv6Network } from './ip-network';

const KEPT_IPV6_GROUPS = 3;

/** Truncates an IP address to its network: /24 for IPv4, /48 for IPv6. Other text stays unchanged. */
export const truncateIp = (ip: string): string => {
  if (isIPv4(ip)) {
    return ip.replace(/\.\d+$/, '.0');
  }
  return isIPv6(ip) ? ipv6Network(ip, KEPT_IPV6_GROUPS) : ip;
};
