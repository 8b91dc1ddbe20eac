import type { Signal } from '../../../shared/contracts/events';
import type { DatedEvent } from './row';

/** What is known of a user's earlier logins. */
export interface LoginHistory {
  logins: number;
  countries: string[];
}

const HOUR_MS = 3_600_000;

/**
 * Events that are entered later, from the history of another system or after a fault, are old news:
 * nobody is to be alarmed by them.
 */
export const isOldNews = (date: Date): boolean => date.getTime() < Date.now() - HOUR_MS;

/**
 * What is new about a login. The very first one of a user is new in every way, and says nothing; so
 * does a login without a place, or after logins that all had none.
 */
export const signalsOf = (event: DatedEvent, { logins, countries }: LoginHistory): Signal[] => {
  if (logins === 0 || isOldNews(event.date)) {
    return [];
  }
  const country = event.facts.place?.country_code;
  const isNewCountry = country && countries.length > 0 && !countries.includes(country);
  return [
    ...(event.isNewDevice ? (['new_device'] as const) : []),
    ...(isNewCountry ? (['new_country'] as const) : []),
  ];
};
