import { EVENT_TYPE_CODES, type EventType } from '../../../shared/event-types';
import type { TranslationKey } from './translations';

interface EventGroup {
  label: TranslationKey;
  types: readonly EventType[];
}

/** All event types, grouped for the filter. */
export const EVENT_GROUPS: readonly EventGroup[] = [
  { label: 'events.group.login', types: ['s', 'f', 'fp', 'fu', 'cls', 'fn', 'slo', 'flo'] },
  { label: 'events.group.block', types: ['limit_wc', 'limit_mu', 'api_limit', 'ublkdu'] },
  { label: 'events.group.session', types: ['sertft', 'fertft', 'ferrt', 'srrt'] },
  { label: 'events.group.signUp', types: ['ss', 'fs', 'sv', 'fv', 'svr', 'fvr', 'si', 'fi'] },
  { label: 'events.group.password', types: ['scp', 'fcp', 'scpr', 'fcpr'] },
  { label: 'events.group.account', types: ['sapi', 'sce', 'scu', 'sdu', 'sui', 'fui'] },
];

/** The valid types in a URL. */
export const parseTypes = (values: readonly string[]): EventType[] =>
  EVENT_TYPE_CODES.filter((code) => values.includes(code));

/** A `log_id` starts with the UTC time of its event, to the millisecond. */
const STAMP = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})\d+$/;

export const dateOfLogId = (logId: string): Date | undefined => {
  const parts = STAMP.exec(logId);

  if (!parts) {
    return undefined;
  }

  const [, year, month, day, hour, minute, second, millisecond] = parts;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${millisecond}Z`);

  return Number.isNaN(date.getTime()) ? undefined : date;
};
