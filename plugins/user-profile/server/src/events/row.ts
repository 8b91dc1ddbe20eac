import type { Signal } from '../../../shared/contracts/events';
import type { JsonObject, JsonValue } from '../../../shared/contracts/users';
import type {
  DroppedAttribute,
  EventDetail,
  EventOperation,
  EventReason,
} from '../../../shared/event-details';
import { outcomeOf, type EventType } from '../../../shared/event-types';
import type { RequestFacts } from '../enrich';
import type { ProfileRef } from '../model/accounts/look-up';
import type { Strategy } from '../model/connections/strategy';
import { isBackfilled } from '../model/event-publisher';
import { newLogId, placeColumns } from '../model/stored-facts';
import { currentActor } from '../request/actor';

/** The details of the plugin's own events. The panel has a text for each code. */
export type EventDetails = { [Name in EventDetail]?: JsonValue } & {
  reason?: EventReason;
  operation?: EventOperation;
  dropped?: DroppedAttribute[];
};

export interface NewEvent {
  type: EventType;
  facts: RequestFacts;
  /** The user of the event, if the profile is known. */
  profile?: ProfileRef | null;
  /** The account of the user, if the profile is not known. */
  accountId?: number | null;
  logId?: string;
  date?: Date;
  connection?: string | null;
  /** The key of the identity, if it is not that of the profile. */
  identity?: string | null;
  deviceId?: string | null;
  /** The `user_id` in an imported event without a profile. */
  userId?: string | null;
  /** The name to show if there is no profile, e.g. the email address of a failed login. */
  userName?: string | null;
  actor?: string | null;
  details?: EventDetails;
  /** Whether it is the first use of the device. */
  isNewDevice?: boolean;
}

/** Imported events have codes of other systems. */
export type AnyEvent = Omit<NewEvent, 'details'> & { details?: JsonObject };

/** An event with its final date and id, even if it is written later. */
export type DatedEvent = AnyEvent & { logId: string; date: Date };

export const dated = (event: AnyEvent): DatedEvent => {
  const date = event.date ?? new Date();
  const actor = event.actor ?? currentActor();
  return { ...event, actor, date, logId: event.logId ?? newLogId(date) };
};

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

const USER_NAME_LENGTH = 300;

/** The strategy of a connection. */
export type StrategyOf = (connection: string) => Pick<Strategy, 'name' | 'type'>;

/** The columns of an event, except Strapi's system columns. */
export const eventRow = (
  event: DatedEvent,
  profile: ProfileRef | null,
  strategyOf: StrategyOf,
  signals: Signal[] = []
) => {
  const { facts } = event;
  const connection = event.connection ?? profile?.connection ?? null;
  const strategy = connection === null ? null : strategyOf(connection);
  const name = profile?.name ?? event.userName ?? null;
  return {
    log_id: event.logId,
    date: event.date,
    type: event.type,
    success: outcomeOf(event.type) !== 'failure',
    profile: profile?.documentId ?? null,
    identity: event.identity ?? profile?.identityKey ?? null,
    user_id: profile?.userId ?? event.userId ?? null,
    user_name: name?.slice(0, USER_NAME_LENGTH) ?? null,
    connection,
    strategy: strategy?.name ?? null,
    strategy_type: strategy?.type ?? null,
    client_id: facts.application.client_id,
    client_name: facts.application.name,
    ip: facts.ip,
    user_agent: facts.userAgent,
    device_id: event.deviceId ?? null,
    is_mobile: facts.device.is_mobile,
    ...placeColumns(facts.place),
    actor: event.actor ?? null,
    signals: JSON.stringify(signals),
    details: JSON.stringify(event.details ?? {}),
  };
};

export type EventRow = ReturnType<typeof eventRow>;
