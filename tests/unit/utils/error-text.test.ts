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

  it.each([
    [
      "Duplicate entry 'ada@example.com' for key 'up_users.email'",
      "Duplicate entry … for key 'up_users.email'",
    ],
    [
      "Incorrect string value: 'ada' for column `a`.`b` at row 1",
      'Incorrect string value: … for column `a`.`b` at row 1',
    ],
    ["Duplicate entry 'Ada - ada@example.com' for key 'name'", "… for key 'name'"],
    ['invalid input syntax for type integer: "Ada - ada@example.com"', '…'],
    ['invalid input syntax for type integer: "ada"', 'invalid input syntax for type integer: …'],
    ['value "123" is out of range for type integer', 'value … is out of range for type integer'],
    [
      'duplicate key value violates unique constraint "a"',
      'duplicate key value violates unique constraint "a"',
    ],
  ])('has no value that the database quotes: %s', (text, expected) => {
    expect(errorText(new Error(`insert into "a" values ('ada') - ${text}`))).toBe(expected);
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
