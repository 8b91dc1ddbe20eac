import { registerAccount } from '../../support/accounts';
import { mustCall } from '../../support/admin-api';
import { createConnection } from '../../support/connections';
import { UIDS } from '../../support/database';
import { logIn, signUp } from '../../support/logins';
import { type MailServer, startMailServer } from '../../support/mail';
import { NEW_PASSWORD, PASSWORD } from '../../support/passwords';
import { getEvents, getEventTypes, getProfileByEmail } from '../../support/profiles';
import { getTokenStatuses, REJECTED } from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { newEmail, problemPaths, updateAdvancedSettings, userPath } from '../../support/users';
import { waitForEqual } from '../../support/wait';

describe('password reset of a connection', () => {
  let app: TestStrapi;
  let mailbox: MailServer;
  const mailed: string[] = [];

  beforeAll(async () => {
    mailbox = await startMailServer();
    app = await startStrapi({ env: mailbox.env });
    await updateAdvancedSettings(app, { unique_email: false });
    const options = { reset_url: 'https://app.example.com/new-password?from=mail' };
    await createConnection(app, { name: 'members', strategy: 'database', options });
    await createConnection(app, { name: 'plain', strategy: 'database', options: {} });
  });

  afterAll(async () => {
    await app?.stop();
    await mailbox?.stop();
  });

  const requestReset = (email: string, connection = 'members') =>
    app.request('POST', '/api/user-profile/password-reset', { body: { connection, email } });
  const confirm = (code: string, password = NEW_PASSWORD) =>
    app.request('POST', '/api/user-profile/password-reset/confirm', { body: { code, password } });
  const mailsTo = (email: string) => mailbox.to(email);
  const waitForMail = async (email: string, earlier = 0): Promise<string> => {
    const { text } = await mailbox.waitFor(email, earlier + 1);
    mailed.push(text);
    return text;
  };
  const codeIn = (text: string): string => /(?:code=|code: )([\w-]{43})/.exec(text)?.[1] ?? '';

  const createMember = async (connection = 'members') => {
    const email = newEmail();
    const { body } = await signUp(app, connection, { email, password: PASSWORD });
    return { email, tokens: body, documentId: (await getProfileByEmail(app, email)).documentId };
  };

  it('sets the password once with the emailed code and ends all sessions', async () => {
    const { email, tokens, documentId } = await createMember();
    expect(await requestReset(email)).toMatchObject({
      status: 200,
      body: { data: { sent: true } },
    });
    const text = await waitForMail(email);
    expect(mailsTo(email).map(({ subject }) => subject)).toEqual(['Reset your password']);
    const link = new URL(/https:\S+/.exec(text)?.[0] ?? '');
    expect(link.origin + link.pathname).toBe('https://app.example.com/new-password');
    expect(Object.fromEntries(link.searchParams)).toEqual({
      from: 'mail',
      connection: 'members',
      code: codeIn(text),
    });
    expect(await confirm(codeIn(text))).toMatchObject({
      status: 200,
      body: { data: { reset: true } },
    });
    expect(await getTokenStatuses(app, tokens)).toEqual(REJECTED);
    expect((await logIn(app, { connection: 'members', identifier: email })).status).toBe(400);
    expect(
      (await logIn(app, { connection: 'members', identifier: email, password: NEW_PASSWORD }))
        .status
    ).toBe(200);
    const again = await confirm(codeIn(text), 'third-Horse-99');
    expect([again.status, problemPaths(again)]).toEqual([400, ['code']]);
    const profile = await getProfileByEmail(app, email);
    expect(profile.email_verified).toBe(true);
    expect(profile.last_password_reset).not.toBeNull();
    expect(await getEventTypes(app, documentId)).toEqual(expect.arrayContaining(['scpr', 'scp']));
  });

  it('applies the password policy and keeps the code valid after a rejected password', async () => {
    const { email, documentId } = await createMember('plain');
    await requestReset(email, 'plain');
    const code = codeIn(await waitForMail(email));
    const weak = await confirm(code, 'short');
    expect([weak.status, problemPaths(weak)]).toEqual([400, ['password', 'password']]);
    expect(await getEventTypes(app, documentId)).toContain('fcp');
    expect((await confirm(code)).status).toBe(200);
  });

  it('accepts a code that was pasted with a line break and invisible characters', async () => {
    const { email } = await createMember('plain');
    await requestReset(email, 'plain');
    const code = codeIn(await waitForMail(email));
    const pasted = `\u2066${code.slice(0, 20)}\r\n ${code.slice(20)}\u200b\u2069`;
    expect((await confirm(pasted)).status).toBe(200);
  });

  it('treats emails in both letter cases as one, from sign-up to reset', async () => {
    const email = newEmail();
    const upper = email.toUpperCase();
    const credentials = { email: upper, password: PASSWORD };
    expect((await signUp(app, 'plain', credentials)).status).toBe(200);
    expect((await logIn(app, { connection: 'plain', identifier: email })).status).toBe(200);
    expect((await signUp(app, 'plain', { ...credentials, email })).status).toBe(409);
    expect((await requestReset(upper, 'plain')).status).toBe(200);
    expect((await confirm(codeIn(await waitForMail(email)))).status).toBe(200);
    expect((await getProfileByEmail(app, email)).logins_count).toBe(2);
  });

  it('stores no email address with a code', async () => {
    const { email } = await createMember('plain');
    await requestReset(email, 'plain');
    const code = codeIn(await waitForMail(email));
    const tickets = await app.database.rows(UIDS.ticket, { kind: 'password-reset' });
    expect(tickets.length).toBeGreaterThan(0);
    expect(JSON.stringify(tickets)).not.toContain(email);
    expect((await confirm(code)).status).toBe(200);
  });

  it('rejects a code that was mailed to an earlier email address', async () => {
    const { email, documentId } = await createMember('plain');
    await requestReset(email, 'plain');
    const code = codeIn(await waitForMail(email));
    await mustCall(app, 'PUT', userPath(documentId), { data: { email: newEmail() } });
    expect((await confirm(code)).status).toBe(400);
  });

  it('rejects an expired code', async () => {
    const { email } = await createMember('plain');
    await requestReset(email, 'plain');
    const code = codeIn(await waitForMail(email));
    await app.database.update(
      UIDS.ticket,
      { kind: 'password-reset' },
      { expires_at: new Date('1970-01-02T00:00:00.000Z') }
    );
    const { status, body } = await confirm(code);
    expect([status, body.error.message]).toEqual([400, expect.stringMatching(/expired/)]);
    expect((await logIn(app, { connection: 'plain', identifier: email })).status).toBe(200);
  });

  it('returns the same response for blocked and unknown users and records the failures', async () => {
    const { email, documentId } = await createMember();
    await mustCall(app, 'POST', userPath(documentId, '/block'));
    const unknownEmail = newEmail();
    const [blocked, unknown] = [await requestReset(email), await requestReset(unknownEmail)];
    expect(unknown.body).toEqual(blocked.body);
    const getReason = async () => {
      const events = await getEvents(app, documentId);
      return events.find(({ type }) => type === 'fcpr')?.details.reason;
    };
    await waitForEqual(getReason, 'blocked');
    const getLoggedEvents = () =>
      app.database.rows(UIDS.event, { user_name: unknownEmail }, { columns: ['type'] });
    await waitForEqual(getLoggedEvents, [{ type: 'fcpr' }]);
    expect([...mailsTo(email), ...mailsTo(unknownEmail)]).toEqual([]);
  });

  it.each([
    [
      'another password is set',
      async (documentId: string) =>
        mustCall(app, 'PUT', userPath(documentId, '/password'), {
          data: { password: NEW_PASSWORD },
        }),
    ],
    [
      'the email is changed',
      async (documentId: string) =>
        mustCall(app, 'PUT', userPath(documentId), { data: { email: newEmail() } }),
    ],
    [
      'the user is blocked',
      async (documentId: string) => mustCall(app, 'POST', userPath(documentId, '/block')),
    ],
    [
      'the user is deleted',
      async (documentId: string) => mustCall(app, 'DELETE', userPath(documentId)),
    ],
  ])('rejects the code once %s', async (_what, happens) => {
    const { email, documentId } = await createMember();
    await requestReset(email);
    const code = codeIn(await waitForMail(email));
    await happens(documentId);
    const late = await confirm(code, 'third-Horse-99');
    expect([late.status, problemPaths(late)]).toEqual([400, ['code']]);
  });

  it('returns 429 after five requests in an hour', async () => {
    const email = newEmail();
    const statuses = [];
    for (let tries = 0; tries < 7; tries += 1) {
      statuses.push((await requestReset(email)).status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
  });

  it('can be requested by an admin', async () => {
    const { email, documentId } = await createMember();
    await mustCall(app, 'POST', userPath(documentId, '/password-reset'));
    expect((await confirm(codeIn(await waitForMail(email)))).status).toBe(200);
  });

  it('is not possible through the Users & Permissions routes', async () => {
    const requestNativeReset = (email: string) =>
      app.request('POST', '/api/auth/forgot-password', { body: { email } });
    const getToken = async (email: string, provider: string) => {
      const [row] = await app.database.rows(
        UIDS.account,
        { email, provider },
        { columns: ['reset_password_token'] }
      );
      return row.reset_password_token;
    };
    const { email } = await createMember();
    expect((await requestNativeReset(email)).status).toBe(200);
    expect(await getToken(email, 'members')).toBeNull();
    // The account of the connection is older and would be found first.
    await registerAccount(app, { email, username: email, password: PASSWORD });
    expect((await requestNativeReset(email)).status).toBe(200);
    expect(await getToken(email, 'members')).toBeNull();
    expect(await getToken(email, 'local')).toMatch(/^[0-9a-f]{128}$/);

    await app.database.update(
      UIDS.account,
      { email, provider: 'members' },
      { reset_password_token: 'sample-token' }
    );
    const reset = await app.request('POST', '/api/auth/reset-password', {
      body: { code: 'sample-token', password: 'weakweak', passwordConfirmation: 'weakweak' },
    });
    expect(reset.status).toBe(400);
    expect((await logIn(app, { connection: 'members', identifier: email })).status).toBe(200);
  });

  it('leaves confirmation emails of Users & Permissions to its own accounts', async () => {
    const { email } = await createMember();
    const resendConfirmation = (to: string) =>
      app.request('POST', '/api/auth/send-email-confirmation', { body: { email: to } });
    // The same response as for an unknown email.
    expect(await resendConfirmation(email)).toMatchObject({
      status: 200,
      body: { email, sent: true },
    });
    const local = await registerAccount(app, { email, username: email, password: PASSWORD });
    await app.database.update(UIDS.account, { id: local.id }, { confirmed: false });
    expect((await resendConfirmation(email)).status).toBe(200);
    expect((await mailbox.waitFor(email)).text).toContain('email-confirmation?confirmation=');
  });

  it('writes no secret to the event log or the server log', async () => {
    const rows = await app.database.rows(UIDS.event, {}, { columns: ['details'] });
    const text = JSON.stringify(rows) + app.output();
    const codes = mailed.map(codeIn).filter(Boolean);
    expect(codes.length).toBeGreaterThan(4);
    for (const secret of [PASSWORD, NEW_PASSWORD, ...codes]) {
      expect(text).not.toContain(secret);
    }
  });
});
