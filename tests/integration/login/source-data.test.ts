import type { Profile } from '../../../plugins/user-profile/shared/contracts/users';
import { mustCall } from '../../support/admin-api';
import { createConnection, getNewestEvents } from '../../support/connections';
import { UIDS } from '../../support/database';
import { VOUCHING_STRATEGY } from '../../support/linking';
import { logIn } from '../../support/logins';
import { type OpenIdProvider, startOpenIdProvider } from '../../support/openid';
import { openIdSite, type OpenIdSite } from '../../support/openid/site';
import { PASSWORD } from '../../support/passwords';
import { findProfile, getProfileByEmail } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { startUserService, type UserService } from '../../support/user-service';
import { countUsers, getUser, newEmail, userPath } from '../../support/users';

let provider: OpenIdProvider;
let service: UserService;
let app: TestStrapi;
let site: OpenIdSite;

beforeAll(async () => {
  provider = await startOpenIdProvider();
  service = await startUserService();
  const sources = { allowedPrivateHosts: [provider.host, service.host] };
  app = await startStrapi({
    env: {
      USER_PROFILE_CONFIG: JSON.stringify({ sources }),
      ...VOUCHING_STRATEGY,
    },
  });
  site = openIdSite(app, provider);
  await site.createConnection('staff');
  const { url, secret } = service;
  await createConnection(app, {
    name: 'service',
    strategy: 'web-service',
    options: { url, secret },
  });
  await createConnection(app, { name: 'club', strategy: 'vouching' });
});

afterAll(async () => {
  await app?.stop();
  await service?.stop();
  await provider?.stop();
});

type Claims = Record<string, unknown>;

const newId = (): string => newEmail().split('@')[0];

/** One login with these claims, through each kind of source. They return the `user_id`. */
const SOURCES: [
  string,
  (id: string, claims: Claims) => Promise<{ status: number; userId: string }>,
][] = [
  [
    'an OpenID provider',
    async (id, claims) => {
      await site.setClaims(id, claims);
      const { status } = await site.logInWithRedirect(id);
      return { status, userId: `oidc|staff|${id}` };
    },
  ],
  [
    'a web service',
    async (id, claims) => {
      const person = { ...claims, id, username: id, password: PASSWORD };
      service.people.set(id, person as never);
      const { status } = await logIn(app, { connection: 'service', identifier: id });
      return { status, userId: `web-service|service|${id}` };
    },
  ],
  [
    'a strategy of the site',
    async (id, { email_verified: verified, ...claims }) => {
      const identifier = JSON.stringify({ id, verified, ...claims });
      const { status } = await logIn(app, { connection: 'club', identifier });
      return { status, userId: `vouching|club|${id}` };
    },
  ],
];

const getDropped = async () => {
  const events = await getNewestEvents(app, 2);
  return events.find(({ type }) => type === 's')?.details.dropped;
};

describe.each(SOURCES)('the email address from %s', (_name, logInBy) => {
  it.each([
    ['in spaces', (email: string) => ` ${email} `],
    ['with a line break', (email: string) => `${email}\r\n`],
    ['in capital letters', (email: string) => email.toUpperCase()],
  ])('is the one of another user if it is written %s', async (_form, write) => {
    const email = newEmail();
    const first = await logInBy(newId(), { email, email_verified: true });
    expect(first.status).toBe(200);
    const before = await countUsers(app);
    const second = await logInBy(newId(), { email: write(email), email_verified: true });
    expect(second.status).toBe(409);
    expect(await countUsers(app)).toEqual(before);
  });

  it.each([
    ['a list as text', (email: string) => `x, ${email}`],
    ['a header', (email: string) => `${email}\nBcc: x@example.com`],
    ['a full-width at sign', (email: string) => email.replace('@', '＠')],
    ['a final dot', (email: string) => `${email}.`],
    ['no email address', () => 'ann'],
  ])('is left off and reported if it is %s', async (_form, write) => {
    const email = write(newEmail());
    const { status, userId } = await logInBy(newId(), { email, email_verified: true });
    expect(status).toBe(200);
    const { data } = await getUser(app, userId);
    expect(data).not.toHaveProperty('email');
    expect(data.email_verified).toBe(false);
    expect(data.identities[0].profileData.email).toBe(email);
    expect(await getDropped()).toEqual([{ attribute: 'email', reason: 'invalid' }]);
  });

  it('has its domain in ASCII, whichever form the source sends', async () => {
    const local = newId();
    const email = `${local}@bücher.example.com`;
    const stored = `${local}@xn--bcher-kva.example.com`;
    const { status, userId } = await logInBy(newId(), { email, email_verified: true });
    expect(status).toBe(200);
    expect((await getUser(app, userId)).data).toMatchObject({
      email: stored,
      email_verified: true,
    });
    expect((await logInBy(newId(), { email: stored, email_verified: true })).status).toBe(409);
    expect(await getDropped()).toBeUndefined();
  });
});

/** The user after a login with these claims at an OpenID provider. */
const logInWithClaims = async (
  claims: Claims,
  sub = newId(),
  connection = 'staff'
): Promise<Profile> => {
  await site.setClaims(sub, claims);
  expect((await site.logInWithRedirect(sub, connection)).status).toBe(200);
  return (await getUser(app, `oidc|${connection}|${sub}`)).data;
};

describe('attributes from a source', () => {
  it('come from a list, if the source sends one', async () => {
    await site.createConnection('b2c', { attributes: { email: 'emails' } });
    const email = newEmail();
    expect(await logInWithClaims({ emails: [email] }, newId(), 'b2c')).toMatchObject({
      email,
      email_verified: false,
      identities: [{ profileData: { emails: [email], email } }],
    });
  });

  it('include the phone number, which an admin can override', async () => {
    await site.createConnection('mobile', { attributes: { phone_number: 'mobile' } });
    const sub = newId();
    const logInWithPhone = (mobile: string) =>
      logInWithClaims({ email: `${sub}@example.test`, mobile }, sub, 'mobile');
    const user = await logInWithPhone('+49 (151) 1234-5678');
    expect(user.phone_number).toBe('+4915112345678');
    await app.database.update(
      UIDS.user,
      { document_id: user.documentId },
      { phone_verified: true }
    );
    expect((await logInWithPhone('+49 151 12345678')).phone_verified).toBe(true);
    expect(await logInWithPhone('0049 151 2345678')).toMatchObject({
      phone_number: '+491512345678',
      phone_verified: false,
    });
    expect((await logInWithPhone('0151 2345678')).phone_number).toBeUndefined();
    expect(await getDropped()).toEqual([{ attribute: 'phone_number', reason: 'invalid' }]);

    const setPhone = (phone_number: string | null) =>
      mustCall(app, 'PUT', userPath(user.documentId), { data: { phone_number } });
    await setPhone('+1 (201) 555-0123');
    expect((await logInWithPhone('+4915112345678')).phone_number).toBe('+12015550123');
    await setPhone(null);
    expect((await getUser(app, user.documentId)).data.phone_number).toBe('+4915112345678');
  });

  it('do not clear a phone number that no source mentions', async () => {
    const sub = newId();
    const { documentId } = await logInWithClaims({ email: `${sub}@example.test` }, sub);
    await mustCall(app, 'PUT', userPath(documentId), { data: { phone_number: '+12015550123' } });
    const user = await logInWithClaims({ email: `${sub}@example.test`, name: 'Ann' }, sub);
    expect(user).toMatchObject({ name: 'Ann', phone_number: '+12015550123' });
  });

  it('are never cut: a URL that is too long is kept in the identity only', async () => {
    const picture = `https://cdn.example.com/u/1.jpg?sig=${'a'.repeat(2500)}&end=1`;
    const user = await logInWithClaims({ email: newEmail(), picture, name: 'x'.repeat(301) });
    expect(user).not.toHaveProperty('picture');
    expect(user.name).toBe(user.email);
    expect(user.identities[0].profileData).toMatchObject({ picture, name: 'x'.repeat(301) });
    expect(await getDropped()).toEqual([
      { attribute: 'name', reason: 'too_long' },
      { attribute: 'picture', reason: 'too_long' },
    ]);
  });

  it('keep their last value if the source sends them at the first login only', async () => {
    const sub = newId();
    const email = `${sub}@example.test`;
    const always = { email, email_verified: 'true', is_private_email: 'true' };
    const first = { ...always, name: 'Ann Apple', given_name: 'Ann' };
    expect(await logInWithClaims(first, sub)).toMatchObject({ email_verified: true });
    expect(await logInWithClaims(always, sub)).toMatchObject({
      name: 'Ann Apple',
      given_name: 'Ann',
      email_verified: true,
    });
    const cleared = await logInWithClaims({ ...always, name: null, given_name: '' }, sub);
    expect(cleared.name).toBe(email);
    expect(cleared).not.toHaveProperty('given_name');
  });

  it('stay as at the first login if the connection says so', async () => {
    await site.createConnection('once', { set_user_root_attributes: 'on_first_login' });
    const sub = newId();
    const email = `${sub}@example.test`;
    await logInWithClaims({ email, name: 'Ann Apple', phone_number: '+12015550123' }, sub, 'once');
    const later = { email, name: 'Other', given_name: 'Other', phone_number: null };
    const user = await logInWithClaims(later, sub, 'once');
    expect(user).toMatchObject({ name: 'Ann Apple', phone_number: '+12015550123' });
    expect(user).not.toHaveProperty('given_name');
  });

  it('do not replace what an admin has set', async () => {
    const sub = newId();
    const email = `${sub}@example.test`;
    const { documentId } = await logInWithClaims({ email, name: 'Ann Source' }, sub);
    const set = { name: 'Ann Admin', user_metadata: { tier: 'gold' } };
    await mustCall(app, 'PUT', userPath(documentId), { data: set });
    const user = await logInWithClaims({ email, name: 'Ann Again', user_metadata: {} }, sub);
    expect(user).toMatchObject(set);
  });

  it('do not take an email address that another user has', async () => {
    const email = newEmail();
    await logInWithClaims({ email, email_verified: true });
    const sub = newId();
    await logInWithClaims({ email: `${sub}@example.test` }, sub);
    const user = await logInWithClaims(
      { email: ` ${email.toUpperCase()}`, email_verified: true },
      sub
    );
    expect(user).toMatchObject({ email: `${sub}@example.test`, email_verified: false });
    expect(await getProfileByEmail(app, email)).toMatchObject({ email_verified: true });
    expect(await findProfile(app, ` ${email}`)).toBeUndefined();
  });
});
