import { createFieldReader } from '../../../../plugins/user-profile/server/src/users/import/records/field-reader';

describe('the reader of attributes', () => {
  it.each([
    ['t', true],
    ['f', false],
    [' Yes ', true],
    [0, false],
  ])('takes %j for %j', (value, expected) => {
    expect(createFieldReader(1, { blocked: value }).flag('blocked')).toBe(expected);
  });

  it.each([
    ['2020-01-31 08:00:00.5+00', '2020-01-31T08:00:00.500Z'],
    ['2020-01-31T08:00:00-05', '2020-01-31T13:00:00.000Z'],
    ['2020-01-31T08:00:00+0530', '2020-01-31T02:30:00.000Z'],
    ['2020-01-31', '2020-01-31T00:00:00.000Z'],
  ])('reads the date %j', (value, expected) => {
    const reader = createFieldReader(1, { created_at: value });
    expect(reader.date('created_at')?.toISOString()).toBe(expected);
  });

  it('rejects a date without a time zone', () => {
    const reader = createFieldReader(1, { created_at: '2020-01-31T08:00:00' });
    expect(reader.date('created_at')).toBeNull();
    expect(reader.problems).toHaveLength(1);
  });

  it('rejects JSON in a text that is nested too deeply', () => {
    const settings = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`);
    const reader = createFieldReader(1, { account_fields: { settings } });
    expect(reader.object('account_fields')).toBeNull();
    expect(reader.problems).toMatchObject([{ field: 'account_fields' }]);
  });
});
