import { z } from '@strapi/utils';

import { check } from '../../../plugins/user-profile/server/src/utils/validate';
import { dateRange, wholeNumber } from '../../../plugins/user-profile/shared/contracts/common';

const schema = z.strictObject({
  name: z.string(),
  events: z.array(z.unknown(), { error: 'must be an array of events' }).optional(),
  filters: z.strictObject({ date: dateRange.optional() }).optional(),
});

const problemsOf = (value: object): [string | undefined, string][] =>
  check(schema, value).problems.map(({ code, message }) => [code, message]);

describe('problems of an input', () => {
  it('tell a missing value from a value of the wrong type', () => {
    expect(problemsOf({})).toEqual([['input_required', 'name: is required']]);
    expect(problemsOf({ name: null })).toEqual([['input_required', 'name: is required']]);
    expect(problemsOf({ name: 1 })).toEqual([
      ['input_type', 'name: Invalid input: expected string, received number'],
    ]);
  });

  it('have the text of the schema if it has one', () => {
    expect(problemsOf({ name: 'a', events: {} })).toEqual([
      ['input_type', 'events: must be an array of events'],
    ]);
  });

  it('say what a filter lacks', () => {
    expect(problemsOf({ name: 'a', filters: { date: '2026-01-31' } })).toEqual([
      ['input_type', 'filters.date: must have an operator; use $gte, $lt'],
    ]);
    expect(problemsOf({ name: 'a', filters: 'x' })).toEqual([
      ['input_type', 'filters: must be an object; use date'],
    ]);
    expect(problemsOf({ name: 'a', filters: { date: {} } })).toEqual([
      [undefined, 'filters.date: must have an operator'],
    ]);
  });

  it('name the keys that are supported in a query', () => {
    const filters = { nmae: 1, date: { $ne: 1, $gte: '2026-01-31T12:00:00Z' } };
    expect(problemsOf({ name: 'a', limit: 5, filters })).toEqual([
      ['input_unknown', 'filters.date.$ne: Unrecognized key; use $gte, $lt'],
      ['input_unknown', 'filters.nmae: Unrecognized key; use date'],
      ['input_unknown', 'limit: Unrecognized key; use name, events, filters'],
    ]);
    const pagination = z.strictObject({ cursor: z.string().optional() });
    expect(check(pagination, { page: 1 }, ['pagination']).problems).toMatchObject([
      { message: 'pagination.page: Unrecognized key; use cursor' },
    ]);
    expect(check(z.strictObject({}), { data: { a: 1 } }, ['body']).problems).toMatchObject([
      { message: 'body.data: Unrecognized key' },
    ]);
  });

  it('tell a number that is too small from a text', () => {
    expect(check(wholeNumber(0, 10), '-1').problems).toMatchObject([{ code: 'input_too_small' }]);
  });

  it.each([null, true, [], '', ' 1', '1.5', '0x1', {}])('reject %p as a whole number', (value) => {
    expect(check(wholeNumber(0, 10), value).problems).toHaveLength(1);
  });

  it.each([0, '0', '010', 10])('accept %p as a whole number', (value) => {
    expect(check(wholeNumber(0, 10), value).data).toBe(Number(value));
  });

  it('show the form of a date', () => {
    const text = 'must be a date with time and time zone, such as 2026-01-31T12:00:00Z';
    expect(problemsOf({ name: 'a', filters: { date: { $gte: '2026-01-31' } } })).toEqual([
      ['input_format', `filters.date.$gte: ${text}`],
    ]);
  });

  it('say how to write a plus sign that the query lost', () => {
    const filters = { date: { $gte: '2026-01-31T12:00:00 02:00' } };
    expect(problemsOf({ name: 'a', filters })[0][1]).toMatch(/Z; in a URL, write \+ as %2B$/);
  });

  it.each(['9999-12-31T23:59:59-05:00', '1000-01-01T00:00:00+01:00', '0001-01-01T00:00:00Z'])(
    'reject the date %s, which a database cannot compare',
    (date) => {
      expect(problemsOf({ name: 'a', filters: { date: { $lt: date } } })).toEqual([
        [undefined, 'filters.date.$lt: must be in the years 1000 to 9999 in UTC'],
      ]);
    }
  );

  it.each(['9999-12-31T23:59:59.999Z', '1000-01-01T00:00:00Z', '2026-01-31T12:00:00+14:00'])(
    'accept the date %s',
    (date) => {
      expect(problemsOf({ name: 'a', filters: { date: { $lt: date } } })).toEqual([]);
    }
  );

  it('are found although the value is nested deeply', () => {
    const name: unknown = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`);
    expect(problemsOf({ name })[0][0]).toBe('input_type');
  });
});
