import { EVENT_TYPE_CODES, type EventType } from '../../../../../shared/event-types';
import type { TranslationKey } from '../../../utils/translations';

interface EventGroup {
  label: TranslationKey;
  types: readonly EventType[];
}

/** All types of events, in the order in which people look for them. */
export const EVENT_GROUPS: readonly EventGroup[] = [
  { label: 'events.group.login', types: ['s', 'f', 'fp', 'fu', 'cls', 'fn', 'slo', 'flo'] },
  { label: 'events.group.block', types: ['limit_wc', 'limit_mu', 'api_limit', 'ublkdu'] },
  { label: 'events.group.session', types: ['sertft', 'fertft', 'ferrt', 'srrt'] },
  { label: 'events.group.signUp', types: ['ss', 'fs', 'sv', 'fv', 'svr', 'fvr'] },
  { label: 'events.group.password', types: ['scp', 'fcp', 'scpr', 'fcpr'] },
  { label: 'events.group.account', types: ['sapi', 'sce', 'scu', 'sdu'] },
];

export const parseTypes = (values: readonly string[]): EventType[] =>
  EVENT_TYPE_CODES.filter((code) => values.includes(code));
