import type { Signal } from '../../../shared/contracts/events';
import { isBackfilled } from '../model/event-publisher';
import type { DatedEvent } from './row';

/** What is known of a user's earlier logins. */
export interface LoginHistory {
  logins: number;
  countries: string[];
}

/**
 * What is new about a login. The very first one of a user is new in every way, and says nothing; so
 * does a login without a place, or after logins that all had none.
 */
export const signalsOf = (event: DatedEvent, { logins, countries }: LoginHistory): Signal[] => {
  if (logins === 0 || isBackfilled(event.date)) {
    return [];
  }
  const country = event.facts.place?.country_code;
  const isNewCountry = country && countries.length > 0 && !countries.includes(country);
  return [
    ...(event.isNewDevice ? (['new_device'] as const) : []),
    ...(isNewCountry ? (['new_country'] as const) : []),
  ];
};
