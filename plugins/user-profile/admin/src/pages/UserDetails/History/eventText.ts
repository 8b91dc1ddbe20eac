import type { LogEvent } from '../../../../../shared/contracts/events';
import type { JsonObject } from '../../../../../shared/contracts/users';
import { EVENT_TYPES, type EventType } from '../../../../../shared/event-types';
import type { Translate } from '../../../hooks/useTranslate';

const LINK_OPERATIONS = ['link-identity', 'linked-to', 'unlink-identity', 'unlinked-from'] as const;

/** What else says an event's name than its code: what admins and the API did. */
const OPERATIONS = [
  'create-user',
  'update-user',
  'block-user',
  'unblock-user',
  'set-password',
  'send-verification-email',
  'send-password-reset',
  'unlink-device',
  'unlink-all-devices',
  ...LINK_OPERATIONS,
  'request-erasure',
  'withdraw-erasure',
] as const;

const ATTRIBUTES = [
  'name',
  'given_name',
  'family_name',
  'nickname',
  'picture',
  'email',
  'email_verified',
  'username',
  'phone_number',
  'user_metadata',
] as const;

/** Reasons that the event's name does not tell already. */
const REASONS = [
  'blocked',
  'unconfirmed',
  'provider_disabled',
  'source_refused',
  'source_timeout',
  'source_unreachable',
  'source_bad_answer',
  'source_too_large',
  'source_misconfigured',
  'source_address_refused',
  'source_state_invalid',
  'connection_disabled',
  'signup_disabled',
  'email_taken',
  'wrong_code',
  'too_many_codes',
  'not_sent',
  'session_ended',
] as const;

export interface EventWords {
  t: Translate;
  formatDate: (date: string) => string | undefined;
  formatList: (items: string[]) => string;
}

type DescribedEvent = Pick<LogEvent, 'type' | 'actor' | 'details' | 'user_id'>;

const isType = (type: string): type is EventType => Object.hasOwn(EVENT_TYPES, type);

const textOf = (details: JsonObject, name: string): string | undefined => {
  const value = details[name];

  return typeof value === 'string' && value !== '' ? value : undefined;
};

const known = <T extends string>(list: readonly T[], value: unknown): T | undefined =>
  list.find((each) => each === value);

export const typeName = (type: string, { t }: Pick<EventWords, 't'>): string =>
  isType(type) ? t(`event.${type}`) : type;

/** What people read for an event; a code that has no text yet stands for itself. */
export const eventName = ({ type, details }: DescribedEvent, words: EventWords): string => {
  const operation = known(OPERATIONS, details.operation);

  return operation ? words.t(`events.operation.${operation}`) : typeName(type, words);
};

const attributesIn = (details: JsonObject, { t, formatList }: EventWords): string | undefined => {
  if (!Array.isArray(details.changed) || details.changed.length === 0) {
    return undefined;
  }

  return formatList(
    details.changed.map((value) => {
      const attribute = known(ATTRIBUTES, value);

      return attribute ? t(`events.attribute.${attribute}`) : String(value);
    })
  );
};

/** The other side of a link. */
const linkedIn = (details: JsonObject): string | undefined =>
  known(LINK_OPERATIONS, details.operation)
    ? (textOf(details, 'identity') ?? textOf(details, 'user_id'))
    : undefined;

const subjectOf = (details: JsonObject, words: EventWords): string | undefined => {
  const { t, formatDate } = words;
  const until = textOf(details, 'until');
  const [from, to] = [textOf(details, 'from'), textOf(details, 'to')];

  if (until) {
    return t('events.until', { date: formatDate(until) ?? until });
  }

  if (to) {
    return from ? t('events.change', { from, to }) : to;
  }

  if (typeof details.devices === 'number') {
    return t('events.devices', { count: details.devices });
  }

  if (details.sessions_ended === true) {
    return t('events.sessionsEnded');
  }

  return attributesIn(details, words) ?? textOf(details, 'device') ?? linkedIn(details);
};

const reasonOf = (details: JsonObject, { t }: EventWords): string | undefined => {
  const reason = known(REASONS, details.reason);

  if (reason) {
    return t(`events.reason.${reason}`);
  }

  // Where the code says it all, Strapi's message would only say it again in English.
  return details.reason === undefined ? textOf(details, 'message') : undefined;
};

/** Users are named by id in the log, which outlives them. */
const actorOf = ({ actor, user_id: userId }: DescribedEvent, { t }: EventWords) => {
  if (!actor) {
    return undefined;
  }

  return actor === `user ${userId}` ? t('events.actor.self') : t('events.actor', { actor });
};

/** What is worth saying besides the name: what was changed, why it failed, who did it. */
export const eventRemark = (event: DescribedEvent, words: EventWords): string | undefined => {
  const { details } = event;
  const parts = [
    subjectOf(details, words) ?? reasonOf(details, words),
    actorOf(event, words),
  ].filter((part) => part !== undefined);

  return parts.length > 0 ? parts.join(' · ') : undefined;
};
