import type { Place } from '../../../shared/contracts/common';
import type { LoginLocation } from '../../../shared/contracts/locations';
import { placeIn } from '../model/stored-facts';
import { asIso, type Row } from '../runtime/database/rows';

/** About a kilometre. IP networks of one city differ in the further decimals, which mean nothing. */
const KEY_DECIMALS = 2;

/** IP networks of one city have positions within it. Namesakes in one region are further apart. */
const MAX_CITY_KM = 50;
const KM_PER_DEGREE = 111.2;

type KnownPlace = Place & Pick<LoginLocation, 'latitude' | 'longitude'>;

const isKnown = (place: Place): place is KnownPlace =>
  place.latitude !== null && place.longitude !== null;

const nameOf = ({ country_code: country, city_name: city, latitude, longitude }: KnownPlace) =>
  city
    ? `${country}|${city}`
    : [latitude, longitude].map((degrees) => degrees.toFixed(KEY_DECIMALS)).join('|');

/** On a plane, which is exact enough for a city. */
const kmBetween = (a: KnownPlace, b: KnownPlace): number => {
  const degrees = Math.abs(a.longitude - b.longitude);
  const eastward =
    Math.min(degrees, 360 - degrees) * Math.cos((a.latitude * Math.PI) / 180) * KM_PER_DEGREE;
  return Math.hypot(eastward, (a.latitude - b.latitude) * KM_PER_DEGREE);
};

/** Older logins have no region. */
const isSame = (a: KnownPlace, b: KnownPlace): boolean =>
  (a.region_name === b.region_name || a.region_name === null || b.region_name === null) &&
  kmBetween(a, b) <= MAX_CITY_KM;

/**
 * The name of a place is for display: places differ by region and position.
 *
 * @param rows the logins of each position, with their number, first and last date; the latest login first
 */
export const groupByPlace = (rows: Row[]): LoginLocation[] => {
  const namesakes = new Map<string, LoginLocation[]>();
  for (const row of rows) {
    const place = placeIn(row);
    if (!isKnown(place)) {
      continue;
    }
    const logins = Number(row.logins);
    const first = asIso(row.first_login) ?? '';
    const last = asIso(row.last_login) ?? '';
    const name = nameOf(place);
    const known = namesakes.get(name) ?? [];
    const location = known.find((each) => isSame(each, place));
    if (location) {
      location.logins += logins;
      location.first_login = first < location.first_login ? first : location.first_login;
      location.region_name ??= place.region_name;
    } else {
      namesakes.set(name, [...known, { ...place, logins, first_login: first, last_login: last }]);
    }
  }
  return [...namesakes.values()]
    .flat()
    .sort((a, b) => b.logins - a.logins || b.last_login.localeCompare(a.last_login));
};
