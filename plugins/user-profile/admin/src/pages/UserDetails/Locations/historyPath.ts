import type { LoginLocation } from '../../../../../shared/contracts/locations';
import { userPath } from '../../../utils/paths';
import { rangeParams, type TimeRange } from '../../../utils/range';

/** The events of a place in the History of the user; undefined if the place has no name to filter by. */
export const historyPath = (
  userId: string,
  { country_code: country, region_name: region, city_name: city }: LoginLocation,
  range: TimeRange
): string | undefined => {
  if (!country && !city) {
    return undefined;
  }

  const values = { ...rangeParams(range), country, region: city ? region : null, city };
  const params = Object.entries(values).filter((entry): entry is [string, string] =>
    Boolean(entry[1])
  );

  return `${userPath(userId, 'history')}?${new URLSearchParams(params).toString()}`;
};
