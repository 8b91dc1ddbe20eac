export { clientNetwork, normalizeAddress, truncateIp, type Address } from './ip-address';
export type { Attribution } from './places/attribution';
export { openPlaces, type Places, type PlacesOptions } from './places/database';
export { placeOf } from './places/record';
export {
  readIp,
  requestFacts,
  resolveApplication,
  type Application,
  type KnownApplication,
  type RequestDependencies,
  type RequestFacts,
  type RequestLike,
} from './request';
export { readClientHints, type ClientHints } from './user-agent/client-hints';
export { describeUserAgent } from './user-agent/describe';
export type { DeviceDescription, DeviceType } from './user-agent/types';
