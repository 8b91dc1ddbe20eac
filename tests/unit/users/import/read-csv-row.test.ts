import { readCsvRow } from '../../../../plugins/user-profile/server/src/users/import/records/read-csv-row';
import type { AccountFieldType } from '../../../../plugins/user-profile/shared/contracts/account-fields';

describe('a cell of metadata in a CSV file', () => {
  it.each([
    ['true', true],
    ['42', 42],
    ['-1.5', -1.5],
    ['["a"]', ['a']],
    ['1.10', '1.10'],
    ['0.123456789012345678', '0.123456789012345678'],
    ['9007199254740993', '9007199254740993'],
    ['007', '007'],
    ['[draft]', '[draft]'],
  ])('%s is kept without loss', (cell, expected) => {
    const row = { email: 'ada@example.com', value: cell };
    const mapping = { email: 'email', value: 'user_metadata.value' };
    expect(readCsvRow(2, row, mapping, new Map())).toMatchObject({
      userMetadata: { value: expected },
    });
  });
});

describe('a cell of an account field in a CSV file', () => {
  it.each<[AccountFieldType, string, unknown]>([
    ['decimal', '10.50', 10.5],
    ['decimal', '100.00', 100],
    ['integer', '42', 42],
    ['integer', '007', '007'],
    ['string', '10115', '10115'],
    ['string', 'true', 'true'],
    ['text', '[1]', '[1]'],
    ['biginteger', '9007199254740993', '9007199254740993'],
    ['boolean', 't', true],
    ['boolean', '0', false],
    ['boolean', 'maybe', 'maybe'],
    ['json', '{"a":1}', { a: 1 }],
    ['date', '2030-01-31', '2030-01-31'],
    ['date', 'null', null],
    ['integer', 'null', null],
    ['string', 'null', 'null'],
  ])('of the type %s: %s is read by its type', (type, cell, expected) => {
    const row = { email: 'ada@example.com', value: cell };
    const mapping = { email: 'email', value: 'account_fields.value' };
    const user = readCsvRow(2, row, mapping, new Map([['value', type]]));
    expect(user).toMatchObject({ accountFields: { value: expected } });
  });
});
