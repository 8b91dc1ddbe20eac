import { type Account, registerAccount } from '../../support/accounts';
import { mustCall } from '../../support/admin-api';
import { getFullAccessToken } from '../../support/api-tokens';
import { createConnection } from '../../support/connections';
import { UIDS } from '../../support/database';
import { mustLink, mustUnlink } from '../../support/linking';
import { logIn, signUp } from '../../support/logins';
import { type MailServer, startMailServer } from '../../support/mail';
import { createOtherDatabase, type OtherDatabase } from '../../support/other-database';
import { NEW_PASSWORD, PASSWORD } from '../../support/passwords';
import { getEventTypes, getProfileByEmail } from '../../support/profiles';
import { runInServer, SERVER_CODE } from '../../support/run-in-server';
import { getArticlesStatus, mustLogIn } from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import {
  getProfile,
  getUser,
  newEmail,
  problemPaths,
  updateAdvancedSettings,
  userIdOf,
  userPath,
  verifyEmail,
} from '../../support/users';
import { waitForEqual } from '../../support/wait';

let mailbox: MailServer;
let other: OtherDatabase;
let app: TestStrapi;

const start = async (env: Record<string, string> = {}) => {
  mailbox = await startMailServer();
  other = createOtherDatabase();
  app = await startStrapi({
    env: {
      ...SERVER_CODE,
      ...other.env,
      ...mailbox.env,
      USER_PROFILE_CONFIG: JSON.stringify({ linking: { automatic: true } }),
      ...env,
    },
  });
  // Attackers can then register the email address of a victim, and victims still log in elsewhere.
  await updateAdvancedSettings(app, { unique_email: false });
  const options = { verification_email: true };
  await createConnection(app, { name: 'members', strategy: 'database', options });
};

const stop = async () => {
  await app?.stop();
  await other?.drop();
  await mailbox?.stop();
};

const tokenIn = (text: string, parameter: string): string =>
  new RegExp(`${parameter}[=:] ?([\\w-]{20,})`).exec(text)?.[1] ?? '';

/** The token of the newest confirmation link that an admin had sent to a user. */
const sendConfirmation = async (documentId: string, email: string): Promise<string> => {
  const earlier = mailbox.to(email).length;
  await mustCall(app, 'POST', userPath(documentId, '/verification-email'));
  return tokenIn((await mailbox.waitFor(email, earlier + 1)).text, 'confirmation');
};

const requestReset = async (email: string): Promise<string> => {
  const earlier = mailbox.to(email).length;
  await app.request('POST', '/api/auth/forgot-password', { body: { email } });
  return tokenIn((await mailbox.waitFor(email, earlier + 1)).text, 'code');
};

const confirm = async (token: string): Promise<number> =>
  (await app.request('GET', `/api/auth/email-confirmation?confirmation=${token}`)).status;

const reset = (code: string, password = NEW_PASSWORD) =>
  app.request('POST', '/api/auth/reset-password', {
    body: { code, password, passwordConfirmation: password },
  });

const saveInContentManager = async ({ documentId, username }: Account, changes: object) => {
  const { status } = await app.request(
    'PUT',
    `/content-manager/collection-types/plugin::users-permissions.user/${documentId}`,
    { token: await app.adminToken(), body: { username, ...changes } }
  );
  expect(status).toBe(200);
};

const findMe = async (token: string) =>
  (await app.request('GET', '/api/user-profile/me', { token })).body.data;

/** A user of the connection `legacy`, whose source is another database. */
const createPerson = async (email: string, isVerified = false) => {
  const username = newEmail().split('@')[0];
  const id = await other.create({ email, username, password: PASSWORD });
  await other.people.where({ id }).update({ verified: isVerified ? 1 : 0 });
  const logInThere = async () => {
    const { status, body } = await logIn(app, { connection: 'legacy', identifier: username });
    expect(status).toBe(200);
    return body;
  };
  return { id, logIn: logInThere };
};

describe('links that were mailed to an email address', () => {
  beforeAll(() => start());
  afterAll(stop);

  const PATHS: [string, (account: Account, email: string) => Promise<unknown>][] = [
    [
      'an admin in the panel',
      (account, email) => mustCall(app, 'PUT', userPath(userIdOf(account)), { data: { email } }),
    ],
    [
      'an API token',
      async (account, email) =>
        app.request('PUT', `/api/user-profile${userPath(userIdOf(account))}`, {
          token: await getFullAccessToken(app),
          body: { data: { email } },
        }),
    ],
    ['the Content Manager', (account, email) => saveInContentManager(account, { email })],
    [
      'the route of Users & Permissions',
      async (account, email) =>
        app.request('PUT', `/api/users/${account.id}`, {
          token: await getFullAccessToken(app),
          body: { email },
        }),
    ],
    [
      'code that uses the Document Service',
      ({ documentId }, email) =>
        runInServer(
          app,
          (strapi, id, data) =>
            strapi
              .documents('plugin::users-permissions.user')
              .update({ documentId: id, data: data as object }),
          documentId,
          { email }
        ),
    ],
    [
      'code that updates many accounts',
      ({ id }, email) =>
        runInServer(
          app,
          (strapi, where, data) =>
            strapi.db.query('plugin::users-permissions.user').updateMany({ where, data }),
          { id },
          { email }
        ),
    ],
  ];

  const createMailed = async () => {
    const account = await registerAccount(app);
    const { documentId } = await getProfile(app, account);
    const confirmation = await sendConfirmation(documentId, account.email);
    return { account, documentId, confirmation, code: await requestReset(account.email) };
  };

  it.each(PATHS)('are void once the email address is changed by %s', async (_path, change) => {
    const { account, documentId, confirmation, code } = await createMailed();
    const email = newEmail('victim');
    await change(account, email);
    expect(await confirm(confirmation)).toBe(400);
    expect((await reset(code)).status).toBe(400);
    expect(await getProfile(app, account)).toMatchObject({ email, email_verified: false });
    expect(await confirm(await sendConfirmation(documentId, email))).toBeLessThan(400);
    expect((await getProfile(app, account)).email_verified).toBe(true);
  });

  it.each(PATHS)('stay valid if %s saves the same email address', async (_path, change) => {
    const { account, confirmation, code } = await createMailed();
    await change(account, account.email);
    expect(await confirm(confirmation)).toBeLessThan(400);
    expect((await getProfile(app, account)).email_verified).toBe(true);
    expect((await reset(code)).status).toBe(200);
  });

  it('stay valid if code stores their token together with the new email address', async () => {
    const { account, confirmation } = await createMailed();
    const email = newEmail('victim');
    const token = 'a'.repeat(40);
    const update = (data: object) =>
      runInServer(
        app,
        (strapi, where, changes) =>
          strapi.db.query('plugin::users-permissions.user').update({ where, data: changes }),
        { id: account.id },
        data
      );
    await update({ email, confirmationToken: token });
    expect(await confirm(confirmation)).toBe(400);
    expect(await confirm(token)).toBeLessThan(400);
    expect(await getProfile(app, account)).toMatchObject({ email, email_verified: true });
  });

  it('are void if code stores the old token together with the new email address', async () => {
    const { account, confirmation } = await createMailed();
    await saveInContentManager(account, {
      email: newEmail('victim'),
      confirmationToken: confirmation,
    });
    expect(await confirm(confirmation)).toBe(400);
    expect((await getProfile(app, account)).email_verified).toBe(false);
  });

  it('are void once the source of the user returns another email address', async () => {
    const [evil, victim] = [newEmail('evil'), newEmail('victim')];
    const attacker = await createPerson(evil);
    await attacker.logIn();
    const { documentId } = await getProfileByEmail(app, evil);
    const confirmation = await sendConfirmation(documentId, evil);
    await other.people.where({ id: attacker.id }).update({ email: victim });
    await attacker.logIn();
    expect(await confirm(confirmation)).toBe(400);
    expect((await getUser(app, documentId)).data).toMatchObject({
      email: victim,
      email_verified: false,
    });
    expect(await other.find(victim)).toMatchObject({ verified: 0 });
  });

  it('do not verify an email address that only the source has so far', async () => {
    const [evil, victim] = [newEmail('evil'), newEmail('victim')];
    const attacker = await createPerson(evil);
    await attacker.logIn();
    const { documentId } = await getProfileByEmail(app, evil);
    const confirmation = await sendConfirmation(documentId, evil);
    await other.people.where({ id: attacker.id }).update({ email: victim });
    expect(await confirm(confirmation)).toBe(400);
    expect(await other.find(victim)).toMatchObject({ verified: 0 });
    await attacker.logIn();
    expect((await getUser(app, documentId)).data.email_verified).toBe(false);
  });

  it('give the attacker of a sign-up nothing once the email address is changed', async () => {
    const [evil, victim] = [newEmail('evil'), newEmail('victim')];
    await signUp(app, 'members', { email: evil, password: PASSWORD });
    const confirmation = tokenIn((await mailbox.waitFor(evil)).text, 'confirmation');
    const { documentId } = await getProfileByEmail(app, evil);
    await mustCall(app, 'PUT', userPath(documentId), { data: { email: victim } });
    expect(await confirm(confirmation)).toBe(400);
    const owner = await createPerson(victim, true);
    expect((await findMe((await owner.logIn()).jwt)).documentId).not.toBe(documentId);
  });

  it('give the attacker of an unconfirmed registration nothing once the email address is changed', async () => {
    await updateAdvancedSettings(app, { email_confirmation: true });
    try {
      const attacker = await registerAccount(app);
      const confirmation = tokenIn((await mailbox.waitFor(attacker.email)).text, 'confirmation');
      const email = newEmail('victim');
      await mustCall(app, 'PUT', userPath(userIdOf(attacker)), { data: { email } });
      expect(await confirm(confirmation)).toBe(400);
      const owner = await createPerson(email, true);
      const { documentId } = await getProfile(app, attacker);
      expect((await findMe((await owner.logIn()).jwt)).documentId).not.toBe(documentId);
    } finally {
      await updateAdvancedSettings(app, { email_confirmation: false });
    }
  });

  it('verify no later email address of a linked identity', async () => {
    const [primary, evil] = [await registerAccount(app), newEmail('evil')];
    await signUp(app, 'members', { email: evil, password: PASSWORD });
    const member = await getProfileByEmail(app, evil);
    await mustCall(app, 'PUT', userPath(member.documentId), { data: { email_verified: true } });
    await mustLink(app, userIdOf(primary), member.documentId);
    const [account] = await app.database.rows(UIDS.account, { email: evil });
    const victim = newEmail('victim');
    await saveInContentManager(
      { documentId: account.document_id, username: account.username } as Account,
      { email: victim }
    );
    const { status } = await logIn(app, { connection: 'members', identifier: victim });
    expect(status).toBe(200);
    const [, identity] = (await getProfile(app, primary)).identities;
    const { meta } = await mustUnlink(app, userIdOf(primary), `members|${identity.user_id}`);
    expect((await getUser(app, meta.unlinked.documentId)).data).toMatchObject({
      email: victim,
      email_verified: false,
    });
  });

  it('reach users whose email address was entered in upper case', async () => {
    const account = await registerAccount(app);
    const email = newEmail();
    await saveInContentManager(account, { email: email.toUpperCase() });
    expect(await app.database.count(UIDS.account, { email })).toBe(1);
    expect((await logIn(app, { identifier: email, password: account.password })).status).toBe(200);
    expect((await reset(await requestReset(email))).status).toBe(200);
  });
});

describe.each(['refresh', 'legacy-support'])('email addresses of other people (%s)', (mode) => {
  beforeAll(() => start({ UP_JWT_MANAGEMENT: mode }));
  afterAll(stop);

  const link = (caller: string, token: string) =>
    app.request('POST', '/api/user-profile/me/identities', {
      token: caller,
      body: { data: { token } },
    });

  /** An account that an attacker registers with the email address of a victim. */
  const registerVictim = () => registerAccount(app);

  const createAttacker = async () => {
    const email = newEmail('evil');
    const person = await createPerson(email, true);
    const { jwt } = await person.logIn();
    return { ...person, email, jwt, documentId: (await getProfileByEmail(app, email)).documentId };
  };

  it('cannot be used to link an identity', async () => {
    const [account, attacker] = [await registerVictim(), await createAttacker()];
    const { jwt } = await mustLogIn(app, account);
    const response = await link(jwt, attacker.jwt);
    expect([response.status, problemPaths(response)]).toEqual([400, ['token']]);
    expect(response.body.error.message).toMatch(/not verified/);
    expect((await getProfile(app, account)).identities).toHaveLength(1);
  });

  it('do not keep users from linking once their own is verified', async () => {
    const [account, attacker] = [await registerAccount(app), await createAttacker()];
    await verifyEmail(app, account);
    const { jwt } = await mustLogIn(app, account);
    expect((await link(jwt, attacker.jwt)).status).toBe(201);
  });

  it('do not keep users without an email address from linking', async () => {
    const username = newEmail().split('@')[0];
    await other.create({ email: null as unknown as string, username, password: PASSWORD });
    const { body } = await logIn(app, { connection: 'legacy', identifier: username });
    expect((await link(body.jwt, (await createAttacker()).jwt)).status).toBe(201);
  });

  it('do not keep admins from linking', async () => {
    const [account, attacker] = [await registerAccount(app), await createAttacker()];
    await mustLink(app, userIdOf(account), attacker.documentId);
    expect((await getProfile(app, account)).identities).toHaveLength(2);
  });

  /** The attacker logs in with the linked identity and with every token from before. */
  const expectAttackerOut = async (
    attacker: Awaited<ReturnType<typeof createAttacker>>,
    victimId: string,
    tokens: string[]
  ) => {
    for (const token of tokens) {
      expect(await getArticlesStatus(app, token)).toBe(401);
    }
    const { jwt } = await attacker.logIn();
    const me = await findMe(jwt);
    expect(me.documentId).not.toBe(victimId);
    expect(JSON.stringify(me)).not.toContain('of the victim');
  };

  const keepSecret = (token: string) =>
    app.request('PUT', '/api/user-profile/me', {
      token,
      body: { data: { user_metadata: { secret: 'of the victim' } } },
    });

  it('give their owner the user without the identities that were linked before the reset', async () => {
    const [account, attacker] = [await registerVictim(), await createAttacker()];
    const { documentId } = await getProfile(app, account);
    await mustLink(app, documentId, attacker.documentId);
    const before = [(await mustLogIn(app, account)).jwt, (await attacker.logIn()).jwt];
    expect((await findMe(before[1])).documentId).toBe(documentId);

    const { status, body } = await reset(await requestReset(account.email));
    expect(status).toBe(200);
    expect((await findMe(body.jwt)).documentId).toBe(documentId);
    expect((await keepSecret(body.jwt)).status).toBe(200);
    expect(await getProfile(app, account)).toMatchObject({
      email_verified: true,
      identities: [{ connection: 'local' }],
    });
    await expectAttackerOut(attacker, documentId, before);
  });

  it('give their owner a user that the attacker does not have if the attacker linked the account', async () => {
    const [account, attacker] = [await registerVictim(), await createAttacker()];
    const ofAccount = await mustLogIn(app, account);
    expect((await link(attacker.jwt, ofAccount.jwt)).status).toBe(201);
    const asAttacker = (await mustLogIn(app, account)).jwt;
    expect((await findMe(asAttacker)).documentId).toBe(attacker.documentId);

    const { status, body } = await reset(await requestReset(account.email));
    expect(status).toBe(200);
    const me = await findMe(body.jwt);
    expect(me).toMatchObject({ user_id: userIdOf(account), email_verified: true });
    expect(me.identities).toHaveLength(1);
    expect((await keepSecret(body.jwt)).status).toBe(200);
    await expectAttackerOut(attacker, me.documentId, [asAttacker]);
    expect((await getUser(app, attacker.documentId)).data.identities).toHaveLength(1);
    const getPasswordEvents = async (id: string) =>
      (await getEventTypes(app, id)).filter((type) => type === 'scp');
    await waitForEqual(() => getPasswordEvents(me.documentId), ['scp']);
    expect(await getPasswordEvents(attacker.documentId)).toEqual([]);
    const again = await mustLogIn(app, { email: account.email, password: NEW_PASSWORD });
    expect((await findMe(again.jwt)).documentId).toBe(me.documentId);
  });

  it('give their owner a member without the identities that were linked before the reset', async () => {
    const [email, attacker] = [newEmail('victim'), await createAttacker()];
    const before = (await signUp(app, 'members', { email, password: PASSWORD })).body.jwt;
    const { documentId } = await getProfileByEmail(app, email);
    await mustLink(app, documentId, attacker.documentId);
    await mailbox.waitFor(email);
    await app.request('POST', '/api/user-profile/password-reset', {
      body: { connection: 'members', email },
    });
    const code = tokenIn((await mailbox.waitFor(email, 2)).text, 'code');
    const { status } = await app.request('POST', '/api/user-profile/password-reset/confirm', {
      body: { code, password: NEW_PASSWORD },
    });
    expect(status).toBe(200);
    expect(await getProfileByEmail(app, email)).toMatchObject({
      documentId,
      email_verified: true,
      identities: [{ connection: 'members' }],
    });
    await expectAttackerOut(attacker, documentId, [before]);
  });

  it('do not cost verified users their linked identities when they reset their password', async () => {
    const [account, attacker] = [await registerAccount(app), await createAttacker()];
    await verifyEmail(app, account);
    await mustLink(app, userIdOf(account), attacker.documentId);
    expect((await reset(await requestReset(account.email))).status).toBe(200);
    expect((await getProfile(app, account)).identities).toHaveLength(2);
  });

  it('have their earlier logins ended by each password reset', async () => {
    const account = await registerAccount(app);
    await verifyEmail(app, account);
    const { body } = await reset(await requestReset(account.email));
    expect(await getArticlesStatus(app, body.jwt)).toBe(200);
    expect(await getArticlesStatus(app, account.jwt)).toBe(401);
  });

  it('have the logins with a linked identity ended when its password is reset', async () => {
    const [person, account] = [await createAttacker(), await registerAccount(app)];
    await verifyEmail(app, account);
    await mustLink(app, person.documentId, userIdOf(account));
    await reset(await requestReset(account.email));
    const before = await mustLogIn(app, { email: account.email, password: NEW_PASSWORD });
    const { jwt: ofPerson } = await person.logIn();
    const { body } = await reset(await requestReset(account.email), PASSWORD);
    expect((await findMe(body.jwt)).documentId).toBe(person.documentId);
    expect(await getArticlesStatus(app, before.jwt)).toBe(401);
    expect(await getArticlesStatus(app, ofPerson)).toBe(200);
  });

  it('are verified by a password reset', async () => {
    const account = await registerAccount(app);
    expect((await getProfile(app, account)).email_verified).toBe(false);
    const { body } = await reset(await requestReset(account.email));
    expect((await getProfile(app, account)).email_verified).toBe(true);
    expect((await link(body.jwt, (await createAttacker()).jwt)).status).toBe(201);
  });
});
