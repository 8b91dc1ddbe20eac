import type { Place } from '../../../../shared/contracts/common';
import { clean } from '../../../../shared/storable-text';

type Fields = Record<string, unknown>;

/** Lengths of the columns of a place. */
const MAX_COUNTRY_NAME = 100;
const MAX_REGION_NAME = 150;
const MAX_CITY_NAME = 150;
const MAX_TIME_ZONE = 64;

/** Four decimals are about 11 m: far more precise than the data, without the rounding noise of 32-bit floats. */
const COORDINATE_SCALE = 10_000;
const MAX_LATITUDE = 90;
const MAX_LONGITUDE = 180;

/** "Unknown region" in Unicode CLDR. */
const UNKNOWN_COUNTRY = 'ZZ';

const countryNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

const countryCode = (value: unknown): string | null => {
  if (typeof value !== 'string' || !/^[a-z]{2}$/i.test(value)) {
    return null;
  }
  const code = value.toUpperCase();
  return code === UNKNOWN_COUNTRY ? null : code;
};

const countryName = (code: string | null): string | null =>
  code === null ? null : clean(countryNames.of(code), MAX_COUNTRY_NAME);

const coordinate = (value: unknown, limit: number): number | null => {
  if (typeof value !== 'number' || !(Math.abs(value) <= limit)) {
    return null;
  }
  // `+ 0` turns -0, a possible result of rounding, into 0.
  return Math.round(value * COORDINATE_SCALE) / COORDINATE_SCALE + 0;
};

/** A position needs both coordinates. */
const position = (latitudeValue: unknown, longitudeValue: unknown) => {
  const latitude = coordinate(latitudeValue, MAX_LATITUDE);
  const longitude = coordinate(longitudeValue, MAX_LONGITUDE);
  if (latitude === null || longitude === null) {
    return { latitude: null, longitude: null };
  }
  return { latitude, longitude };
};

/**
 * Reads a record of a place database in either format: flat (`country_code`, `state1`, `city`, `latitude`,
 * as in the packages of ip-location-db) or nested (`country.iso_code`, `city.names.en`,
 * `location.latitude`, as in GeoLite2, GeoIP2 and the files of DB-IP).
 *
 * @returns the place, with coordinates in degrees rounded to 4 decimals; fields that the record does not
 *   have are null. Null if it has none of them.
 */
export const placeOf = (record: unknown): Place | null => {
  const flat = fields(record);
  const location = fields(flat.location);
  const city = fields(fields(flat.city).names).en ?? flat.city;
  const [division] = Array.isArray(flat.subdivisions) ? (flat.subdivisions as unknown[]) : [];
  const region = fields(fields(division).names).en ?? flat.state1;
  const code = countryCode(flat.country_code ?? fields(flat.country).iso_code);
  const place: Place = {
    country_code: code,
    country_name: countryName(code),
    region_name: clean(region, MAX_REGION_NAME),
    city_name: clean(city, MAX_CITY_NAME),
    ...position(flat.latitude ?? location.latitude, flat.longitude ?? location.longitude),
    time_zone: clean(flat.timezone ?? location.time_zone, MAX_TIME_ZONE),
  };
  return Object.values(place).some((value) => value !== null) ? place : null;
};
