import type { EventType } from '../../../shared/event-types';
import { LOG_PATH } from './paths';
import { rangeParams, type TimeRange } from './range';

interface LogSelection {
  types: readonly EventType[];
  range: TimeRange;
  connection?: string;
  application?: string;
}

/** The Log page with filters. */
export const logPath = ({ types, range, connection, application }: LogSelection): string => {
  const params = new URLSearchParams(types.map((type) => ['type', type]));

  Object.entries({ ...rangeParams(range), connection, application }).forEach(([name, value]) => {
    if (value) {
      params.set(name, value);
    }
  });

  return `${LOG_PATH}?${params.toString()}`;
};
