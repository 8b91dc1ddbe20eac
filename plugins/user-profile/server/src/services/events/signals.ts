import type { Core } from '@strapi/types';
import type { Signal } from '../../../../shared/contracts/events';
import { afterCommit } from '../../capture/guarded';
import type { DatedEvent, EventRow } from './row';

/** What is known of a user's earlier logins. */
export interface LoginHistory {
  logins: number;
  countries: string[];
}

/** The names on Strapi's event hub, and so of its webhooks. */
const HUB_EVENTS: Record<Signal, string> = {
  new_device: 'user-profile.login.new-device',
  new_country: 'user-profile.login.new-country',
};

/**
 * What is new about a login. The very first one of a user is new in every way, and says nothing; so
 * does a login without a place, or after logins that all had none.
 */
export const signalsOf = (event: DatedEvent, { logins, countries }: LoginHistory): Signal[] => {
  if (logins === 0) return [];
  const country = event.facts.place?.country_code;
  const isNewCountry = country && countries.length > 0 && !countries.includes(country);
  return [
    ...(event.isNewDevice ? (['new_device'] as const) : []),
    ...(isNewCountry ? (['new_country'] as const) : []),
  ];
};

/** Tells the rest of the site, with the facts that led to it, once the login is written. */
export const announce = (strapi: Core.Strapi, row: EventRow, signals: Signal[]): Promise<void> => {
  const { log_id, date, user_id, user_name, ip, device_id, country_code, city_name, user_agent } =
    row;
  const facts = {
    log_id,
    date: date.toISOString(),
    user: { documentId: row.profile, user_id, name: user_name },
    ip,
    device_id,
    user_agent,
    country_code,
    city_name,
  };
  return afterCommit(strapi, async () => {
    for (const signal of signals) await strapi.eventHub.emit(HUB_EVENTS[signal], facts);
  });
};

/** Lets webhooks listen to the signals. */
export const offerWebhooks = (strapi: Core.Strapi): void => {
  for (const name of Object.values(HUB_EVENTS)) {
    strapi.get('webhookStore').addAllowedEvent(name, name);
  }
};
