import { readAuth0 } from '../../../../plugins/user-profile/server/src/users/import/records/read-auth0';
import { readExport } from '../../../../plugins/user-profile/server/src/users/import/records/read-export';
import type { JsonObject } from '../../../../plugins/user-profile/shared/contracts/json';

const identity = (more: JsonObject = {}): JsonObject => ({
  connection: 'staff',
  provider: 'oidc',
  user_id: '7',
  profileData: { email: 'ada@example.com' },
  ...more,
});

const profile = (identities: JsonObject[]): JsonObject => ({
  documentId: 'a',
  user_id: 'oidc|staff|7',
  email: 'ada@example.com',
  identities,
});

describe('the identities of a record', () => {
  it('keep the claims of an export that are no attributes', () => {
    const claims = {
      email: 'ada@example.com',
      phone_number: '12',
      'https://example.com/roles': ['admin'],
    };
    const read = readExport(1, profile([identity({ profileData: claims })]));
    expect(read).toMatchObject({ source: { data: claims } });
    expect(read).not.toHaveProperty('problems');
  });

  it('are read after the first one, with the block and the date of the user', () => {
    const record = { ...profile([identity(), identity({ user_id: '8' })]), blocked: true };
    expect(readExport(1, record)).toMatchObject({
      externalId: '7',
      linked: [{ externalId: '8', userId: 'staff|8', field: 'identities[1]', blocked: true }],
      ignored: [],
    });
    const hash = { password_hash: 'unknown' };
    expect(readAuth0(3, profile([identity(), identity(hash)]))).toMatchObject({
      problems: [{ line: 3, field: 'identities[1].password_hash' }],
    });
  });

  it('are at most 20', () => {
    const identities = Array.from({ length: 21 }, (_, index) => identity({ user_id: index }));
    expect(readExport(1, profile(identities.slice(1)))).not.toHaveProperty('problems');
    expect(readExport(1, profile(identities))).toMatchObject({
      problems: [{ field: 'identities', reason: 'must have at most 20 entries' }],
    });
  });

  it('must not have a key that would change a prototype', () => {
    const claims = JSON.parse('{"__proto__":{"admin":true}}') as JsonObject;
    expect(readExport(1, profile([identity({ profileData: claims })]))).toHaveProperty('problems');
  });
});
