import { registerAccount } from '../../support/accounts';
import { mustCall } from '../../support/admin-api';
import { createConnection } from '../../support/connections';
import { logIn, signUp } from '../../support/logins';
import { type MailServer, startMailServer } from '../../support/mail';
import { NEW_PASSWORD, PASSWORD } from '../../support/passwords';
import { untilEqual } from '../../support/people';
import { eventsOf, profileOf, typesOf } from '../../support/profiles';
import { REFUSED, useTokens } from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import {
  changeAdvanced,
  newEmail,
  problemPaths,
  stored,
  updateRow,
  userPath,
} from '../../support/users';

describe('a forgotten password of a connection', () => {
  let app: TestStrapi;
  let mailbox: MailServer;
  const mailed: string[] = [];

  beforeAll(async () => {
    mailbox = await startMailServer();
    app = await startStrapi({ env: mailbox.env });
    await changeAdvanced(app, { unique_email: false });
    const options = { reset_url: 'https://app.example.com/new-password?from=mail' };
    await createConnection(app, { name: 'members', strategy: 'database', options });
    await createConnection(app, { name: 'plain', strategy: 'database', options: {} });
  });

  afterAll(async () => {
    await app?.stop();
    await mailbox?.stop();
  });

  const ask = (email: string, connection = 'members') =>
    app.request('POST', '/api/user-profile/password-reset', { body: { connection, email } });
  const confirm = (code: string, password = NEW_PASSWORD) =>
    app.request('POST', '/api/user-profile/password-reset/confirm', { body: { code, password } });
  const mailsTo = (email: string) => mailbox.to(email);
  const newMail = async (email: string, earlier = 0): Promise<string> => {
    const { text } = await mailbox.waitFor(email, earlier + 1);
    mailed.push(text);
    return text;
  };
  const codeIn = (text: string): string => /(?:code=|code: )([\w-]{43})/.exec(text)?.[1] ?? '';

  const newMember = async (connection = 'members') => {
    const email = newEmail();
    const { body } = await signUp(app, connection, { email, password: PASSWORD });
    return { email, tokens: body, documentId: (await profileOf(app, email)).documentId };
  };

  it('is replaced by the code of a mail, once, and every session ends', async () => {
    const { email, tokens, documentId } = await newMember();
    expect(await ask(email)).toMatchObject({ status: 200, body: { data: { sent: true } } });
    const text = await newMail(email);
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
    expect(await useTokens(app, tokens)).toEqual(REFUSED);
    expect((await logIn(app, { connection: 'members', identifier: email })).status).toBe(400);
    expect(
      (await logIn(app, { connection: 'members', identifier: email, password: NEW_PASSWORD }))
        .status
    ).toBe(200);
    const again = await confirm(codeIn(text), 'third-Horse-99');
    expect([again.status, problemPaths(again)]).toEqual([400, ['code']]);
    const profile = await profileOf(app, email);
    expect(profile.email_verified).toBe(true);
    expect(profile.last_password_reset).not.toBeNull();
    expect(await typesOf(app, documentId)).toEqual(expect.arrayContaining(['scpr', 'scp']));
  });

  it('keeps to the policy, and a password that breaks it leaves the code good', async () => {
    const { email, documentId } = await newMember('plain');
    await ask(email, 'plain');
    const code = codeIn(await newMail(email));
    const weak = await confirm(code, 'short');
    expect([weak.status, problemPaths(weak)]).toEqual([400, ['password', 'password']]);
    expect(await typesOf(app, documentId)).toContain('fcp');
    expect((await confirm(code)).status).toBe(200);
  });

  it('is not changed by a code that is too old', async () => {
    const { email } = await newMember('plain');
    await ask(email, 'plain');
    const code = codeIn(await newMail(email));
    const expires_at = stored(app, '1970-01-02T00:00:00.000Z');
    await updateRow(app, 'user_profile_tickets', { kind: 'password-reset' }, { expires_at });
    const { status, body } = await confirm(code);
    expect([status, body.error.message]).toEqual([400, expect.stringMatching(/too old/)]);
    expect((await logIn(app, { connection: 'plain', identifier: email })).status).toBe(200);
  });

  it('is changed once by many who use one code at one moment', async () => {
    const { email } = await newMember();
    await ask(email);
    const code = codeIn(await newMail(email));
    const tries = await Promise.all(
      Array.from({ length: 5 }, (_, index) => confirm(code, `Horse-number-${index}`))
    );
    expect(tries.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400, 400]);
  });

  it('is answered alike whoever has the address, and the log tells', async () => {
    const { email, documentId } = await newMember();
    await mustCall(app, 'POST', userPath(documentId, '/block'));
    const nobody = newEmail();
    const [blocked, unknown] = [await ask(email), await ask(nobody)];
    expect(unknown.body).toEqual(blocked.body);
    const reason = async () => {
      const events = await eventsOf(app, documentId);
      return events.find(({ type }) => type === 'fcpr')?.details.reason;
    };
    await untilEqual(reason, 'blocked');
    const logged = () =>
      app.query<{ type: string }>('select type from user_profile_events where user_name = ?', [
        nobody,
      ]);
    await untilEqual(logged, [{ type: 'fcpr' }]);
    expect([...mailsTo(email), ...mailsTo(nobody)]).toEqual([]);
  });

  it.each([
    [
      'another password was set',
      async (documentId: string) =>
        mustCall(app, 'PUT', userPath(documentId, '/password'), {
          data: { password: NEW_PASSWORD },
        }),
    ],
    [
      'the email is another one',
      async (documentId: string) =>
        mustCall(app, 'PUT', userPath(documentId), { data: { email: newEmail() } }),
    ],
    [
      'the user is blocked',
      async (documentId: string) => mustCall(app, 'POST', userPath(documentId, '/block')),
    ],
    [
      'the user is gone',
      async (documentId: string) => mustCall(app, 'DELETE', userPath(documentId)),
    ],
  ])('is not replaced once %s', async (_what, happens) => {
    const { email, documentId } = await newMember();
    await ask(email);
    const code = codeIn(await newMail(email));
    await happens(documentId);
    const late = await confirm(code, 'third-Horse-99');
    expect([late.status, problemPaths(late)]).toEqual([400, ['code']]);
  });

  it('is asked for a few times an hour only', async () => {
    const email = newEmail();
    const statuses = [];
    for (let tries = 0; tries < 7; tries += 1) {
      statuses.push((await ask(email)).status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
  });

  it('can be asked for by an admin', async () => {
    const { email, documentId } = await newMember();
    await mustCall(app, 'POST', userPath(documentId, '/password-reset'));
    expect((await confirm(codeIn(await newMail(email)))).status).toBe(200);
  });

  it('is nothing that Users & Permissions resets by its own rules', async () => {
    const forgot = (email: string) =>
      app.request('POST', '/api/auth/forgot-password', { body: { email } });
    const tokenOf = async (email: string, provider: string) => {
      const [row] = await app.query<{ reset_password_token: string | null }>(
        'select reset_password_token from up_users where email = ? and provider = ?',
        [email, provider]
      );
      return row.reset_password_token;
    };
    const { email } = await newMember();
    expect((await forgot(email)).status).toBe(200);
    expect(await tokenOf(email, 'members')).toBeNull();
    // The account of the directory is the older one, and would be found first.
    await registerAccount(app, { email, username: email, password: PASSWORD });
    expect((await forgot(email)).status).toBe(200);
    expect(await tokenOf(email, 'members')).toBeNull();
    expect(await tokenOf(email, 'local')).toMatch(/^[0-9a-f]{128}$/);

    await app.query(
      'update up_users set reset_password_token = ? where email = ? and provider = ?',
      ['sample-token', email, 'members']
    );
    const reset = await app.request('POST', '/api/auth/reset-password', {
      body: { code: 'sample-token', password: 'weakweak', passwordConfirmation: 'weakweak' },
    });
    expect(reset.status).toBe(400);
    expect((await logIn(app, { connection: 'members', identifier: email })).status).toBe(200);
  });

  it('has Users & Permissions ask for a confirmation of its own accounts alone', async () => {
    const { email } = await newMember();
    const resend = (to: string) =>
      app.request('POST', '/api/auth/send-email-confirmation', { body: { email: to } });
    // As for an address that nobody has.
    expect(await resend(email)).toMatchObject({ status: 200, body: { email, sent: true } });
    const local = await registerAccount(app, { email, username: email, password: PASSWORD });
    await updateRow(app, 'up_users', { id: local.id }, { confirmed: false });
    expect((await resend(email)).status).toBe(200);
    expect((await mailbox.waitFor(email)).text).toContain('email-confirmation?confirmation=');
  });

  it('leaves no secret in the log', async () => {
    const rows = await app.query<{ details: unknown }>('select details from user_profile_events');
    const text = JSON.stringify(rows) + app.output();
    const codes = mailed.map(codeIn).filter(Boolean);
    expect(codes.length).toBeGreaterThan(4);
    for (const secret of [PASSWORD, NEW_PASSWORD, ...codes]) {
      expect(text).not.toContain(secret);
    }
  });
});
