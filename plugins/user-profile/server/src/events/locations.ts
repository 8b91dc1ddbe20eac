import { MAX_LOCATION_LOGINS, UIDS } from '../../../shared/constants';
import type { FindLocations, LoginLocation } from '../../../shared/contracts/locations';
import { LOGIN_EVENT } from '../../../shared/event-types';
import { asIso, asNumber, asText, query, type Row } from '../runtime/database/rows';
import type { Context } from '../utils/service';
import { rangeOf, type DateRange } from './event-reader';

declare module '../utils/service' {
  interface Services {
    locations: ReturnType<typeof createLocations>;
  }
}

const COLUMNS = [
  'date',
  'country_code',
  'country_name',
  'city_name',
  'latitude',
  'longitude',
  'time_zone',
];

/** About a kilometre: the blocks of one city differ in the decimals below, which mean nothing. */
const KEY_DECIMALS = 2;

const keyOf = (row: Row, latitude: number, longitude: number): string =>
  row.city_name
    ? `${row.country_code}|${row.city_name}`
    : [latitude, longitude].map((degrees) => degrees.toFixed(KEY_DECIMALS)).join('|');

const firstLoginAt = (row: Row, latitude: number, longitude: number): LoginLocation => ({
  country_code: asText(row.country_code),
  country_name: asText(row.country_name),
  city_name: asText(row.city_name),
  latitude,
  longitude,
  time_zone: asText(row.time_zone),
  logins: 0,
  first_login: asIso(row.date) ?? '',
  last_login: asIso(row.date) ?? '',
});

/** @param rows logins, newest first */
const groupByPlace = (rows: Row[]): LoginLocation[] => {
  const places = new Map<string, LoginLocation>();
  for (const row of rows) {
    const latitude = asNumber(row.latitude);
    const longitude = asNumber(row.longitude);
    if (latitude === null || longitude === null) {
      continue;
    }
    const key = keyOf(row, latitude, longitude);
    const place = places.get(key) ?? firstLoginAt(row, latitude, longitude);
    place.logins += 1;
    place.first_login = asIso(row.date) ?? place.first_login;
    places.set(key, place);
  }
  return [...places.values()].sort(
    (a, b) => b.logins - a.logins || b.last_login.localeCompare(a.last_login)
  );
};

/** Where a user logged in from. */
export const createLocations = ({ strapi }: Context) => ({
  async findForProfile(
    profile: string,
    date: DateRange | undefined
  ): Promise<FindLocations.Response> {
    const { from, to } = rangeOf(date);
    const logins = query(strapi, UIDS.event)
      .where({ profile, type: LOGIN_EVENT })
      .where('date', '>=', from);
    if (to) {
      logins.where('date', '<', to);
    }
    const found: Row[] = await logins
      .orderBy([
        { column: 'date', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(MAX_LOCATION_LOGINS + 1)
      .select(COLUMNS);
    const rows = found.slice(0, MAX_LOCATION_LOGINS);
    const data = groupByPlace(rows);
    const placed = data.reduce((sum, { logins: count }) => sum + count, 0);
    return {
      data,
      meta: {
        logins: rows.length,
        unknown: rows.length - placed,
        truncated: found.length > rows.length,
      },
    };
  },
});
