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

const COLUMNS = [
  'date',
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
