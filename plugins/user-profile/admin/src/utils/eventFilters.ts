import type { SearchLog } from '../../../shared/contracts/event-log';
import { EVENT_OUTCOMES, type EventOutcome } from '../../../shared/event-types';

/** The maximum lengths that the server accepts. */
const TEXT_LENGTHS = {
  user: 512,
  application: 128,
  ip: 64,
  actor: 255,
  device: 64,
  country: 2,
  region: 150,
  city: 150,
} as const;

export type TextFilter = keyof typeof TEXT_LENGTHS;

const TEXT_NAMES = Object.keys(TEXT_LENGTHS) as TextFilter[];

/** The filters with a field to type into. The others are set by a click on a value. */
export const TYPED_FILTERS = [
  'user',
  'application',
  'ip',
  'actor',
] as const satisfies readonly TextFilter[];

/** The filters of the Log and of a history. A text that is empty filters nothing. */
export type EventFilters = Record<TextFilter, string> & {
  outcome: EventOutcome | undefined;
  connection: string[];
};

export type EventFilterName = keyof EventFilters;

export const NO_EVENT_FILTERS: EventFilters = {
  outcome: undefined,
  connection: [],
  user: '',
  application: '',
  ip: '',
  actor: '',
  device: '',
  country: '',
  region: '',
  city: '',
};

const MAX_CONNECTIONS = 50;

/** The server rejects control characters. */
const CONTROL_CHARACTERS = /\p{Cc}/gu;

export const MAX_TEXT = 255;

export const cleanText = (text: string | null, max: number): string =>
  (text ?? '').replace(CONTROL_CHARACTERS, ' ').trim().slice(0, max);

/** Reads the filters of the URL. Invalid ones are left out, so no link leads to an error. */
export const parseEventFilters = (params: URLSearchParams): EventFilters => {
  const text = (name: TextFilter) => cleanText(params.get(name), TEXT_LENGTHS[name]);

  return {
    ...(Object.fromEntries(TEXT_NAMES.map((name) => [name, text(name)])) as Record<
      TextFilter,
      string
    >),
    outcome: EVENT_OUTCOMES.find((known) => known === params.get('outcome')),
    connection: [...new Set(params.getAll('connection').map((name) => cleanText(name, 128)))]
      .filter((name) => name !== '')
      .slice(0, MAX_CONNECTIONS),
  };
};

/** The URL parameters of the filters; null removes a parameter. */
export const eventFilterParams = ({ outcome, connection, ...texts }: EventFilters) => ({
  outcome: outcome ?? null,
  connection,
  ...Object.fromEntries(
    TEXT_NAMES.map((name) => [name, cleanText(texts[name], TEXT_LENGTHS[name]) || null])
  ),
});

/** The names of the filters that are set. */
export const activeEventFilters = (filters: EventFilters): EventFilterName[] =>
  (Object.keys(NO_EVENT_FILTERS) as EventFilterName[]).filter(
    (name) => (filters[name]?.length ?? 0) > 0
  );

type ApiFilters = NonNullable<SearchLog.Request['query']['filters']>;

/** The filters for the API. */
export const toEventApiFilters = ({ outcome, connection, ...texts }: EventFilters): ApiFilters => ({
  ...(outcome ? { outcome: { $eq: outcome } } : {}),
  ...(connection.length > 0 ? { connection: { $in: connection } } : {}),
  ...Object.fromEntries(
    TEXT_NAMES.filter((name) => texts[name] !== '').map((name) => [name, { $eq: texts[name] }])
  ),
});
