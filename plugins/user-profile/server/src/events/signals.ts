import type { Signal } from '../../../shared/contracts/events';
import { isBackfilled } from '../model/event-publisher';
import type { DatedEvent } from './row';

/** The earlier logins of a user. */
export interface LoginHistory {
  logins: number;
  countries: string[];
}

/**
 * What is new about a login. A first login raises no signal, since everything about it is new.
 * `new_country` also needs a known country, now and in an earlier login.
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
