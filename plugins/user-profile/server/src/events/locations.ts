import { MAX_LOCATION_LOGINS, UIDS } from '../../../shared/constants';
import type { Place } from '../../../shared/contracts/common';
import type { FindLocations, LoginLocation } from '../../../shared/contracts/locations';
import { LOGIN_EVENT } from '../../../shared/event-types';
import { placeIn } from '../model/place-columns';
import { asIso, query, type Row } from '../runtime/database/rows';
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

/** About a kilometre. Address blocks of one city differ in the further decimals, which mean nothing. */
const KEY_DECIMALS = 2;

type KnownPlace = Place & Pick<LoginLocation, 'latitude' | 'longitude'>;

const isKnown = (place: Place): place is KnownPlace =>
  place.latitude !== null && place.longitude !== null;

const keyOf = ({ country_code: country, city_name: city, latitude, longitude }: KnownPlace) =>
  city
    ? `${country}|${city}`
    : [latitude, longitude].map((degrees) => degrees.toFixed(KEY_DECIMALS)).join('|');

/** @param rows logins, newest first */
const groupByPlace = (rows: Row[]): LoginLocation[] => {
  const places = new Map<string, LoginLocation>();
  for (const row of rows) {
    const place = placeIn(row);
    if (!isKnown(place)) {
      continue;
    }
    const date = asIso(row.date) ?? '';
    const key = keyOf(place);
    const location = places.get(key) ?? {
      ...place,
      logins: 0,
      first_login: date,
      last_login: date,
    };
    places.set(key, { ...location, logins: location.logins + 1, first_login: date });
  }
  return [...places.values()].sort(
    (a, b) => b.logins - a.logins || b.last_login.localeCompare(a.last_login)
  );
};

/** The places that a user logged in from. */
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
