import { suggestMapping } from '../../../../plugins/user-profile/server/src/users/import/records/read-csv-row';

describe('the suggested mapping of a CSV file', () => {
  it.each([
    ['E-mail', 'email'],
    ['E-Mail', 'email'],
    ['e_mail', 'email'],
    ['Mail', 'email'],
    ['Email address', 'email'],
    ['Email-Verified', 'email_verified'],
    ['firstName', 'given_name'],
    ['Last IP', 'last_ip'],
    ['CreatedAt', 'created_at'],
    ['Plan', null],
  ])('takes the column %j for %j', (column, field) => {
    expect(suggestMapping([column], [])).toEqual({ [column]: field });
  });

  it('uses each attribute once, and the exact name before others', () => {
    expect(suggestMapping(['E-mail', 'email', 'Mail'], [])).toEqual({
      'E-mail': null,
      email: 'email',
      Mail: null,
    });
  });
});
