import { type Account, newCredentials, registerAccount } from '../../support/accounts';
import { mustCall } from '../../support/admin-api';
import { logIn } from '../../support/logins';
import { type Mail, type MailServer, startMailServer } from '../../support/mail';
import { getEventTypes, getProfileByEmail } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';

const RESET_PAGE = 'https://shop.example.test/reset';

let mails: MailServer;
let app: TestStrapi;

/** Changes advanced settings of Users & Permissions, as the panel does. */
const setAdvancedSettings = async (changes: Record<string, unknown>) => {
  const token = await app.adminToken();
  const { body } = await app.request('GET', '/users-permissions/advanced', { token });
  const changed = await app.request('PUT', '/users-permissions/advanced', {
    token,
    body: { ...body.settings, ...changes },
  });
  expect(changed.status).toBe(200);
};

beforeAll(async () => {
  mails = await startMailServer();
  app = await startStrapi({ env: mails.env });
  await setAdvancedSettings({ email_reset_password: RESET_PAGE });
});

afterAll(async () => {
  await app?.stop();
  await mails?.stop();
});

const linkIn = ({ text }: Mail): URL => new URL(/https?:\/\/[^\s<"]+/.exec(text)?.[0] ?? '');

/** Opens a link from an email, on the host of the test. */
const open = ({ pathname, search }: URL) => app.request('GET', pathname + search);

const getUserId = async ({ email }: Account) => (await getProfileByEmail(app, email)).documentId;

const resetBy = (mail: Mail, password: string) =>
  app.request('POST', '/api/auth/reset-password', {
    body: {
      code: linkIn(mail).searchParams.get('code'),
      password,
      passwordConfirmation: password,
    },
  });

describe('email that an admin sends', () => {
  it('verifies the email address by its link', async () => {
    const account = await registerAccount(app);
    const id = await getUserId(account);
    expect(await getProfileByEmail(app, account.email)).toMatchObject({ email_verified: false });
    await mustCall(app, 'POST', `/users/${id}/verification-email`);
    const mail = await mails.waitFor(account.email);
    expect(mail.subject).toBe('Account confirmation');
    const opened = await open(linkIn(mail));
    expect([200, 302]).toContain(opened.status);
    expect(await getProfileByEmail(app, account.email)).toMatchObject({ email_verified: true });
    expect((await getEventTypes(app, id)).slice(0, 2)).toEqual(['sv', 'svr']);
    expect((await open(linkIn(mail))).status).toBe(400);
  });

  it('sets a new password with the code in its link', async () => {
    const account = await registerAccount(app);
    const id = await getUserId(account);
    await mustCall(app, 'POST', `/users/${id}/password-reset`);
    const mail = await mails.waitFor(account.email);
    expect(linkIn(mail).href.startsWith(`${RESET_PAGE}?code=`)).toBe(true);
    const password = 'another-secret-7';
    expect((await resetBy(mail, password)).status).toBe(200);
    expect((await getEventTypes(app, id)).slice(0, 2)).toEqual(['scp', 'scpr']);
    const { email } = account;
    expect((await logIn(app, { identifier: email, password })).status).toBe(200);
    expect((await logIn(app, { identifier: email, password: account.password })).status).toBe(400);
    expect((await resetBy(mail, 'a-third-secret-7')).status).toBe(400);
  });
});

describe('email that a user requests', () => {
  it('resets the password', async () => {
    const account = await registerAccount(app);
    const { email } = account;
    const asked = await app.request('POST', '/api/auth/forgot-password', { body: { email } });
    expect(asked.status).toBe(200);
    const password = 'another-secret-8';
    expect((await resetBy(await mails.waitFor(email), password)).status).toBe(200);
    expect((await logIn(app, { identifier: email, password })).status).toBe(200);
    expect((await getEventTypes(app, await getUserId(account))).slice(0, 3)).toEqual([
      's',
      'scp',
      'scpr',
    ]);
  });

  it('confirms the email address at sign-up', async () => {
    await setAdvancedSettings({ email_confirmation: true });
    const credentials = newCredentials();
    const { email, password } = credentials;
    const made = await app.request('POST', '/api/auth/local/register', { body: credentials });
    expect(made.status).toBe(200);
    expect(made.body).not.toHaveProperty('jwt');
    expect((await logIn(app, { identifier: email, password })).status).toBe(400);
    await open(linkIn(await mails.waitFor(email)));
    expect((await logIn(app, { identifier: email, password })).status).toBe(200);
    expect(await getProfileByEmail(app, email)).toMatchObject({
      email_verified: true,
      logins_count: 1,
    });
  });
});
