import { findAccount, REQUIRED_FIELDS, siteWithFields } from '../../support/account-fields';
import { newCredentials } from '../../support/accounts';
import { callAdmin } from '../../support/admin-api';
import { createConnection, getNewestEvents } from '../../support/connections';
import {
  type IdentityProvider,
  logInWithProvider,
  startIdentityProvider,
} from '../../support/identity-provider';
import { logIn, logInWithCode, signUp } from '../../support/logins';
import { type MailServer, startMailServer } from '../../support/mail';
import { type OpenIdProvider, startOpenIdProvider } from '../../support/openid';
import { openIdSite, type OpenIdSite } from '../../support/openid/site';
import { PASSWORD } from '../../support/passwords';
import { runInServer } from '../../support/run-in-server';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { startUserService, type UserService } from '../../support/user-service';
import { countUsers, newEmail, problemPaths, updateAdvancedSettings } from '../../support/users';
import { waitForEqual } from '../../support/wait';

const MAPPING = { company: 'organization', plan: 'subscription', employees: 'staff_count' };
const CLAIMS = { organization: 'ACME', subscription: 'pro', staff_count: 7 };
const FROM_CLAIMS = { company: 'ACME', plan: 'pro', employees: 7 };

describe("a first login at a site with the site's own required attributes", () => {
  let app: TestStrapi;
  let provider: OpenIdProvider;
  let site: OpenIdSite;
  let service: UserService;
  let mails: MailServer;
  let social: IdentityProvider;

  const configure = (accounts: object) =>
    siteWithFields({ sources: { allowedPrivateHosts: [provider.host, service.host] }, accounts });

  beforeAll(async () => {
    [provider, service, mails, social] = await Promise.all([
      startOpenIdProvider(),
      startUserService(),
      startMailServer(),
      startIdentityProvider({ login: 'acacia', email: newEmail() }),
    ]);
    app = await startStrapi({
      env: {
        ...mails.env,
        GRAPHQL: 'true',
        SAMPLE_PROVIDER_URL: social.url,
        ...configure({}),
      },
    });
    site = openIdSite(app, provider);
    await site.createConnection('staff', { account_fields: MAPPING });
    const { url, secret } = service;
    const options = { url, secret, account_fields: MAPPING };
    await createConnection(app, { name: 'service', strategy: 'web-service', options });
    await createConnection(app, { name: 'mail', strategy: 'email' });
    await createConnection(app, { name: 'members', strategy: 'database', options: {} });
  });

  afterAll(async () => {
    await app?.stop();
    await Promise.all([provider?.stop(), service?.stop(), mails?.stop(), social?.stop()]);
  });

  const addPerson = (claims: object): string => {
    const email = newEmail();
    service.people.set(email, { id: email, email, password: PASSWORD, ...claims });
    return email;
  };

  const logInAtService = (email: string) =>
    logIn(app, { connection: 'service', identifier: email });

  /** Signs up with Users & Permissions. */
  const register = (fields: object, credentials = newCredentials()) =>
    app.request('POST', '/api/auth/local/register', { body: { ...credentials, ...fields } });

  const registerOverGraphql = async ({ username, email, password } = newCredentials()) => {
    const input = `{ username: "${username}", email: "${email}", password: "${password}" }`;
    const query = `mutation { register(input: ${input}) { jwt } }`;
    return (await app.request('POST', '/graphql', { body: { query } })).body;
  };

  const logInAtProvider = async (person: object) => {
    social.user = { login: 'acacia', email: newEmail(), ...person };
    const response = await logInWithProvider(app);
    return { status: response.status, body: await response.json(), email: social.user.email };
  };

  const requestCode = (email: string) =>
    app.request('POST', '/api/user-profile/login/code', { body: { connection: 'mail', email } });

  describe('through an OpenID provider', () => {
    it('takes the attributes from the mapped claims', async () => {
      const { sub, email } = await site.createPerson(CLAIMS);
      expect((await site.logInWithRedirect(sub)).status).toBe(200);
      expect(await findAccount(app, email)).toMatchObject(FROM_CLAIMS);
    });

    it('fails with one error that lists every missing attribute, and creates no user', async () => {
      const before = await countUsers(app);
      const { sub } = await site.createPerson({ organization: '' });
      const response = await site.logInWithRedirect(sub);
      expect(response.status).toBe(400);
      expect(problemPaths(response)).toEqual(['account_fields.company', 'account_fields.plan']);
      expect(await countUsers(app)).toEqual(before);
    });
  });

  describe('through a web service', () => {
    it('takes the attributes from the mapped claims, and keeps them at later logins', async () => {
      const email = addPerson(CLAIMS);
      expect((await logInAtService(email)).status).toBe(200);
      service.people.set(email, {
        ...service.people.get(email)!,
        organization: 'Another',
        subscription: 'gold',
      });
      expect((await logInAtService(email)).status).toBe(200);
      expect(await findAccount(app, email)).toMatchObject(FROM_CLAIMS);
    });

    it('fails with an event that has the reason if a claim is not valid for the user type', async () => {
      const before = await countUsers(app);
      const email = addPerson({ ...CLAIMS, subscription: 'gold', staff_count: '7' });
      const response = await logInAtService(email);
      expect(response.status).toBe(400);
      expect(problemPaths(response).sort()).toEqual([
        'account_fields.employees',
        'account_fields.plan',
      ]);
      expect(await countUsers(app)).toEqual(before);
      expect(await getNewestEvents(app)).toMatchObject([
        { type: 'f', connection: 'service', details: { reason: 'invalid_account_fields' } },
      ]);
      expect(JSON.stringify(await getNewestEvents(app))).not.toContain('gold');
    });
  });

  describe('through a provider of Users & Permissions', () => {
    it('takes the attributes from the result of its callback', async () => {
      const { status, email } = await logInAtProvider({ company: 'ACME', plan: 'pro' });
      expect(status).toBe(200);
      expect(await findAccount(app, email)).toMatchObject({ company: 'ACME', plan: 'pro' });
    });

    it('fails with one error that lists every problem, and creates no user', async () => {
      const before = await countUsers(app);
      const { status, body } = await logInAtProvider({ company: { name: 'ACME' }, plan: 'gold' });
      expect(status).toBe(400);
      expect(problemPaths({ body })).toEqual(['account_fields.company', 'account_fields.plan']);
      expect(body.error).toMatchObject({ name: 'ValidationError' });
      expect(await countUsers(app)).toEqual(before);
      expect(await getNewestEvents(app)).toMatchObject([
        { type: 'f', connection: 'sample', details: { reason: 'invalid_account_fields' } },
      ]);
    });

    it('succeeds for a user who was created before the attributes were required', async () => {
      const email = newEmail();
      await runInServer(
        app,
        async (strapi, data: object) => {
          await strapi.db.query('plugin::users-permissions.user').create({ data });
        },
        { email, username: email, provider: 'sample', confirmed: true }
      );
      expect((await logInAtProvider({ email })).status).toBe(200);
      expect(await findAccount(app, email)).toMatchObject({ company: null, plan: null });
    });

    it('has the error of Users & Permissions if it accepts no sign-ups', async () => {
      await updateAdvancedSettings(app, { allow_register: false });
      const { body } = await logInAtProvider({});
      await updateAdvancedSettings(app, { allow_register: true });
      expect(body.error.message).toBe('Register action is actually not available.');
    });
  });

  describe('by a sign-up with Users & Permissions', () => {
    it('takes the attributes from the request', async () => {
      const credentials = newCredentials();
      expect((await register(REQUIRED_FIELDS, credentials)).status).toBe(200);
      expect(await findAccount(app, credentials.email)).toMatchObject(REQUIRED_FIELDS);
    });

    it('fails with one error that lists every problem, and creates no user', async () => {
      const before = await countUsers(app);
      const response = await register({ plan: 'gold' }, newCredentials({ username: 'ab' }));
      expect(response.status).toBe(400);
      expect(problemPaths(response)).toEqual(['company', 'plan', 'username']);
      expect(response.body.error.details.errors[0]).toEqual({
        path: ['company'],
        name: 'ValidationError',
        message: 'company: is required',
        code: 'input_required',
      });
      expect(await countUsers(app)).toEqual(before);
      expect(await getNewestEvents(app)).toMatchObject([
        { type: 'fs', connection: 'local', details: { reason: 'invalid_account_fields' } },
      ]);
    });

    it('fails with the same error over GraphQL', async () => {
      const before = await countUsers(app);
      const { errors } = await registerOverGraphql();
      expect(problemPaths({ body: errors[0].extensions })).toEqual(['company', 'plan']);
      expect(await countUsers(app)).toEqual(before);
    });
  });

  it('fails if Strapi requires media, which no login can set', async () => {
    const requireAvatar = (isRequired: boolean) =>
      runInServer(
        app,
        async (strapi, required) => {
          const { attributes } = strapi.contentType('plugin::users-permissions.user');
          Object.assign(attributes.avatar, { required });
          strapi.config.set('api.documents.strictRelations', required);
        },
        isRequired
      );
    await requireAvatar(true);
    const response = await logInAtService(addPerson(CLAIMS));
    await requireAvatar(false);
    expect(problemPaths(response)).toEqual(['account_fields.avatar']);
  });

  it('sends no login code to a new user who could not be created', async () => {
    const email = newEmail();
    expect((await requestCode(email)).status).toBe(200);
    await waitForEqual(async () => {
      const [{ type, details }] = await getNewestEvents(app);
      return [type, details.reason];
    }, ['f', 'invalid_account_fields']);
    expect(mails.to(email)).toEqual([]);
  });

  it.each([
    ['an unknown attribute', 'colour'],
    ['the role', 'role'],
    ['whether the account is confirmed', 'confirmed'],
    ['a private attribute', 'credit_rating'],
    ['a password', 'pin'],
    ['a relation', 'second_role'],
  ])('cannot be configured to set %s from a claim', async (_what, name) => {
    const options = { ...site.getOptions(), account_fields: { [name]: 'claim' } };
    const response = await callAdmin(app, 'POST', '/connections', {
      data: { name: 'mapped', strategy: 'oidc', options },
    });
    expect(response.status).toBe(400);
    expect(problemPaths(response)).toEqual([`options.account_fields.${name}`]);
  });

  describe('with accounts.defaults', () => {
    const DEFAULTS = { company: 'Unknown', plan: 'free', credit_rating: 'B' };

    beforeAll(() => app.restart(configure({ defaults: DEFAULTS })));

    it('uses the defaults for what the claims do not have', async () => {
      const { sub, email } = await site.createPerson({ subscription: 'pro' });
      expect((await site.logInWithRedirect(sub)).status).toBe(200);
      expect(await findAccount(app, email)).toMatchObject({ ...DEFAULTS, plan: 'pro' });
    });

    it('creates users who log in with an emailed code', async () => {
      const email = newEmail();
      await requestCode(email);
      const { text } = await mails.waitFor(email);
      const code = /\b\d{6}\b/.exec(text)?.[0] ?? '';
      const response = await logInWithCode(app, { connection: 'mail', email, code });
      expect(response.status).toBe(200);
      expect(await findAccount(app, email)).toMatchObject(DEFAULTS);
    });

    it('completes what a provider of Users & Permissions returns, without what the columns cannot store', async () => {
      const person = { company: { name: 'ACME' }, plan: 'pro' };
      const { status, email } = await logInAtProvider(person);
      expect(status).toBe(200);
      expect(await findAccount(app, email)).toMatchObject({ ...DEFAULTS, plan: 'pro' });
    });

    it('completes sign-ups with Users & Permissions, which still reject fields that the site does not allow', async () => {
      const [byRest, byGraphql] = [newCredentials(), newCredentials()];
      expect((await register({ company: 'ACME', plan: null }, byRest)).status).toBe(200);
      const account = await findAccount(app, byRest.email);
      expect(account).toMatchObject({ ...DEFAULTS, company: 'ACME' });
      const { data } = await registerOverGraphql(byGraphql);
      expect(data.register.jwt).toEqual(expect.any(String));
      expect(await findAccount(app, byGraphql.email)).toMatchObject(DEFAULTS);
      expect((await register({ bio: 'Two' })).body.error.message).toBe('Invalid parameters: bio');
    });

    it('creates users who sign up or are created by an admin', async () => {
      const [signedUp, created] = [newEmail(), newEmail()];
      const user = { email: signedUp, password: PASSWORD, account_fields: { company: 'ACME' } };
      expect((await signUp(app, 'members', user)).status).toBe(200);
      expect(await findAccount(app, signedUp)).toMatchObject({ ...DEFAULTS, company: 'ACME' });
      const data = { connection: 'local', email: created, password: PASSWORD };
      expect((await callAdmin(app, 'POST', '/users', { data })).status).toBe(201);
      expect(await findAccount(app, created)).toMatchObject(DEFAULTS);
    });

    it('shows the defaults to the panel, except those of private attributes', async () => {
      const { body } = await callAdmin(app, 'GET', '/settings');
      const fields = body.data.account_fields as { name: string; default: unknown }[];
      expect(fields.find(({ name }) => name === 'company')).toMatchObject({ default: 'Unknown' });
      expect(fields.map(({ name }) => name)).not.toContain('credit_rating');
    });
  });

  it('does not start if accounts.defaults do not fit the user type, and lists every problem', async () => {
    const defaults = {
      colour: 'red',
      role: 1,
      confirmed: true,
      pin: '1234',
      second_role: 1,
      vat_id: 'DE1',
    };
    await expect(app.restart(configure({ defaults }))).rejects.toThrow(
      [
        '  config.accounts.defaults.colour: is not an attribute of the user type',
        '  config.accounts.defaults.role: is set by Users & Permissions or this plugin',
        '  config.accounts.defaults.confirmed: is set by Users & Permissions or this plugin',
        '  config.accounts.defaults.pin: cannot have a default, because its type is password',
        '  config.accounts.defaults.second_role: cannot have a default, because its type is relation',
        '  config.accounts.defaults.vat_id: cannot have a default, because it is unique',
      ].join('\n')
    );
    await expect(app.restart(configure({ defaults: { plan: 'gold' } }))).rejects.toThrow(
      'config.accounts.defaults.plan: must be one of the following values: free, pro'
    );
  });
});
