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

  it.each([
    ['without a time zone', '2020-01-31T08:00:00'],
    ['that no month has', '2021-02-29T08:00:00Z'],
    ['in seconds', 1_600_000_000],
    ['in seconds as text', '1600000000'],
    ['of another format', '31.01.2020'],
    ['without separators', '202601311200'],
    ['without separators and with seconds', 20260131120000],
    ['in milliseconds with a fraction', 1_600_000_000_000.5],
  ])('rejects a date %s', (_name, value) => {
    const reader = createFieldReader(1, { created_at: value });
    expect(reader.date('created_at')).toBeNull();
    expect(reader.problems).toMatchObject([{ field: 'created_at', code: 'import_date' }]);
  });

  it('reads milliseconds and leap days', () => {
    const reader = createFieldReader(1, { a: 1_600_000_000_000, b: '2020-02-29T08:00:00Z' });
    expect([reader.date('a'), reader.date('b')]).toEqual([
      new Date('2020-09-13T12:26:40.000Z'),
      new Date('2020-02-29T08:00:00.000Z'),
    ]);
  });

  it('rejects ids that JSON rounds, because another user may have the rounded one', () => {
    const record = JSON.parse('{"id":7,"rounded":108169475869847000001,"text":"1081694758698470"}');
    const reader = createFieldReader(1, record);
    expect([reader.id('id'), reader.id('text')]).toEqual(['7', '1081694758698470']);
    expect(reader.problems).toEqual([]);
    expect(reader.id('rounded')).toBeNull();
    expect(reader.problems).toMatchObject([{ field: 'rounded', code: 'import_text' }]);
  });

  it('rejects JSON in a text that is nested too deeply', () => {
    const settings = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`);
    const reader = createFieldReader(1, { account_fields: { settings } });
    expect(reader.object('account_fields')).toBeNull();
    expect(reader.problems).toMatchObject([{ field: 'account_fields' }]);
  });
});
