import type { Core } from '@strapi/types';

import type { Signal } from '../../../shared/contracts/events';
import type { JsonObject } from '../../../shared/contracts/users';
import type { EventType } from '../../../shared/event-types';
import { HUB_EVENTS, type HubEvent } from '../../../shared/hub-events';
import { isBackfilled } from '../model/event-publisher';
import { getService } from '../utils/service';
import type { EventRow } from './row';

const BY_TYPE: Partial<Record<EventType, HubEvent>> = {
  s: HUB_EVENTS.login,
  f: HUB_EVENTS.loginFailure,
  fp: HUB_EVENTS.loginFailure,
  fu: HUB_EVENTS.loginFailure,
};

const BY_SIGNAL: Record<Signal, HubEvent> = {
  new_device: HUB_EVENTS.newDevice,
  new_country: HUB_EVENTS.newCountry,
};

const MAX_REASON = 100;

const reasonIn = ({ reason }: JsonObject): string | null =>
  typeof reason === 'string' ? reason.slice(0, MAX_REASON) : null;

/** The published facts of an event. They come from the row alone: a login must not wait for a look-up. */
const factsOf = (row: EventRow, signals: Signal[], details: JsonObject) => ({
  log_id: row.log_id,
  date: row.date.toISOString(),
  type: row.type,
  user: { documentId: row.profile, user_id: row.user_id, name: row.user_name },
  connection: row.connection,
  client_id: row.client_id,
  client_name: row.client_name,
  ip: row.ip,
  device_id: row.device_id,
  user_agent: row.user_agent,
  country_code: row.country_code,
  city_name: row.city_name,
  ...(row.success ? { signals } : { reason: reasonIn(details) }),
});

/** Publishes a login or a failed login after it has been written. */
export const announce = async (
  strapi: Core.Strapi,
  row: EventRow,
  details: JsonObject,
  signals: Signal[] = []
): Promise<void> => {
  const name = BY_TYPE[row.type];
  if (!name || isBackfilled(row.date)) {
    return;
  }
  const facts = factsOf(row, signals, details);
  for (const each of [name, ...signals.map((signal) => BY_SIGNAL[signal])]) {
    await getService(strapi, 'event-publisher').emit(each, async () => facts);
  }
};
