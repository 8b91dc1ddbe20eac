import type { LoginLocation } from '../../../../../shared/contracts/locations';

/** Tells one place from another: the answer has no ids, and two cities may share their coordinates. */
export const locationKey = (location: LoginLocation): string =>
  [location.country_code, location.city_name, location.latitude, location.longitude].join('|');
