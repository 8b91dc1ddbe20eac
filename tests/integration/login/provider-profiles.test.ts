import { mustCall } from '../../support/admin-api';
import { UIDS } from '../../support/database';
import {
  type IdentityProvider,
  logInWithProvider,
  startIdentityProvider,
} from '../../support/identity-provider';
import {
  getCaptureState,
  getEvents,
  getEventTypes,
  getProfileByEmail,
  reconcile,
} from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { countUsers, newEmail } from '../../support/users';

describe('claims of a Users & Permissions provider', () => {
  const email = newEmail();
  const acacia = {
    login: 'acacia',
    email,
    name: 'Acacia Sample',
    given_name: 'Acacia',
    family_name: 'Sample',
    picture: 'https://avatars.example.test/acacia.png',
    nickname: 'Cacia',
    locale: 'en',
    company: { name: 'Sample Plants' },
    access_token: 'of-the-source',
    // Names that Strapi uses for fields of the account.
    id: 'not-a-number',
    documentId: 'of-the-source',
    createdAt: 'long ago',
    role: 'gardener',
    confirmed: false,
  };
  let provider: IdentityProvider;
  let app: TestStrapi;

  beforeAll(async () => {
    provider = await startIdentityProvider(acacia);
    app = await startStrapi({ env: { SAMPLE_PROVIDER_URL: provider.url } });
  });

  afterAll(async () => {
    await app?.stop();
    await provider?.stop();
  });

  const getProviderLoginStatus = async (user: IdentityProvider['user'] = provider.user) => {
    provider.user = user;
    return (await logInWithProvider(app)).status;
  };

  it('are stored from the first login on, except for secrets', async () => {
    expect(await getProviderLoginStatus()).toBe(200);
    const profile = await getProfileByEmail(app, email);
    expect(profile).toMatchObject({
      user_id: expect.stringMatching(/^sample\|[a-z0-9]{24}$/),
      name: 'Acacia Sample',
      given_name: 'Acacia',
      family_name: 'Sample',
      nickname: 'Cacia',
      picture: acacia.picture,
      username: 'acacia',
      email_verified: false,
    });
    const [{ profileData }] = profile.identities;
    expect(profileData).toMatchObject({
      email,
      username: 'acacia',
      name: 'Acacia Sample',
      locale: 'en',
      company: { name: 'Sample Plants' },
    });
    expect(profileData).not.toHaveProperty('access_token');
  });

  it('do not set other fields of the account', async () => {
    const [account] = await app.database.rows(
      UIDS.account,
      { email },
      {
        columns: [
          'id',
          'document_id',
          'email',
          'username',
          'provider',
          'confirmed',
          'blocked',
          'created_at',
        ],
      }
    );
    expect(account).toMatchObject({ username: 'acacia', provider: 'sample' });
    expect(Number.isInteger(account.id)).toBe(true);
    expect(account.document_id).toMatch(/^[a-z0-9]{24}$/);
    expect([true, 1]).toContain(account.confirmed);
    const roles = await app.database.rows(
      UIDS.accountRole,
      { user_id: Number(account.id) },
      { columns: ['role_id'] }
    );
    expect(roles).toHaveLength(1);
  });

  it('do not take over another user by a username that looks like a user_id', async () => {
    const [, id] = (await getProfileByEmail(app, email)).user_id.split('|');
    const other = newEmail();
    expect(await getProviderLoginStatus({ login: `oidc|sample|${id}`, email: other })).toBe(200);
    const profile = await getProfileByEmail(app, other);
    expect(profile.user_id).toMatch(/^sample\|[a-z0-9]{24}$/);
    expect(await getEventTypes(app, profile.documentId)).toContain('s');
    expect(profile.username).toBe(`oidc sample ${id}`);
  });

  it('are updated at each login, including cleared claims', async () => {
    const { given_name: _unmentioned, ...rest } = acacia;
    const user = { ...rest, name: 'Acacia Example', picture: null };
    expect(await getProviderLoginStatus(user)).toBe(200);
    const profile = await getProfileByEmail(app, email);
    expect(profile).toMatchObject({
      name: 'Acacia Example',
      given_name: 'Acacia',
      logins_count: 2,
    });
    expect(profile.picture ?? null).toBeNull();
  });

  it('may come from an ID token, which does not verify the email', async () => {
    provider.claims = {
      iss: provider.url,
      exp: 1,
      email,
      email_verified: true,
      name: 'Of The Token',
      zoneinfo: 'Europe/Athens',
    };
    expect(await getProviderLoginStatus({ ...acacia, name: 'Acacia Example' })).toBe(200);
    provider.claims = null;
    const profile = await getProfileByEmail(app, email);
    expect(profile).toMatchObject({ name: 'Acacia Example', email_verified: false });
    const [{ profileData }] = profile.identities;
    expect(profileData).toMatchObject({ zoneinfo: 'Europe/Athens' });
    expect(profileData).not.toHaveProperty('exp');
  });

  it('are kept by a reconcile run', async () => {
    const { documentId } = await getProfileByEmail(app, email);
    await reconcile(app);
    expect(await getProfileByEmail(app, email)).toMatchObject({
      documentId,
      name: 'Acacia Example',
    });
  });

  it('do not overwrite an attribute that an admin set', async () => {
    const { documentId } = await getProfileByEmail(app, email);
    await mustCall(app, 'PUT', `/users/${documentId}`, { data: { name: 'Set By Admin' } });
    expect(await getProviderLoginStatus({ ...acacia, name: 'Acacia Sample' })).toBe(200);
    expect(await getProfileByEmail(app, email)).toMatchObject({
      name: 'Set By Admin',
      given_name: 'Acacia',
    });
  });

  it('verify the email if the provider has verified it', async () => {
    expect(await getProviderLoginStatus({ ...acacia, email_verified: true })).toBe(200);
    expect((await getProfileByEmail(app, email)).email_verified).toBe(true);
  });

  it('do not break a login if they are malformed', async () => {
    const other = newEmail();
    const odd = {
      login: 'birch',
      email: other,
      name: '\u0000<script>'.repeat(2000),
      picture: 'javascript:alert(1)',
      given_name: ['Birch'],
      family_name: { of: 'unknown' },
      nickname: 42,
      padding: 'x'.repeat(200_000),
      __proto__: null,
    };
    expect(await getProviderLoginStatus(odd as unknown as IdentityProvider['user'])).toBe(200);
    const profile = await getProfileByEmail(app, other);
    expect(profile).toMatchObject({ name: 'Birch', given_name: 'Birch' });
    expect(profile.picture ?? null).toBeNull();
    const [{ details }] = await getEvents(app, profile.documentId);
    expect(details.dropped).toEqual([
      { attribute: 'name', reason: 'too_long' },
      { attribute: 'family_name', reason: 'not_text' },
      { attribute: 'nickname', reason: 'not_text' },
      { attribute: 'picture', reason: 'invalid' },
    ]);
    expect(await getCaptureState(app)).toMatchObject({ errors: 0, last_error: null });
  });

  it('lead to one account for all spellings of an email address', async () => {
    const login = newEmail().split('@')[0];
    const stored = `${login}@xn--bcher-kva.example.com`;
    const spellings = [`${login}@bücher.example.com`, ` ${login.toUpperCase()}@BÜCHER.example.com`];
    for (const spelling of [...spellings, stored]) {
      const user = { login, email: spelling, email_verified: true };
      expect(await getProviderLoginStatus(user)).toBe(200);
    }
    expect(await getProfileByEmail(app, stored)).toMatchObject({
      email_verified: true,
      logins_count: 3,
    });
  });

  it.each([
    ['a list', (victim: string) => `x, ${victim}`],
    ['a header', (victim: string) => `${victim}\nBcc: x@example.com`],
    ['one that becomes another in lower case', (victim: string) => `\u212a${victim}`],
  ])('are rejected if the email address is %s', async (_kind, write) => {
    const before = await countUsers(app);
    expect(await getProviderLoginStatus({ login: 'cedar', email: write(newEmail()) })).toBe(400);
    expect(await countUsers(app)).toEqual(before);
  });
});
