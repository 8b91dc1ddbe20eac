import { MAX_LOCATION_LOGINS, UIDS } from '../../../shared/constants';
import type { FindLocations } from '../../../shared/contracts/locations';
import { LOGIN_EVENT } from '../../../shared/event-types';
import { query, type Row } from '../runtime/database/rows';
import type { Context } from '../utils/service';
import { groupByPlace } from './group-by-place';
import { rangeOf, type DateRange } from './newest-first';

declare module '../utils/service' {
  interface Services {
    locations: ReturnType<typeof createLocations>;
  }
}

const PLACE_COLUMNS = [
  'country_code',
  'country_name',
  'region_name',
  'city_name',
  'latitude',
  'longitude',
  'time_zone',
];

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
    const newest = logins.orderBy([
      { column: 'date', order: 'desc' },
      { column: 'id', order: 'desc' },
    ]);
    // Grouped by the database: thousands of logins come from a few positions.
    const rows: Row[] = await query(strapi, UIDS.event)
      .from(
        newest
          .clone()
          .select('date', ...PLACE_COLUMNS)
          .limit(MAX_LOCATION_LOGINS)
          .as('newest')
      )
      .groupBy(PLACE_COLUMNS)
      .select(PLACE_COLUMNS)
      .count({ logins: '*' })
      .min({ first_login: 'date' })
      .max({ last_login: 'date' })
      .orderBy('last_login', 'desc');
    const total = rows.reduce((sum, { logins: count }) => sum + Number(count), 0);
    const data = groupByPlace(rows);
    const placed = data.reduce((sum, { logins: count }) => sum + count, 0);
    const isFull = total === MAX_LOCATION_LOGINS;
    // An index-only read shows whether there are more.
    const next = isFull ? await newest.offset(MAX_LOCATION_LOGINS).first('id') : undefined;
    return {
      data,
      meta: {
        logins: total,
        unknown: total - placed,
        truncated: next !== undefined,
      },
    };
  },
});
