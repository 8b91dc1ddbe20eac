import { newCredentials, registerAccount } from '../../support/accounts';
import { createConnection, getNewestEvents } from '../../support/connections';
import { UIDS } from '../../support/database';
import { expectDocumentedDetails } from '../../support/event-details';
import type { AnyBody } from '../../support/http';
import {
  type IdentityProvider,
  logInWithProvider,
  startIdentityProvider,
} from '../../support/identity-provider';
import { getHookCalls, recordHookCalls, removeHooks, useHooks } from '../../support/login-hooks';
import { logIn, logInWithCode, postUser, signUp, WRONG_CREDENTIALS } from '../../support/logins';
import { type MailServer, startMailServer } from '../../support/mail';
import { type OpenIdProvider, startOpenIdProvider } from '../../support/openid';
import { openIdSite, type OpenIdSite } from '../../support/openid/site';
import { NEW_PASSWORD, PASSWORD } from '../../support/passwords';
import { findProfile, getProfileByEmail } from '../../support/profiles';
import { SERVER_CODE } from '../../support/run-in-server';
import { mustLogIn, mustRefresh } from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { startUserService, type UserService } from '../../support/user-service';
import { newEmail, updateAdvancedSettings } from '../../support/users';
import { waitForEqual } from '../../support/wait';

const MESSAGE = 'Your membership has ended.';
const REASON = 'membership_ended';

interface Outcome {
  jwt?: string;
  message?: string;
  body: unknown;
}

let app: TestStrapi;
let provider: OpenIdProvider;
let site: OpenIdSite;
let service: UserService;
let mails: MailServer;
let social: IdentityProvider;

const outcomeOf = ({ body }: { body: AnyBody }): Outcome => ({
  jwt: body.jwt,
  message: body.error?.message,
  body,
});

const graphql = async (name: string, query: string): Promise<Outcome> => {
  const { body } = await app.request('POST', '/graphql', { body: { query } });
  return { jwt: body.data?.[name]?.jwt, message: body.errors?.[0]?.message, body };
};

const mailedToken = async (email: string, pattern: RegExp): Promise<string> =>
  pattern.exec((await mails.waitFor(email)).text)?.[1] ?? '';

const addMember = async (): Promise<string> => {
  const email = newEmail();
  expect((await postUser(app, 'members', { email })).status).toBe(201);
  return email;
};

/** Each prepares a user, and returns the call that logs in. */
const EXISTING: Record<string, () => Promise<() => Promise<Outcome>>> = {
  'a password login': async () => {
    const { email, password } = await registerAccount(app);
    return async () => outcomeOf(await logIn(app, { identifier: email, password }));
  },
  'a password login over GraphQL': async () => {
    const { email, password } = await registerAccount(app);
    const input = `{ identifier: "${email}", password: "${password}" }`;
    return () => graphql('login', `mutation { login(input: ${input}) { jwt } }`);
  },
  'a login with a database connection': async () => {
    const email = await addMember();
    return async () => outcomeOf(await logIn(app, { connection: 'members', identifier: email }));
  },
  'a password reset': async () => {
    const { email } = await registerAccount(app);
    await app.request('POST', '/api/auth/forgot-password', { body: { email } });
    const code = await mailedToken(email, /code[=:] ?([\w-]{20,})/);
    const body = { code, password: NEW_PASSWORD, passwordConfirmation: NEW_PASSWORD };
    return async () => outcomeOf(await app.request('POST', '/api/auth/reset-password', { body }));
  },
};

/** Each creates a user with the first login. */
const NEW: Record<string, (email: string) => Promise<Outcome>> = {
  'a sign-up with Users & Permissions': async (email) => {
    const body = newCredentials({ email });
    return outcomeOf(await app.request('POST', '/api/auth/local/register', { body }));
  },
  'a sign-up over GraphQL': (email) => {
    const { username, password } = newCredentials();
    const input = `{ username: "${username}", email: "${email}", password: "${password}" }`;
    return graphql('register', `mutation { register(input: ${input}) { jwt } }`);
  },
  'a sign-up with a database connection': async (email) =>
    outcomeOf(await signUp(app, 'members', { email, password: PASSWORD })),
  'a first login with a web service': async (email) => {
    service.people.set(email, { id: email, email, password: PASSWORD });
    return outcomeOf(await logIn(app, { connection: 'service', identifier: email }));
  },
  'a first login with OpenID Connect': async (email) => {
    const { sub } = await site.createPerson({ email });
    return outcomeOf(await site.logInWithRedirect(sub));
  },
  'a first login with a code': async (email) => {
    await app.request('POST', '/api/user-profile/login/code', {
      body: { connection: 'mail', email },
    });
    const code = await mailedToken(email, /\b(\d{6})\b/);
    return outcomeOf(await logInWithCode(app, { connection: 'mail', email, code }));
  },
  'a first login with a provider': async (email) => {
    social.user = { login: email.split('@')[0], email };
    const response = await logInWithProvider(app);
    return outcomeOf({ body: await response.json() });
  },
};

const rejectLogins = () =>
  useHooks(
    app,
    (message, reason) => ({ beforeLogin: () => ({ reject: { message, reason } }) }),
    MESSAGE,
    REASON
  );

const rejectSignUps = () =>
  useHooks(
    app,
    (message, reason) => ({ beforeSignUp: () => ({ reject: { message, reason } }) }),
    MESSAGE,
    REASON
  );

beforeAll(async () => {
  [provider, service, mails, social] = await Promise.all([
    startOpenIdProvider(),
    startUserService(),
    startMailServer(),
    startIdentityProvider({ login: 'acacia', email: newEmail() }),
  ]);
  const allowedPrivateHosts = [provider.host, service.host];
  app = await startStrapi({
    env: {
      ...SERVER_CODE,
      ...mails.env,
      GRAPHQL: 'true',
      SAMPLE_PROVIDER_URL: social.url,
      USER_PROFILE_CONFIG: JSON.stringify({ sources: { allowedPrivateHosts } }),
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
  await createConnection(app, { name: 'mail', strategy: 'email' });
  await createConnection(app, { name: 'members', strategy: 'database', options: {} });
});

afterAll(async () => {
  await app?.stop();
  await Promise.all([provider?.stop(), service?.stop(), mails?.stop(), social?.stop()]);
});

afterEach(() => removeHooks(app));

const countSessions = () => app.database.count(UIDS.session, {});

const expectRejectedLogin = async ({ jwt, body }: Outcome, sessionsBefore: number) => {
  expect({ jwt, body }).toMatchObject({ jwt: undefined });
  expect(JSON.stringify(body)).not.toMatch(/jwt"|refreshToken|membership_ended/);
  expect(await countSessions()).toBe(sessionsBefore);
  const [event] = await getNewestEvents(app);
  expect(event).toMatchObject({
    type: 'f',
    details: { reason: 'rejected_by_hook', detail: REASON, message: MESSAGE },
  });
};

describe('beforeLogin', () => {
  it.each(Object.keys(EXISTING))(
    'rejects %s with its message, and the log has the reason',
    async (name) => {
      const attempt = await EXISTING[name]();
      await rejectLogins();
      const isReset = name === 'a password reset';
      const sessions = isReset ? 0 : await countSessions();
      const outcome = await attempt();
      // The password was changed, so the response is no error; it contains no tokens.
      expect(outcome.message).toBe(isReset ? undefined : MESSAGE);
      await expectRejectedLogin(outcome, isReset ? await countSessions() : sessions);
    }
  );

  it.each(Object.keys(NEW))('rejects the login that %s leads to', async (name) => {
    await rejectLogins();
    const sessions = await countSessions();
    const email = newEmail();
    const outcome = await NEW[name](email);
    expect(outcome.message).toBe(MESSAGE);
    await expectRejectedLogin(outcome, sessions);
    expect(await findProfile(app, email)).toMatchObject({ email });
  });

  it.each([...Object.keys(EXISTING)])('adds claims to the event of %s', async (name) => {
    const attempt = await EXISTING[name]();
    await useHooks(app, () => ({ beforeLogin: () => ({ claims: { plan: 'pro', seats: 3 } }) }));
    expect(await attempt()).toMatchObject({ jwt: expect.any(String) });
    const [{ type, details }] = await getNewestEvents(app);
    expect(type).toBe(name === 'a password reset' ? 'scp' : 's');
    expect(details.claims).toEqual({ plan: 'pro', seats: 3 });
  });

  it('rejects the login that an email confirmation over GraphQL leads to, which stays confirmed', async () => {
    await updateAdvancedSettings(app, { email_confirmation: true });
    const { username, email, password } = newCredentials();
    const body = { username, email, password };
    await app.request('POST', '/api/auth/local/register', { body });
    const token = await mailedToken(email, /confirmation=([\w-]{20,})/);
    await rejectLogins();
    const query = `mutation { emailConfirmation(confirmation: "${token}") { jwt } }`;
    const outcome = await graphql('emailConfirmation', query);
    await updateAdvancedSettings(app, { email_confirmation: false });
    expect(outcome).toMatchObject({ jwt: undefined, message: MESSAGE });
    const events = await getNewestEvents(app, 2);
    expect(events.map(({ type }) => type)).toEqual(['f', 'sv']);
    expect(await findProfile(app, email)).toMatchObject({ email_verified: true });
  });

  it('is not called for wrong credentials, a refresh and a password change', async () => {
    const account = await registerAccount(app);
    const tokens = await mustLogIn(app, account);
    await rejectLogins();
    expect(await logIn(app, { identifier: account.email, password: 'wrong' })).toMatchObject(
      WRONG_CREDENTIALS
    );
    const { jwt } = await mustRefresh(app, tokens.refreshToken);
    const { status } = await app.request('POST', '/api/auth/change-password', {
      token: jwt,
      body: {
        currentPassword: account.password,
        password: NEW_PASSWORD,
        passwordConfirmation: NEW_PASSWORD,
      },
    });
    expect(status).toBe(200);
  });

  it('merges app_metadata before the response is sent, and null removes a key', async () => {
    const { email, password } = await registerAccount(app);
    const logInAgain = async () => (await logIn(app, { identifier: email, password })).status;
    await useHooks(app, () => ({ beforeLogin: () => ({ app_metadata: { plan: 'pro', old: 1 } }) }));
    expect(await logInAgain()).toBe(200);
    await useHooks(app, () => ({ beforeLogin: () => ({ app_metadata: { old: null } }) }));
    expect(await logInAgain()).toBe(200);
    const { app_metadata: metadata } = await getProfileByEmail(app, email);
    expect(metadata).toEqual({ plan: 'pro' });
  });
});

describe('beforeSignUp', () => {
  it.each(Object.keys(NEW))('rejects %s, and no user is created', async (name) => {
    await rejectSignUps();
    const email = newEmail();
    const accounts = await app.database.count(UIDS.account, {});
    const outcome = await NEW[name](email);
    expect(outcome).toMatchObject({ jwt: undefined, message: MESSAGE });
    expect(await app.database.count(UIDS.account, {})).toBe(accounts);
    expect(await findProfile(app, email)).toBeUndefined();
    const [{ type, details }] = await getNewestEvents(app);
    expect(type).toBe(name.includes('sign-up') ? 'fs' : 'f');
    expect(details).toMatchObject({ reason: 'rejected_by_hook', detail: REASON });
  });

  it.each([
    ['Users & Permissions', 'a sign-up with Users & Permissions', () => registerAccount(app)],
    [
      'a connection',
      'a sign-up with a database connection',
      async () => ({ email: await addMember() }),
    ],
  ])(
    'has the same response for a taken email address with %s',
    async (_where, name, createUser) => {
      const { email } = await createUser();
      await rejectSignUps();
      expect((await NEW[name](email)).body).toEqual((await NEW[name](newEmail())).body);
    }
  );

  it('receives the email address as it is stored', async () => {
    await recordHookCalls(app);
    const email = newEmail().replace('@', '@münchen.');
    await NEW['a sign-up with Users & Permissions'](email.toUpperCase());
    const stored = email.replace('münchen', 'xn--mnchen-3ya');
    const [call] = await getHookCalls(app);
    expect(call).toMatchObject({ hook: 'beforeSignUp', email: stored });
    expect(await findProfile(app, stored)).toBeDefined();
  });

  it('is not called for a login of an existing user', async () => {
    const attempts = await Promise.all(Object.values(EXISTING).map((prepare) => prepare()));
    await rejectSignUps();
    for (const attempt of attempts) {
      expect(await attempt()).toMatchObject({ jwt: expect.any(String) });
    }
  });
});

describe('the hooks of a first login', () => {
  it('are called in order, each with what is known of user and request', async () => {
    await recordHookCalls(app);
    const email = newEmail();
    service.people.set(email, { id: email, email, password: PASSWORD, department: 'Sales' });
    await logIn(
      app,
      { connection: 'service', identifier: email },
      { 'x-forwarded-for': '81.2.69.142', 'user-agent': 'Shop/1.0' }
    );
    await waitForEqual(async () => (await getHookCalls(app)).length, 3);
    const calls = await getHookCalls(app);
    const connection = { name: 'service', strategy: 'web-service' };
    const request = { ip: '81.2.69.142', user_agent: 'Shop/1.0' };
    const login = {
      action: 'login',
      user: { email, app_metadata: {} },
      identity: { connection: 'service', profileData: { department: 'Sales' } },
    };
    expect(calls).toMatchObject([
      { hook: 'beforeSignUp', email, attributes: { department: 'Sales' } },
      { hook: 'beforeLogin', ...login },
      { hook: 'afterLogin', ...login },
    ]);
    calls.forEach((call) => expect(call).toMatchObject({ connection, request }));
    expect(JSON.stringify(calls)).not.toContain(PASSWORD);
  });

  it('write only details that docs/events.md lists', () => expectDocumentedDetails(app));
});
