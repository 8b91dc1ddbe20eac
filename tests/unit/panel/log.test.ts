import {
  activeEventFilters,
  type EventFilters,
  eventFilterParams,
  NO_EVENT_FILTERS,
  parseEventFilters,
  toEventApiFilters,
} from '../../../plugins/user-profile/admin/src/utils/eventFilters';
import { searchLogQuery } from '../../../plugins/user-profile/shared/contracts/event-log';

const parse = (query: string): EventFilters => parseEventFilters(new URLSearchParams(query));

const FULL: EventFilters = {
  outcome: 'failure',
  connection: ['local', 'staff'],
  user: 'local|acacia',
  application: 'Shop & more',
  ip: '192.0.2.7',
  actor: 'admin@example.com (token Sync)',
  device: 'd-1',
  country: 'US',
  region: 'Ohio',
  city: 'Columbus',
};

const toQuery = (filters: EventFilters): string => {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(eventFilterParams(filters))) {
    [value].flat().forEach((each) => each === null || params.append(name, each));
  }
  return params.toString();
};

describe('the filters of the log', () => {
  it('are the same after a trip through the URL', () => {
    expect(parse(toQuery(FULL))).toEqual(FULL);
    expect(toQuery(NO_EVENT_FILTERS)).toBe('');
    expect(parse('')).toEqual(NO_EVENT_FILTERS);
  });

  it('are counted if they are set', () => {
    expect(activeEventFilters(FULL)).toHaveLength(10);
    expect(activeEventFilters(NO_EVENT_FILTERS)).toEqual([]);
    expect(activeEventFilters(parse('ip=1'))).toEqual(['ip']);
  });

  it.each([
    ['an unknown outcome', 'outcome=maybe'],
    ['empty texts', 'ip=&user=%20&connection='],
  ])('leave out %s', (_what, query) => {
    expect(parse(query)).toEqual(NO_EVENT_FILTERS);
  });

  it('are accepted by the server, whatever the URL contains', () => {
    const long = 'x'.repeat(2000);
    const connections = Array.from({ length: 80 }, (_, n) => `connection=c${n}`).join('&');
    const filters = parse(
      `user=${long}&ip=${long}&actor=a%00b%0Ac&application=${long}&connection=${long}&${connections}`
    );
    expect(
      searchLogQuery.safeParse({ filters: toEventApiFilters(filters), _q: 'text' }).error
    ).toBeUndefined();
    expect(searchLogQuery.safeParse({ filters: toEventApiFilters(FULL) }).success).toBe(true);
  });
});
