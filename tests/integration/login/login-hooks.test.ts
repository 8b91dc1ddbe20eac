import { type Account, registerAccount, newCredentials } from '../../support/accounts';
import { createConnection, getNewestEvents } from '../../support/connections';
import { UIDS } from '../../support/database';
import {
  type IdentityProvider,
  logInWithProvider,
  startIdentityProvider,
} from '../../support/identity-provider';
import { getHookCalls, recordHookCalls, removeHooks, useHooks } from '../../support/login-hooks';
import { logIn, logInWithCode, postUser, signUp } from '../../support/logins';
import { type MailServer, startMailServer } from '../../support/mail';
import { type OpenIdProvider, startOpenIdProvider } from '../../support/openid';
import { openIdSite, type OpenIdSite } from '../../support/openid/site';
import { NEW_PASSWORD, PASSWORD } from '../../support/passwords';
import { findProfile } from '../../support/profiles';
import { SERVER_CODE } from '../../support/run-in-server';
import { mustLogIn, mustRefresh } from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { startUserService, type UserService } from '../../support/user-service';
import { newEmail } from '../../support/users';
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

const outcomeOf = ({ body }: { body: any }): Outcome => ({
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
  it.each(Object.keys(EXISTING))('rejects %s with its message, and the log has the reason', async (name) => {
    const attempt = await EXISTING[name]();
    await rejectLogins();
    const isReset = name === 'a password reset';
    const sessions = isReset ? 0 : await countSessions();
    const outcome = await attempt();
    // The password was changed, so the response is no error; it contains no tokens.
    expect(outcome.message).toBe(isReset ? undefined : MESSAGE);
    await expectRejectedLogin(outcome, isReset ? await countSessions() : sessions);
  });

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
});
