import type { LoginLocation } from '../../../../../shared/contracts/locations';

/** The response has no IDs, and two cities may have the same coordinates. */
export const locationKey = (location: LoginLocation): string =>
  [
    location.country_code,
    location.region_name,
    location.city_name,
    location.latitude,
    location.longitude,
  ].join('|');
