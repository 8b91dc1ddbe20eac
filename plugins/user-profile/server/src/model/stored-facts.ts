import { randomInt } from 'node:crypto';

import type { Place } from '../../../shared/contracts/common';
import type { RequestFacts } from '../enrich';
import { asNumber, asText, type Row } from '../runtime/database/rows';

const RANDOM_DIGITS = 10;

/**
 * A new `log_id`: digits only, as in Auth0. It starts with the time in milliseconds, so text order is time
 * order; random digits follow.
 */
export const newLogId = (date: Date): string => {
  const stamp = date.toISOString().replace(/\D/g, '');
  return stamp + String(randomInt(10 ** RANDOM_DIGITS)).padStart(RANDOM_DIGITS, '0');
};

/** The place in a row of an event or a device. */
export const placeIn = (row: Row): Place => ({
  country_code: asText(row.country_code),
  country_name: asText(row.country_name),
  region_name: asText(row.region_name),
  city_name: asText(row.city_name),
  latitude: asNumber(row.latitude),
  longitude: asNumber(row.longitude),
  time_zone: asText(row.time_zone),
});

/** The columns of a place; all null for an unknown one. */
export const placeColumns = (place: Place | null | undefined): Place => ({
  country_code: place?.country_code ?? null,
  country_name: place?.country_name ?? null,
  region_name: place?.region_name ?? null,
  city_name: place?.city_name ?? null,
  latitude: place?.latitude ?? null,
  longitude: place?.longitude ?? null,
  time_zone: place?.time_zone ?? null,
});

/**
 * What the plugin stores in the `metadata` of a session: enough to restore the event of the login if it was
 * lost. A refresh copies it to the new session (@strapi/core 5.54.0, services/session-manager.js).
 */
export interface SessionFacts {
  /** The id of the login's event; null if the session does not come from a login. */
  log_id: string | null;
  login_at: string;
  connection: string;
  /** The key of the identity that logged in, if it is not the account's own. */
  identity?: string | null;
  ip: string | null;
  user_agent: string | null;
  client_id: string | null;
  client_name: string | null;
}

const KEY = 'userProfile';

export const sessionFacts = (
  facts: RequestFacts,
  connection: string,
  isLogin: boolean,
  now: Date
): SessionFacts => ({
  log_id: isLogin ? newLogId(now) : null,
  login_at: now.toISOString(),
  connection,
  ip: facts.ip,
  user_agent: facts.userAgent,
  client_id: facts.application.client_id,
  client_name: facts.application.name,
});

export const readSessionFacts = (metadata: unknown): SessionFacts | null => {
  if (typeof metadata !== 'object' || metadata === null) {
    return null;
  }
  const facts = (metadata as Record<string, unknown>)[KEY];
  return typeof facts === 'object' && facts !== null ? (facts as SessionFacts) : null;
};

export const withSessionFacts = (metadata: unknown, facts: SessionFacts) => ({
  ...(typeof metadata === 'object' && metadata !== null ? metadata : {}),
  [KEY]: facts,
});

/** The metadata of a session without what the plugin has added; null if nothing is left. */
export const withoutSessionFacts = (metadata: unknown): Record<string, unknown> | null => {
  if (typeof metadata !== 'object' || metadata === null) {
    return null;
  }
  const { [KEY]: _facts, ...rest } = metadata as Record<string, unknown>;
  return Object.keys(rest).length > 0 ? rest : null;
};
