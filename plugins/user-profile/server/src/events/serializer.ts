import { SYSTEM_ACTOR } from '../../../shared/constants';
import type { LogEvent, Signal } from '../../../shared/contracts/events';
import type { JsonObject } from '../../../shared/contracts/users';
import { ADMIN_DETAILS, LINK_OPERATIONS, LINKED_DETAILS } from '../../../shared/event-details';
import { outcomeOf, type EventType } from '../../../shared/event-types';
import { placeIn } from '../model/stored-facts';
import { isUserActor, userIdOfActor } from '../request/actor';
import { asBoolean, asIso, asJson, asText, type Row } from '../runtime/database/rows';

const locationOf = (row: Row): LogEvent['location_info'] =>
  row.country_code || row.latitude !== null ? placeIn(row) : null;

/** An event as responses contain it. */
export const eventOf = (row: Row): LogEvent => ({
  log_id: String(row.log_id),
  date: asIso(row.date) ?? '',
  type: String(row.type),
  outcome: outcomeOf(String(row.type)),
  success: asBoolean(row.success),
  user_id: asText(row.user_id),
  user_name: asText(row.user_name),
  connection: asText(row.connection),
  strategy: asText(row.strategy),
  strategy_type: asText(row.strategy_type),
  client_id: asText(row.client_id),
  client_name: asText(row.client_name),
  ip: asText(row.ip),
  user_agent: asText(row.user_agent),
  device_id: asText(row.device_id),
  is_mobile: asBoolean(row.is_mobile),
  location_info: locationOf(row),
  actor: asText(row.actor),
  signals: asJson<Signal[]>(row.signals, []),
  details: asJson<JsonObject>(row.details, {}),
});

/** An event as the content API returns it. The reason of a block is for admins of the panel only. */
export const withoutBlockReason = (event: LogEvent): LogEvent => {
  const { block_reason: _reason, ...details } = event.details;
  return { ...event, details };
};

const nameOfOther = (actor: string): string => (isUserActor(actor) ? 'user' : 'administrator');

/** Where the request of an admin, or of another user, came from. */
const HIDDEN_FACTS = {
  ip: null,
  user_agent: null,
  is_mobile: false,
  client_id: null,
  client_name: null,
  location_info: null,
};

/** Only users make these requests: an event with a token as the actor was imported, with the facts of the user. */
const REQUESTS_OF_USERS: ReadonlySet<string> = new Set<EventType>([
  's',
  'f',
  'fp',
  'fu',
  'slo',
  'flo',
  'sertft',
  'fertft',
  'ferrt',
]);

/** The ids in the event of a link are those of another person, once the identity is unlinked. */
const isOfOther = (
  [key, value]: [string, unknown],
  { details: { operation } }: LogEvent,
  isSelf: (id: string) => boolean
): boolean =>
  LINK_OPERATIONS.has(String(operation)) &&
  LINKED_DETAILS.has(key) &&
  !(typeof value === 'string' && isSelf(value));

/**
 * An event as its user sees it. It shows neither the name of an admin nor where the request came from, nor the ids
 * of users who were separated: all of them are personal data of another person.
 *
 * @param isSelf whether a `user_id`, or the id of an identity, belongs to this user
 */
export const ownView = (event: LogEvent, isSelf: (id: string) => boolean): LogEvent => {
  const { actor } = event;
  const acting = actor && userIdOfActor(actor);
  // The id of the time of the event may have changed since, with the connection.
  const isOwn =
    actor === null ||
    actor === SYSTEM_ACTOR ||
    (acting !== null && (acting === event.user_id || isSelf(acting)));
  const details = Object.entries(event.details).filter(
    (detail) => !ADMIN_DETAILS.has(detail[0]) && !isOfOther(detail, event, isSelf)
  );
  return {
    ...event,
    ...(isOwn || REQUESTS_OF_USERS.has(event.type) ? {} : HIDDEN_FACTS),
    actor: isOwn ? actor : nameOfOther(actor),
    details: Object.fromEntries(details),
  };
};
