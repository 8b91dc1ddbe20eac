/**
 * The event codes of the log are those of Auth0: https://auth0.com/docs/deploy-monitor/logs/log-event-type-codes
 * Only the code is stored; the panel translates it.
 */

export const EVENT_OUTCOMES = ['success', 'warning', 'failure'] as const;

export type EventOutcome = (typeof EVENT_OUTCOMES)[number];

export const EVENT_TYPES = {
  s: 'success',
  f: 'failure',
  fp: 'failure',
  fu: 'failure',
  ss: 'success',
  fs: 'failure',
  slo: 'success',
  flo: 'failure',
  sv: 'success',
  fv: 'failure',
  svr: 'success',
  fvr: 'failure',
  scp: 'success',
  fcp: 'failure',
  scpr: 'success',
  fcpr: 'failure',
  sertft: 'success',
  fertft: 'failure',
  cls: 'success',
  fn: 'failure',
  sce: 'success',
  scu: 'success',
  srrt: 'warning',
  ferrt: 'failure',
  sdu: 'warning',
  sapi: 'success',
  sui: 'success',
  fui: 'failure',
  si: 'success',
  fi: 'failure',
  limit_wc: 'failure',
  limit_mu: 'failure',
  api_limit: 'failure',
  ublkdu: 'success',
} as const satisfies Record<string, EventOutcome>;

export type EventType = keyof typeof EVENT_TYPES;

export const EVENT_TYPE_CODES = Object.keys(EVENT_TYPES) as [EventType, ...EventType[]];

/** The only type that counts as a login: it updates `last_login`, and Locations is based on it. */
export const LOGIN_EVENT: EventType = 's';

export const SIGN_UP_EVENT: EventType = 'ss';

export const FAILED_LOGIN_EVENTS = ['f', 'fp', 'fu'] as const satisfies readonly EventType[];

/** An identifier was blocked for an IP address, after too many failed logins. */
export const LOCKOUT_EVENT: EventType = 'limit_wc';

export const outcomeOf = (type: string): EventOutcome =>
  EVENT_TYPES[type as EventType] ?? 'warning';
