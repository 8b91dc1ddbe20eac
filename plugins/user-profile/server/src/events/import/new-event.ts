import type { Core } from '@strapi/types';

import type { Place } from '../../../../shared/contracts/common';
import type { EventInput } from '../../../../shared/contracts/event-log';
import { outcomeOf } from '../../../../shared/event-types';
import { getConfig } from '../../config/get';
import { placeOf, type RequestFacts } from '../../enrich';
import type { ProfileRef } from '../../model/accounts/look-up';
import { clientDeviceId } from '../../request/device-id';
import { maskIdentifier } from '../../utils/mask-identifier';
import { getService } from '../../utils/service';
import type { AnyEvent } from '../row';
import { storedIp } from '../stored-ip';

const sentPlaceOf = (event: EventInput): Place | null => {
  const sent = event.location_info;
  if (!sent) {
    return null;
  }
  const place = placeOf({
    ...sent,
    state1: sent.region_name,
    city: sent.city_name,
    timezone: sent.time_zone,
  });
  return place && { ...place, country_name: place.country_name ?? sent.country_name ?? null };
};

const factsOf = (strapi: Core.Strapi, event: EventInput, date: Date): RequestFacts => {
  const headers = { 'user-agent': event.user_agent ?? undefined };
  const facts = getService(strapi, 'request-facts').from({ ip: event.ip, headers, query: {} });
  const known = getConfig(strapi).applications.find((each) => each.client_id === event.client_id);
  return {
    ...facts,
    ip: storedIp(strapi, facts.ip, date),
    place: sentPlaceOf(event) ?? facts.place,
    application: {
      client_id: event.client_id ?? null,
      name: known?.name ?? event.client_name ?? null,
    },
  };
};

/** A failed login elsewhere may also contain a password that was typed into the wrong field. */
const nameOf = (event: EventInput): string | null => {
  const name = event.user_name ?? event.email ?? null;
  return name !== null && outcomeOf(event.type) === 'failure' ? maskIdentifier(name) : name;
};

/**
 * The event to store for an imported one. Without a profile it has the sender's `user_id` and name, and
 * belongs to no user.
 */
export const newEventOf = (
  strapi: Core.Strapi,
  event: EventInput,
  profile: ProfileRef | null
): AnyEvent => {
  const date = new Date(event.date);
  return {
    type: event.type,
    date,
    logId: event.log_id,
    profile,
    userId: event.user_id ?? null,
    userName: nameOf(event),
    connection: event.connection ?? null,
    facts: factsOf(strapi, event, date),
    deviceId: clientDeviceId(event.device_id),
    details: event.details ?? {},
  };
};
