import type { Signal } from '../../../shared/contracts/events';
import type { JsonObject } from '../../../shared/contracts/users';
import type { EventOperation, EventReason } from '../../../shared/event-details';
import { outcomeOf, type EventType } from '../../../shared/event-types';
import type { RequestFacts } from '../enrich';
import type { ProfileRef } from '../model/accounts/look-up';
import type { Strategy } from '../model/connections/strategy';
import { placeColumns } from '../model/place-columns';
import { currentActor } from '../request/actor';
import { newLogId } from '../runtime/database/log-id';

/** What the plugin itself writes: the panel has a text for each of these codes. */
export type EventDetails = JsonObject & { reason?: EventReason; operation?: EventOperation };

export interface NewEvent {
  type: EventType;
  facts: RequestFacts;
  /** Whose event it is, where the profile is at hand. */
  profile?: ProfileRef | null;
  /** Whose event it is otherwise: the account of Users & Permissions. */
  accountId?: number | null;
  logId?: string;
  date?: Date;
  connection?: string | null;
  /** The key of the identity that it is about, where the account alone does not tell. */
  identity?: string | null;
  deviceId?: string | null;
  /** The `user_id` that a sender gave, where there is no profile. */
  userId?: string | null;
  /** The name to show where there is no profile, such as the email that somebody tried. */
  userName?: string | null;
  actor?: string | null;
  details?: EventDetails;
  /** Whether the device was never seen before. */
  isNewDevice?: boolean;
}

/** Imported events bring their own codes. */
export type AnyEvent = Omit<NewEvent, 'details'> & { details?: JsonObject };

/** An event whose moment and id are settled, however late it is written. */
export type DatedEvent = AnyEvent & { logId: string; date: Date };

export const dated = (event: AnyEvent): DatedEvent => {
  const date = event.date ?? new Date();
  const actor = event.actor ?? currentActor();
  return { ...event, actor, date, logId: event.logId ?? newLogId(date) };
};

const USER_NAME_LENGTH = 300;

/** How an event's connection signs users in. */
export type StrategyOf = (connection: string) => Pick<Strategy, 'name' | 'type'>;

/** The columns of an event, apart from those that Strapi fills in. */
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
