import { SYSTEM_ACTOR } from '../../../shared/constants';
import type { LogEvent } from '../../../shared/contracts/events';
import type { JsonObject, JsonValue } from '../../../shared/contracts/users';
import type { DropReason, EventOperation, EventReason } from '../../../shared/event-details';
import { EVENT_TYPES, outcomeOf, type EventType } from '../../../shared/event-types';
import { NAME_FIELDS } from '../../../shared/user-fields';
import type { Translate } from '../hooks/useTranslate';
import { DROP_TEXTS, OPERATION_TEXTS, REASON_TEXTS } from './eventDetailTexts';

const LINK_OPERATIONS: readonly EventOperation[] = [
  'link-identity',
  'linked-to',
  'unlink-identity',
  'unlinked-from',
];

const ATTRIBUTES = [
  ...NAME_FIELDS,
  'email',
  'email_verified',
  'username',
  'phone_number',
  'user_metadata',
  'account_fields',
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

const isOperation = (code: string): code is EventOperation => Object.hasOwn(OPERATION_TEXTS, code);

const isReason = (code: string): code is EventReason => Object.hasOwn(REASON_TEXTS, code);

/** A type that the panel does not know is shown as its code. */
export const typeName = (type: string, { t }: Pick<EventWords, 't'>): string =>
  isType(type) ? t(`event.${type}`) : type;

/** The name of an event. The name of an operation is used only if it succeeded. */
export const eventName = ({ type, details }: DescribedEvent, words: EventWords): string => {
  const operation = textOf(details, 'operation');
  const hasFailed = outcomeOf(type) === 'failure';
  const text =
    !hasFailed && operation !== undefined && isOperation(operation)
      ? OPERATION_TEXTS[operation]
      : null;

  return text === null ? typeName(type, words) : words.t(text);
};

/** Imported events, and those of a newer version of the server, may have other operations. */
const unknownOperationIn = (details: JsonObject): string | undefined => {
  const operation = textOf(details, 'operation');

  return operation === undefined || isOperation(operation) ? undefined : operation;
};

const attributeName = (value: unknown, { t }: Pick<EventWords, 't'>): string => {
  const attribute = known(ATTRIBUTES, value);

  return attribute ? t(`events.attribute.${attribute}`) : String(value);
};

const attributesIn = (details: JsonObject, words: EventWords): string | undefined => {
  if (!Array.isArray(details.changed) || details.changed.length === 0) {
    return undefined;
  }

  return words.formatList(details.changed.map((value) => attributeName(value, words)));
};

const isDropReason = (code: unknown): code is DropReason =>
  typeof code === 'string' && Object.hasOwn(DROP_TEXTS, code);

/** What the source of a login sent and does not fit the profile. */
const droppedIn = (details: JsonObject, words: EventWords): string | undefined => {
  if (!Array.isArray(details.dropped) || details.dropped.length === 0) {
    return undefined;
  }

  const attributes = details.dropped.map((entry) => {
    const { attribute: value, reason } = (entry ?? {}) as JsonObject;
    const attribute = attributeName(value, words);

    return isDropReason(reason) ? words.t(DROP_TEXTS[reason], { attribute }) : attribute;
  });

  return words.t('events.dropped', { attributes: words.formatList(attributes) });
};

/** The identity or user on the other side of a link. */
const linkedIn = (details: JsonObject): string | undefined =>
  known(LINK_OPERATIONS, details.operation)
    ? (textOf(details, 'identity') ?? textOf(details, 'user_id'))
    : undefined;

/** The name of a role in an event. */
const roleIn = (role: JsonValue | undefined, { t }: EventWords): string =>
  (typeof role === 'object' && role !== null && !Array.isArray(role)
    ? textOf(role, 'name')
    : undefined) ?? t('events.noRole');

const subjectOf = (details: JsonObject, words: EventWords): string | undefined => {
  const { t, formatDate } = words;
  const until = textOf(details, 'until');
  const [from, to] = [textOf(details, 'from'), textOf(details, 'to')];

  if (details.operation === 'block-user') {
    const end = until && t('events.until', { date: formatDate(until) ?? until });
    const texts = [end, textOf(details, 'block_reason')].filter((text) => text !== undefined);

    return texts.length > 0 ? texts.join(' · ') : undefined;
  }

  if (until) {
    return t('events.until', { date: formatDate(until) ?? until });
  }

  if (details.operation === 'change-role') {
    return t('events.change', { from: roleIn(details.from, words), to: roleIn(details.to, words) });
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

  return (
    unknownOperationIn(details) ??
    attributesIn(details, words) ??
    droppedIn(details, words) ??
    textOf(details, 'device') ??
    linkedIn(details)
  );
};

const reasonOf = (details: JsonObject, { t }: EventWords): string | undefined => {
  const reason = textOf(details, 'reason');

  if (reason === undefined) {
    return textOf(details, 'message');
  }

  if (!isReason(reason)) {
    return reason;
  }

  // The message that may come with a reason is Strapi's, and in English only.
  const text = REASON_TEXTS[reason];

  if (text === null) {
    return undefined;
  }

  const code = reason === 'rejected_by_hook' ? textOf(details, 'detail') : undefined;

  return code ? `${t(text)}: ${code}` : t(text);
};

/** The log stores user ids, since it outlives the users. */
const actorOf = ({ actor, user_id: userId }: DescribedEvent, { t }: EventWords) => {
  if (!actor) {
    return undefined;
  }

  if (actor === SYSTEM_ACTOR) {
    return t('events.actor.system');
  }

  return actor === `user ${userId}` ? t('events.actor.self') : t('events.actor', { actor });
};

/** The line below the name: what was changed or why it failed, and who did it. */
export const eventRemark = (event: DescribedEvent, words: EventWords): string | undefined => {
  const { details } = event;
  const parts = [
    subjectOf(details, words) ?? reasonOf(details, words),
    actorOf(event, words),
  ].filter((part) => part !== undefined);

  return parts.length > 0 ? parts.join(' · ') : undefined;
};
