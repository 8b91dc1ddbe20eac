import { hashSync } from '@node-rs/bcrypt';

import { createApiToken } from '../../support/api-tokens';
import { createAuth0Record } from '../../support/auth0-records';
import { createConnection } from '../../support/connections';
import { UIDS } from '../../support/database';
import { expectDocumentedDetails } from '../../support/event-details';
import { importRecords } from '../../support/imports';
import {
  accept,
  createInvitedUser,
  INVALID_INVITATION,
  invitationEnv,
  linkIn,
  postInvited,
  revokeInvitation,
  sendInvitation,
  tokenIn,
} from '../../support/invitations';
import { logIn, WRONG_CREDENTIALS } from '../../support/logins';
import { type MailServer, startMailServer } from '../../support/mail';
import { NEW_PASSWORD, PASSWORD } from '../../support/passwords';
import { getEvents, getProfileByEmail } from '../../support/profiles';
import { SERVER_CODE } from '../../support/run-in-server';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getUser, getUsers, newEmail, problemPaths } from '../../support/users';
import { waitForEqual } from '../../support/wait';

describe('invitations', () => {
  let app: TestStrapi;
  let mailbox: MailServer;

  beforeAll(async () => {
    mailbox = await startMailServer();
    app = await startStrapi({ env: { ...SERVER_CODE, ...invitationEnv(mailbox) } });
    await createConnection(app, { name: 'members', strategy: 'database' });
    const options = { requires_username: true };
    await createConnection(app, { name: 'named', strategy: 'database', options });
    await createConnection(app, { name: 'codes', strategy: 'email' });
  });

  afterAll(async () => {
    await app?.stop();
    await mailbox?.stop();
  });

  const createInvited = (connection?: string) => createInvitedUser(app, mailbox, connection);
  const getAccount = async (email: string) => (await app.database.rows(UIDS.account, { email }))[0];
  const logInAs = (email: string, connection?: string) =>
    logIn(app, { identifier: email, connection });
  const getInvitation = async (id: string) => (await getUser(app, id)).meta.invitation;
  const operationsOf = async (id: string) =>
    (await getEvents(app, id)).map(({ type, actor, details }) => ({
      type,
      isByAdmin: actor !== null,
      ...(details.operation ? { operation: details.operation } : {}),
    }));

  it.each([['local'], ['members']])(
    'let a new user of the connection %s set the password with the link in the email',
    async (connection) => {
      const { documentId, email, token } = await createInvited(connection);
      const mail = await mailbox.waitFor(email);
      expect(mail.subject).toBe('Your invitation');
      const link = linkIn(mail);
      expect(link.origin + link.pathname).toBe('https://app.example.test/welcome');
      expect(Object.fromEntries(link.searchParams)).toEqual({ from: 'mail', connection, token });
      expect(token).toMatch(/^[\w-]{43}$/);

      const before = await getUser(app, documentId);
      expect(before.meta.actions).toEqual(
        expect.arrayContaining(['send-invitation', 'revoke-invitation'])
      );
      expect(before.data.email_verified).toBe(false);
      expect(await getAccount(email)).toMatchObject({ password: null });
      expect(Boolean((await getAccount(email)).confirmed)).toBe(false);
      const target = connection === 'local' ? undefined : connection;
      expect(await logInAs(email, target)).toMatchObject(WRONG_CREDENTIALS);

      expect(await accept(app, token)).toMatchObject({
        status: 200,
        body: { data: { accepted: true, connection, email } },
      });
      expect((await logInAs(email, target)).status).toBe(200);
      const { data, meta } = await getUser(app, documentId);
      expect([data.email_verified, meta.invitation]).toEqual([true, null]);
      expect(Boolean((await getAccount(email)).confirmed)).toBe(true);
      expect(await accept(app, token, NEW_PASSWORD)).toMatchObject(INVALID_INVITATION);
      const operations = await operationsOf(documentId);
      expect(operations.filter(({ type }) => type === 'si')).toHaveLength(1);
      expect(operations.slice(-3)).toEqual([
        { type: 'fp', isByAdmin: false },
        { type: 'sapi', isByAdmin: true, operation: 'send-invitation' },
        { type: 'sapi', isByAdmin: true, operation: 'create-user' },
      ]);
    }
  );

  it('show when the email was sent and when they expire, in Details and in the list', async () => {
    const { documentId, email } = await createInvited();
    const invitation = await getInvitation(documentId);
    expect(invitation).toEqual({ sent_at: expect.any(String), expires_at: expect.any(String) });
    const days = (Date.parse(invitation?.expires_at ?? '') - Date.now()) / 86_400_000;
    expect([days > 6.9, days < 7.1]).toEqual([true, true]);
    const { body } = await getUsers(app, { 'filters[invited]': 'true', _q: email });
    expect(body.data.map((user: { email: string }) => user.email)).toEqual([email]);
    expect(body.meta.invitations).toEqual({ [documentId]: invitation });
    const others = await getUsers(app, { 'filters[invited]': 'false', _q: email });
    expect(others.body.data).toEqual([]);
  });

  it('keep the token valid after a password that breaks the rules', async () => {
    const { token } = await createInvited('members');
    const weak = await accept(app, token, 'weak');
    expect([weak.status, problemPaths(weak)]).toEqual([400, ['password', 'password']]);
    const local = await createInvited();
    expect(problemPaths(await accept(app, local.token, 'short'))).toEqual(['password']);
    expect((await accept(app, local.token)).status).toBe(200);
    expect((await accept(app, token)).status).toBe(200);
  });

  it('are replaced by a new email', async () => {
    const { documentId, email, token } = await createInvited();
    expect((await sendInvitation(app, documentId)).status).toBe(200);
    const newToken = tokenIn(await mailbox.waitFor(email, 2));
    expect(newToken).not.toBe(token);
    expect(await accept(app, token)).toMatchObject(INVALID_INVITATION);
    expect((await accept(app, newToken)).status).toBe(200);
    expect((await operationsOf(documentId))[1]).toEqual({
      type: 'sapi',
      isByAdmin: true,
      operation: 'resend-invitation',
    });
    const again = await sendInvitation(app, documentId);
    expect([again.status, again.body.error.details.action]).toEqual([400, 'send-invitation']);
  });

  it('can be revoked, which also ends password resets', async () => {
    for (const connection of ['local', 'members']) {
      const { documentId, email, token } = await createInvited(connection);
      const isLocal = connection === 'local';
      const requestReset = () =>
        isLocal
          ? app.request('POST', '/api/auth/forgot-password', { body: { email } })
          : app.request('POST', '/api/user-profile/password-reset', {
              body: { connection, email },
            });
      const confirmReset = (code: string) =>
        isLocal
          ? app.request('POST', '/api/auth/reset-password', {
              body: { code, password: PASSWORD, passwordConfirmation: PASSWORD },
            })
          : app.request('POST', '/api/user-profile/password-reset/confirm', {
              body: { code, password: PASSWORD },
            });
      expect((await requestReset()).status).toBe(200);
      const { text } = await mailbox.waitFor(email, 2);
      const code = /code(?:=|: )([\w-]+)/.exec(text)?.[1] ?? '';
      expect(code).not.toBe('');

      expect(await revokeInvitation(app, documentId)).toMatchObject({
        status: 200,
        body: { meta: { invitation: null } },
      });
      expect(await accept(app, token)).toMatchObject(INVALID_INVITATION);
      expect((await confirmReset(code)).status).toBe(400);
      expect((await requestReset()).status).toBe(200);
      expect((await revokeInvitation(app, documentId)).status).toBe(400);
      if (!isLocal) {
        await waitForEqual(
          async () => (await getEvents(app, documentId))[0]?.details.reason,
          'invitation_revoked'
        );
      }
      expect(mailbox.to(email)).toHaveLength(2);
      expect((await operationsOf(documentId)).map(({ operation }) => operation)).toContain(
        'revoke-invitation'
      );

      expect((await sendInvitation(app, documentId)).status).toBe(200);
      const newToken = tokenIn(await mailbox.waitFor(email, 3));
      expect((await accept(app, newToken)).status).toBe(200);
    }
  });

  it('are accepted by a password reset, which proves the email address too', async () => {
    const { documentId, email, token } = await createInvited();
    await app.request('POST', '/api/auth/forgot-password', { body: { email } });
    const { text } = await mailbox.waitFor(email, 2);
    const code = /code=([0-9a-f]+)/.exec(text)?.[1];
    const reset = await app.request('POST', '/api/auth/reset-password', {
      body: { code, password: PASSWORD, passwordConfirmation: PASSWORD },
    });
    expect(reset.status).toBe(200);
    expect(await getInvitation(documentId)).toBeNull();
    expect(await getProfileByEmail(app, email)).toMatchObject({ email_verified: true });
    expect(Boolean((await getAccount(email)).confirmed)).toBe(true);
    expect(await accept(app, token)).toMatchObject(INVALID_INVITATION);
  });

  it('can be sent again after they have expired', async () => {
    const { documentId, email } = await createInvited('members');
    const expired = new Date(Date.now() - 1000);
    await app.database.update(
      UIDS.user,
      { document_id: documentId },
      { invitation_expires_at: expired }
    );
    expect((await getUser(app, documentId)).meta.actions).toEqual(
      expect.arrayContaining(['send-invitation', 'revoke-invitation'])
    );
    expect((await sendInvitation(app, documentId)).status).toBe(200);
    expect((await accept(app, tokenIn(await mailbox.waitFor(email, 2)))).status).toBe(200);
  });

  it('say that the email could not be sent, and are sent again later', async () => {
    mailbox.isRejecting = true;
    const email = newEmail('rejected');
    const created = await postInvited(app, 'members', { email });
    expect(created).toMatchObject({
      status: 201,
      body: { meta: { invitation: { sent_at: null, expires_at: expect.any(String) } } },
    });
    const { documentId } = created.body.data;
    const failed = await sendInvitation(app, documentId);
    expect([failed.status, failed.body.error.message]).toEqual([
      400,
      expect.stringContaining('The email could not be sent'),
    ]);
    mailbox.isRejecting = false;
    expect((await getEvents(app, documentId))[0]).toMatchObject({
      type: 'fn',
      details: { operation: 'resend-invitation', reason: 'mail_failed' },
    });
    expect((await sendInvitation(app, documentId)).body.meta.invitation.sent_at).not.toBeNull();
    expect((await accept(app, tokenIn(await mailbox.waitFor(email)))).status).toBe(200);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a password too', { password: PASSWORD }, 'password'],
    ['neither', { invite: false }, 'password'],
    ['a connection without passwords', { connection: 'codes' }, 'invite'],
    ['an unknown connection', { connection: 'unknown' }, 'connection'],
    ['no username where one is required', { connection: 'named' }, 'username'],
    ['an invalid flag', { invite: 'yes' }, 'invite'],
  ])('are rejected with 400 for %s, and create no user', async (_what, user, path) => {
    const email = newEmail();
    const response = await postInvited(app, 'local', { email, ...user });
    expect([response.status, problemPaths(response)]).toEqual([400, [path]]);
    expect(await app.database.count(UIDS.account, { email })).toBe(0);
    expect(mailbox.to(email)).toEqual([]);
  });

  it('are rejected for an email address that another user has', async () => {
    const { email } = await createInvited('members');
    expect((await postInvited(app, 'members', { email })).status).toBe(409);
  });

  it('can be sent and revoked by API tokens with the permission only', async () => {
    const { documentId, email } = await createInvited();
    const path = `/api/user-profile/users/${documentId}/invitation`;
    const { token } = await createApiToken(app, 'custom', [
      'users.sendInvitation',
      'users.revokeInvitation',
    ]);
    const { token: other } = await createApiToken(app, 'custom', ['users.create']);
    for (const method of ['POST', 'DELETE']) {
      expect((await app.request(method, path)).status).toBe(403);
      expect((await app.request(method, path, { token: other })).status).toBe(403);
      const unknown = path.replace(documentId, 'unknown');
      expect((await app.request(method, unknown, { token })).status).toBe(404);
      const body = { data: { email } };
      expect((await app.request(method, path, { token, body })).status).toBe(400);
    }
    const sent = await app.request('POST', path, { token });
    expect([sent.status, sent.body.data.app_metadata]).toEqual([200, undefined]);
    await mailbox.waitFor(email, 2);
    expect((await app.request('DELETE', path, { token })).status).toBe(200);
  });

  it('can be created by API tokens that may create users', async () => {
    const { token } = await createApiToken(app, 'custom', ['users.create']);
    const email = newEmail();
    const body = { data: { connection: 'members', email, invite: true } };
    const created = await app.request('POST', '/api/user-profile/users', { token, body });
    expect([created.status, created.body.meta.invitation?.sent_at]).toEqual([
      201,
      expect.any(String),
    ]);
    expect((await accept(app, tokenIn(await mailbox.waitFor(email)))).status).toBe(200);
  });

  it('keep the username of a connection that has one', async () => {
    const email = newEmail();
    const { body } = await postInvited(app, 'named', { email, username: 'Maple' });
    await accept(app, tokenIn(await mailbox.waitFor(email)));
    expect((await logInAs('maple', 'named')).status).toBe(200);
    expect(body.data.username).toBe('maple');
  });

  it.each([['local'], ['members']])(
    'of the connection %s end with an imported password, with which the user logs in',
    async (connection) => {
      const { documentId, email, token } = await createInvited(connection);
      const record = createAuth0Record({ email, password_hash: hashSync(PASSWORD, 4) });
      const options = { connection, mode: 'merge', match_by: 'email' } as const;
      expect((await importRecords(app, [record], options)).counts).toMatchObject({ updated: 1 });
      const target = connection === 'local' ? undefined : connection;
      expect((await logInAs(email, target)).status).toBe(200);
      expect(await getInvitation(documentId)).toBeNull();
      expect(Boolean((await getAccount(email)).confirmed)).toBe(true);
      expect(await accept(app, token)).toMatchObject(INVALID_INVITATION);
    }
  );

  it('write only details that docs/events.md lists', () => expectDocumentedDetails(app));
});
