import { mustCall } from '../../support/admin-api';
import { createApiToken } from '../../support/api-tokens';
import { createConnection } from '../../support/connections';
import { UIDS } from '../../support/database';
import {
  accept,
  createInvitedUser,
  INVALID_INVITATION,
  invitationEnv,
  type InvitedUser,
  revokeInvitation,
  sendInvitation,
} from '../../support/invitations';
import { logIn } from '../../support/logins';
import { type MailServer, startMailServer } from '../../support/mail';
import { NEW_PASSWORD, PASSWORD } from '../../support/passwords';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getUser, newEmail, problemPaths, userPath } from '../../support/users';

const ROUNDS = 4;
const PARALLEL = 6;

describe('the token of an invitation', () => {
  let app: TestStrapi;
  let mailbox: MailServer;

  beforeAll(async () => {
    mailbox = await startMailServer();
    app = await startStrapi({ env: invitationEnv(mailbox) });
    await createConnection(app, { name: 'members', strategy: 'database' });
  });

  afterAll(async () => {
    await app?.stop();
    await mailbox?.stop();
  });

  const createInvited = (connection?: string) => createInvitedUser(app, mailbox, connection);

  const changeAccount = async (email: string, changes: Record<string, unknown>) => {
    const { token } = await createApiToken(app, 'full-access');
    const [{ id }] = await app.database.rows(UIDS.account, { email });
    const changed = await app.request('PUT', `/api/users/${id}`, { token, body: changes });
    expect(changed.status).toBe(200);
  };

  it.each<[string, (user: { documentId: string; email: string }) => Promise<unknown>]>([
    [
      'a change of the email address',
      ({ documentId }) =>
        mustCall(app, 'PUT', userPath(documentId), { data: { email: newEmail() } }),
    ],
    [
      'a change of the email address by other code',
      ({ email }) => changeAccount(email, { email: newEmail() }),
    ],
    ['a block', ({ documentId }) => mustCall(app, 'POST', userPath(documentId, '/block'))],
    ['a block by other code', ({ email }) => changeAccount(email, { blocked: true })],
    [
      'a password that an admin sets',
      ({ documentId }) =>
        mustCall(app, 'PUT', userPath(documentId, '/password'), { data: { password: PASSWORD } }),
    ],
    ['the deletion of the user', ({ documentId }) => mustCall(app, 'DELETE', userPath(documentId))],
    [
      'its time',
      ({ documentId }) => {
        const expired = new Date(Date.now() - 1000);
        return Promise.all([
          app.database.update(
            UIDS.user,
            { document_id: documentId },
            { invitation_expires_at: expired }
          ),
          app.database.update(UIDS.ticket, { kind: 'invitation' }, { expires_at: expired }),
        ]);
      },
    ],
  ])('is invalid after %s', async (_when, end) => {
    const { documentId, email, token } = await createInvited();
    await end({ documentId, email });
    expect(await accept(app, token, NEW_PASSWORD)).toMatchObject(INVALID_INVITATION);
    // No link works again if the user is unblocked.
    await mustCall(app, 'POST', userPath(documentId, '/unblock')).catch(() => undefined);
    expect(await accept(app, token, NEW_PASSWORD)).toMatchObject(INVALID_INVITATION);
  });

  it('is void after a revocation, and so is a confirmation link of the same user', async () => {
    const { documentId, email, token } = await createInvited();
    const sendConfirmation = () =>
      app.request('POST', '/api/auth/send-email-confirmation', { body: { email } });
    const getConfirmation = async () =>
      (await app.database.rows(UIDS.account, { email }))[0].confirmation_token as string | null;
    await sendConfirmation();
    const link = `/api/auth/email-confirmation?confirmation=${await getConfirmation()}`;
    expect((await revokeInvitation(app, documentId)).status).toBe(200);
    expect((await app.request('GET', link)).status).toBe(400);
    expect(await accept(app, token, NEW_PASSWORD)).toMatchObject(INVALID_INVITATION);
    await sendConfirmation();
    expect(await getConfirmation()).toBeNull();
  });

  it('sets one password if it is sent several times in parallel', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const connection = round % 2 === 0 ? 'local' : 'members';
      const { documentId, email, token } = await createInvited(connection);
      const passwords = Array.from({ length: PARALLEL }, (_, index) => `${PASSWORD}-${index}`);
      const responses = await Promise.all(
        passwords.map((password) => accept(app, token, password))
      );
      const statuses = responses.map(({ status }) => status);
      expect([...statuses].sort()).toEqual([200, ...Array(PARALLEL - 1).fill(400)]);
      const logins = [];
      for (const password of passwords) {
        const login = { identifier: email, password };
        logins.push(await logIn(app, connection === 'local' ? login : { ...login, connection }));
      }
      expect(logins.map(({ status }) => status)).toEqual(statuses);
      expect(await app.database.count(UIDS.event, { profile: documentId, type: 'si' })).toBe(1);
    }
  });

  it.each<[string, (user: InvitedUser) => Promise<{ status: number }>]>([
    ['revoked', ({ documentId }) => revokeInvitation(app, documentId)],
    ['sent again', ({ documentId }) => sendInvitation(app, documentId)],
  ])('is either accepted or %s if both happen in parallel', async (_what, change) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const user = await createInvited();
      const [accepted, changed] = await Promise.all([accept(app, user.token), change(user)]);
      expect([accepted.status, changed.status].sort()).toEqual([200, 400]);
      const { meta } = await getUser(app, user.documentId);
      expect(meta.actions.includes('send-invitation')).toBe(accepted.status === 400);
    }
  });

  it('is rejected with the same error for every unknown value', async () => {
    for (const token of ['unknown', 'x'.repeat(43), '%00', 'é', 'x'.repeat(512)]) {
      expect(await accept(app, token)).toMatchObject(INVALID_INVITATION);
    }
    for (const [token, password, paths] of [
      [undefined, PASSWORD, ['token']],
      [{ $ne: null }, PASSWORD, ['token']],
      ['x'.repeat(513), PASSWORD, ['token']],
      ['unknown', 'x'.repeat(73), ['password']],
      ['unknown', null, ['password']],
    ] as const) {
      const response = await accept(app, token, password);
      expect([response.status, problemPaths(response)]).toEqual([400, paths]);
    }
  });

  it('is rejected with 413 in a body that is too large', async () => {
    expect((await accept(app, 'x'.repeat(2 * 1024 * 1024))).status).toBe(413);
  });

  it('is limited in the number of attempts of one client', async () => {
    const statuses = [];
    for (let attempt = 0; attempt < 51; attempt += 1) {
      statuses.push((await accept(app, 'unknown', PASSWORD, '203.0.113.7')).status);
    }
    expect(statuses).toEqual([...Array(50).fill(400), 429]);
  });

  it('is stored as a hash only, without the email address', async () => {
    const { token, email } = await createInvited();
    const stored = await app.database.rows(UIDS.ticket, { kind: 'invitation' });
    expect(stored.length).toBeGreaterThan(0);
    expect(JSON.stringify(stored)).not.toContain(email);
    const others = await Promise.all([
      app.database.rows(UIDS.user, {}),
      app.database.rows(UIDS.event, {}),
    ]);
    expect(JSON.stringify([stored, others]) + app.output()).not.toContain(token);
  });
});
