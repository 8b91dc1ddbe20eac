import { registerAccount } from '../../support/accounts';
import { mustCall } from '../../support/admin-api';
import { getApiToken } from '../../support/api-tokens';
import { createConnection, getNewestEvents } from '../../support/connections';
import { UIDS } from '../../support/database';
import type { RequestOptions } from '../../support/http';
import { logInWithCode, signUp } from '../../support/logins';
import { type MailServer, startMailServer } from '../../support/mail';
import { PASSWORD } from '../../support/passwords';
import { findProfile, getEventTypes, getProfileByEmail } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { countUsers, newEmail } from '../../support/users';
import { waitForEqual } from '../../support/wait';

let mails: MailServer;
let app: TestStrapi;

beforeAll(async () => {
  mails = await startMailServer();
  app = await startStrapi({ env: mails.env });
  await createConnection(app, { name: 'mail', strategy: 'email' });
});

afterAll(async () => {
  await app?.stop();
  await mails?.stop();
});

afterEach(() => {
  mails.isRejecting = false;
});

const requestCode = (email: string, more: object = {}, options: RequestOptions = {}) =>
  app.request('POST', '/api/user-profile/login/code', {
    body: { connection: 'mail', email, ...more },
    ...options,
  });

const SENT = { status: 200, body: { data: { sent: true } } };

/** Requests a code and reads it from the email. */
const getCode = async (email: string, connection = 'mail') => {
  const inbox = email.toLowerCase();
  const before = mails.to(inbox).length;
  expect(await requestCode(email, { connection })).toMatchObject(SENT);
  const { text } = await mails.waitFor(inbox, before + 1);
  return /\b\d{6}\b/.exec(text)?.[0] ?? '';
};

const submitCode = (email: string, code: string, connection = 'mail') =>
  logInWithCode(app, { connection, email, code });

const logInByMail = async (email: string, connection = 'mail') =>
  submitCode(email, await getCode(email, connection), connection);

/** A code that differs from the valid one. */
const toWrongCode = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

const WRONG = { status: 400, body: { error: { message: 'The code is wrong or too old' } } };

const expectNewestEvent = (type: string, reason: string) =>
  waitForEqual(async () => {
    const [event] = await getNewestEvents(app);
    return [event.type, event.details.reason];
  }, [type, reason]);

describe('login with an emailed code', () => {
  it('creates the user at the first login, with a verified email address', async () => {
    const email = newEmail();
    const first = await logInByMail(email);
    expect(first).toMatchObject({
      status: 200,
      body: { jwt: expect.any(String), refreshToken: expect.any(String), user: { email } },
    });
    const profile = await getProfileByEmail(app, email);
    expect(profile).toMatchObject({
      user_id: expect.stringMatching(/^email\|mail\|[0-9a-f]{24}$/),
      email_verified: true,
      logins_count: 1,
      identities: [{ connection: 'mail', provider: 'email', isSocial: false }],
    });
    expect((await logInByMail(email.toUpperCase())).status).toBe(200);
    expect((await getProfileByEmail(app, email)).logins_count).toBe(2);
    expect(await getEventTypes(app, profile.documentId)).toEqual(['s', 'cls', 's', 'ss']);
  });

  it('stores no code in plain text and accepts each code once', async () => {
    const email = newEmail();
    const code = await getCode(email);
    const rows = await app.database.rows(UIDS.ticket, { kind: 'email-code' });
    expect(JSON.stringify(rows)).not.toContain(code);
    const responses = await Promise.all(Array.from({ length: 5 }, () => submitCode(email, code)));
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400, 400]);
    expect(await submitCode(email, code)).toMatchObject(WRONG);
    const { documentId } = await getProfileByEmail(app, email);
    expect((await getEventTypes(app, documentId))[0]).toBe('f');
  });

  it('voids a code when a new one is requested', async () => {
    const email = newEmail();
    const old = await getCode(email);
    const code = await getCode(email);
    if (old !== code) {
      expect(await submitCode(email, old)).toMatchObject(WRONG);
    }
    expect((await submitCode(email, code)).status).toBe(200);
  });

  it('accepts a code only for its email address and connection', async () => {
    await createConnection(app, { name: 'mail-2', strategy: 'email' });
    const email = newEmail();
    const code = await getCode(email);
    expect(await submitCode(email, code, 'mail-2')).toMatchObject(WRONG);
    expect(await submitCode(newEmail(), code)).toMatchObject(WRONG);
    expect((await submitCode(email, code)).status).toBe(200);
  });

  it('voids a code after five wrong attempts, also in parallel', async () => {
    const email = newEmail();
    const code = await getCode(email);
    const tries = Array.from({ length: 8 }, () => submitCode(email, toWrongCode(code)));
    for (const response of await Promise.all(tries)) {
      expect(response).toMatchObject(WRONG);
    }
    expect(await submitCode(email, code)).toMatchObject(WRONG);
    const patient = newEmail();
    const good = await getCode(patient);
    for (let turn = 0; turn < 4; turn += 1) {
      await submitCode(patient, toWrongCode(good));
    }
    expect((await submitCode(patient, good)).status).toBe(200);
  });

  it('rejects an expired code', async () => {
    const email = newEmail();
    const code = await getCode(email);
    await app.database.update(
      UIDS.ticket,
      { kind: 'email-code' },
      { expires_at: new Date('1970-01-02T00:00:00.000Z') }
    );
    expect(await submitCode(email, code)).toMatchObject(WRONG);
    expect(await findProfile(app, email)).toBeUndefined();
  });

  it('returns 429 after ten wrong codes for one email address', async () => {
    const email = newEmail();
    await getCode(email);
    const responses = [];
    for (let turn = 0; turn < 11; turn += 1) {
      responses.push(await submitCode(email, 'not-a-code'));
    }
    expect(responses.at(-1)?.status).toBe(429);
    expect(await getNewestEvents(app, 2)).toContainEqual(
      expect.objectContaining({ type: 'limit_wc', connection: 'mail' })
    );
  });

  it('rejects a blocked user with a message that says so', async () => {
    const email = newEmail();
    await logInByMail(email);
    const { documentId } = await getProfileByEmail(app, email);
    await mustCall(app, 'POST', `/users/${documentId}/block`);
    expect((await logInByMail(email)).body.error.message).toMatch(/has been blocked/);
    expect((await getEventTypes(app, documentId))[0]).toBe('f');
  });

  it('returns 409 for an email address of another connection', async () => {
    const account = await registerAccount(app);
    const before = await countUsers(app);
    expect((await logInByMail(account.email)).status).toBe(409);
    expect(await countUsers(app)).toEqual(before);
  });
});

describe('a changed email address', () => {
  it('logs in the same user with the new one and a new user with the old one', async () => {
    const email = newEmail();
    await logInByMail(email);
    const { documentId, user_id: userId } = await getProfileByEmail(app, email);
    const later = newEmail('later');
    await mustCall(app, 'PUT', `/users/${documentId}`, { data: { email: later } });
    expect((await getProfileByEmail(app, later)).email_verified).toBe(false);

    expect((await logInByMail(later)).status).toBe(200);
    expect(await getProfileByEmail(app, later)).toMatchObject({
      documentId,
      user_id: userId,
      email_verified: true,
      logins_count: 2,
    });

    const before = await countUsers(app);
    expect((await logInByMail(email)).status).toBe(200);
    const other = await getProfileByEmail(app, email);
    expect(other.documentId).not.toBe(documentId);
    expect(await countUsers(app)).toEqual({
      accounts: before.accounts + 1,
      users: before.users + 1,
    });
    expect((await logInByMail(email)).status).toBe(200);
    expect((await getProfileByEmail(app, email)).documentId).toBe(other.documentId);
  });

  it('is rejected with 409 if it is taken', async () => {
    const [one, other] = [newEmail(), newEmail()];
    await logInByMail(one);
    await logInByMail(other);
    const { documentId } = await getProfileByEmail(app, one);
    const rejected = await app.request('PUT', `/user-profile/users/${documentId}`, {
      token: await app.adminToken(),
      body: { data: { email: other } },
    });
    expect(rejected.status).toBe(409);
  });
});

describe('sending a code', () => {
  it('works for a connection created with an API token', async () => {
    const made = await app.request('POST', '/api/user-profile/connections', {
      token: await getApiToken(app, 'full-access'),
      body: { data: { name: 'by-token', strategy: 'email', options: { code_minutes: 5 } } },
    });
    expect(made.status).toBe(201);
    expect((await logInByMail(newEmail(), 'by-token')).status).toBe(200);
  });

  it('returns the same response to unknown users if sign-up is disabled, but sends no email', async () => {
    await createConnection(app, {
      name: 'closed',
      strategy: 'email',
      options: { disable_signup: true },
    });
    const email = newEmail();
    expect(await requestCode(email, { connection: 'closed' })).toMatchObject(SENT);
    await expectNewestEvent('f', 'signup_disabled');
    expect(mails.to(email)).toEqual([]);
    expect(await submitCode(email, '123456', 'closed')).toMatchObject(WRONG);
    expect(await findProfile(app, email)).toBeUndefined();
  });

  it('returns the same response if the email cannot be sent and records the failure', async () => {
    mails.isRejecting = true;
    const email = newEmail();
    expect(await requestCode(email)).toMatchObject(SENT);
    await expectNewestEvent('fn', 'mail_failed');
    expect((await getNewestEvents(app))[0]).toMatchObject({
      connection: 'mail',
      user_name: email,
      details: { detail: expect.stringContaining('No mail today') },
    });
    expect(app.output()).toContain('failed to send a login code');
  });

  it('returns 429 after five codes for one email address and records one event', async () => {
    const email = newEmail();
    for (let turn = 0; turn < 5; turn += 1) {
      await getCode(email);
    }
    const count = () => app.database.count(UIDS.event, { type: 'api_limit' });
    const before = await count();
    for (let turn = 0; turn < 3; turn += 1) {
      expect((await requestCode(email)).status).toBe(429);
    }
    expect(await count()).toBe(before + 1);
    expect(await requestCode(newEmail())).toMatchObject(SENT);
  });

  it('uses the texts of the site in the language of the browser or of the request', async () => {
    await createConnection(app, {
      name: 'words',
      strategy: 'email',
      options: {
        code_minutes: 5,
        from: 'Sample Shop <shop@example.test>',
        reply_to: 'help@example.test',
        subject: '{code} for the shop',
        text: 'Type <{code}> within {minutes} minutes.\nThank you.',
        translations: { de: { subject: 'Ihr Schlüssel', text: 'Ihr Code: {code}' } },
      },
    });
    const english = newEmail();
    await requestCode(english, { connection: 'words' });
    const mail = await mails.waitFor(english);
    const [code] = mail.subject.split(' ');
    expect(mail).toMatchObject({
      from: 'Sample Shop <shop@example.test>',
      replyTo: 'help@example.test',
      subject: `${code} for the shop`,
      text: `Type <${code}> within 5 minutes.\nThank you.`,
    });
    const [austrian, chosen] = [newEmail(), newEmail()];
    await requestCode(
      austrian,
      { connection: 'words' },
      { headers: { 'accept-language': 'de-AT,de;q=0.9' } }
    );
    await requestCode(chosen, { connection: 'words', locale: 'de' });
    for (const address of [austrian, chosen]) {
      expect(await mails.waitFor(address)).toMatchObject({
        subject: 'Ihr Schlüssel',
        text: expect.stringMatching(/^Ihr Code: \d{6}$/),
      });
    }
  });

  it('is rejected for a disabled connection', async () => {
    const email = newEmail();
    const code = await getCode(email, 'words');
    await mustCall(app, 'PUT', '/connections/words', { data: { enabled: false } });
    const late = await submitCode(email, code, 'words');
    expect([late.status, late.body.error.details.reason]).toEqual([400, 'connection_disabled']);
    await expectNewestEvent('f', 'connection_disabled');
    expect((await requestCode(newEmail(), { connection: 'words' })).status).toBe(400);
    await expectNewestEvent('f', 'connection_disabled');
  });

  it('requires a text with the code and a single-line subject', async () => {
    const rejected = await app.request('POST', '/user-profile/connections', {
      token: await app.adminToken(),
      body: {
        data: {
          name: 'silent',
          strategy: 'email',
          options: { text: 'Hello', subject: 'two\r\nlines' },
        },
      },
    });
    expect(rejected.status).toBe(400);
    expect(
      rejected.body.error.details.errors.map(({ path }: { path: string[] }) => path.join('.'))
    ).toEqual(['options.subject', 'options.text']);
  });
});

describe('the emailed code of a password reset', () => {
  it('is accepted once, also in parallel', async () => {
    const options = { reset_url: 'https://app.example.com/new-password' };
    await createConnection(app, { name: 'members', strategy: 'database', options });
    const email = newEmail();
    expect((await signUp(app, 'members', { email, password: PASSWORD })).status).toBe(200);
    const request = { connection: 'members', email };
    await app.request('POST', '/api/user-profile/password-reset', { body: request });
    const code = /code=([\w-]{43})/.exec((await mails.waitFor(email)).text)?.[1];
    const tries = await Promise.all(
      Array.from({ length: 5 }, (_, index) =>
        app.request('POST', '/api/user-profile/password-reset/confirm', {
          body: { code, password: `Horse-number-${index}` },
        })
      )
    );
    expect(tries.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400, 400]);
  });
});
