import { readCsvRow } from '../../../../plugins/user-profile/server/src/users/import/records/read-csv-row';

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
    expect(readCsvRow(2, row, mapping)).toMatchObject({ userMetadata: { value: expected } });
  });
});

describe('a cell of an account field in a CSV file', () => {
  it.each([
    ['10.50', 10.5],
    ['100.00', 100],
    ['007', '007'],
  ])('%s is a number if a database may have written it', (cell, expected) => {
    const row = { email: 'ada@example.com', budget: cell };
    const mapping = { email: 'email', budget: 'account_fields.budget' };
    expect(readCsvRow(2, row, mapping)).toMatchObject({ accountFields: { budget: expected } });
  });
});
