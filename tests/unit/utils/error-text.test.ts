import { errorText } from '../../../plugins/user-profile/server/src/utils/error-text';

const SECRET = '$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy';

describe('the text of an error', () => {
  it.each([
    `insert into "up_users" ("password") values ('${SECRET}') - duplicate key value`,
    `update \`up_users\` set \`password\` = 'a - ${SECRET}' - duplicate key value`,
    `(select * from "up_users" where "password" = '${SECRET}') - duplicate key value`,
    `SELECT '${SECRET}'\nfrom "up_users" - duplicate key value`,
  ])('has no statement and no values of the database: %s', (message) => {
    expect(errorText(new Error(message))).toBe('duplicate key value');
  });

  it('stays as it is if it has no statement', () => {
    const message = 'connect ECONNREFUSED 127.0.0.1:5432 - Local (undefined:undefined)';
    expect(errorText(new Error(message))).toBe(message);
    expect(errorText('no error object')).toBe('no error object');
  });

  it('has at most 500 characters', () => {
    expect(errorText(new Error('a'.repeat(501)))).toHaveLength(500);
  });
});
