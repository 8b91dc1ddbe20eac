import type { SearchLog } from '../../../../shared/contracts/event-log';
import { EVENT_OUTCOMES, type EventOutcome } from '../../../../shared/event-types';

/** The maximum lengths that the server accepts. */
const TEXT_LENGTHS = { user: 512, application: 128, ip: 64, actor: 255 } as const;

export type TextFilter = keyof typeof TEXT_LENGTHS;

export const TEXT_FILTERS = Object.keys(TEXT_LENGTHS) as TextFilter[];

/** The filters of the popover. A text that is empty filters nothing. */
export type LogFilters = Record<TextFilter, string> & {
  outcome: EventOutcome | undefined;
  connection: string[];
};

export type LogFilterName = keyof LogFilters;

export const NO_LOG_FILTERS: LogFilters = {
  outcome: undefined,
  connection: [],
  user: '',
  application: '',
  ip: '',
  actor: '',
};

const MAX_CONNECTIONS = 50;

/** The server rejects control characters. */
const CONTROL_CHARACTERS = /\p{Cc}/gu;

export const MAX_TEXT = 255;

export const cleanText = (text: string | null, max: number): string =>
  (text ?? '').replace(CONTROL_CHARACTERS, ' ').trim().slice(0, max);

/** Reads the filters of the URL. Invalid ones are left out, so no link leads to an error. */
export const parseLogFilters = (params: URLSearchParams): LogFilters => {
  const text = (name: TextFilter) => cleanText(params.get(name), TEXT_LENGTHS[name]);

  return {
    outcome: EVENT_OUTCOMES.find((known) => known === params.get('outcome')),
    connection: [...new Set(params.getAll('connection').map((name) => cleanText(name, 128)))]
      .filter((name) => name !== '')
      .slice(0, MAX_CONNECTIONS),
    user: text('user'),
    application: text('application'),
    ip: text('ip'),
    actor: text('actor'),
  };
};

/** The URL parameters of the filters; null removes a parameter. */
export const logFilterParams = ({ outcome, connection, ...texts }: LogFilters) => ({
  outcome: outcome ?? null,
  connection,
  ...Object.fromEntries(
    TEXT_FILTERS.map((name) => [name, cleanText(texts[name], TEXT_LENGTHS[name]) || null])
  ),
});

/** The names of the filters that are set. */
export const activeLogFilters = (filters: LogFilters): LogFilterName[] =>
  (Object.keys(NO_LOG_FILTERS) as LogFilterName[]).filter(
    (name) => (filters[name]?.length ?? 0) > 0
  );

type ApiFilters = NonNullable<SearchLog.Request['query']['filters']>;

/** The filters for the API. */
export const toLogApiFilters = ({ outcome, connection, ...texts }: LogFilters): ApiFilters => ({
  ...(outcome ? { outcome: { $eq: outcome } } : {}),
  ...(connection.length > 0 ? { connection: { $in: connection } } : {}),
  ...Object.fromEntries(
    TEXT_FILTERS.filter((name) => texts[name] !== '').map((name) => [name, { $eq: texts[name] }])
  ),
});
