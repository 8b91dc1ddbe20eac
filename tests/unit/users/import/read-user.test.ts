import { readAuth0 } from '../../../../plugins/user-profile/server/src/users/import/records/read-auth0';
import { readExport } from '../../../../plugins/user-profile/server/src/users/import/records/read-export';

describe('the reader of imported users', () => {
  it.each([
    ['Auth0', readAuth0],
    ['an export', readExport],
  ])('reports an attribute of %s that is not valid only once', (_format, read) => {
    const user = read(1, { user_id: 'auth0|1', email: 'ada@example.com', email_verified: 'maybe' });
    expect(user).toEqual({
      line: 1,
      problems: [expect.objectContaining({ line: 1, field: 'email_verified' })],
    });
  });
});
