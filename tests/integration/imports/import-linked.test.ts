import { hashSync } from '@node-rs/bcrypt';

import type { UserImport } from '../../../plugins/user-profile/shared/contracts/imports';
import { newCredentials } from '../../support/accounts';
import { callAdmin } from '../../support/admin-api';
import { createAuth0Record } from '../../support/auth0-records';
import { createConnection } from '../../support/connections';
import { UIDS } from '../../support/database';
import {
  type IdentityProvider,
  logInWithProvider,
  startIdentityProvider,
} from '../../support/identity-provider';
import {
  importRecords as importRecordsOf,
  toNdjson,
  uploadImport,
  waitForImport,
} from '../../support/imports';
import {
  createVouchingConnection,
  logInWithClaims,
  mustUnlink,
  VOUCHING_STRATEGY,
} from '../../support/linking';
import { logIn } from '../../support/logins';
import { PASSWORD } from '../../support/passwords';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getUser, newEmail } from '../../support/users';

const STAFF = 'staff';
const CONNECTIONS = { 'Username-Password-Authentication': 'local', 'google-oauth2': STAFF };
const HASH = hashSync(PASSWORD, 4);

let sequence = 0;

/** A linked identity as Auth0 exports one. */
const createIdentity = (profileData: object = {}, more: object = {}) => {
  sequence += 1;
  return {
    user_id: `10${sequence}`,
    provider: 'google-oauth2',
    connection: 'google-oauth2',
    isSocial: true,
    profileData: {
      email: newEmail(`linked${sequence}`),
      email_verified: true,
      name: 'Ada L',
      ...profileData,
    },
    ...more,
  };
};

/** A user with a password and further identities. */
const createRecord = (others: object[], more: object = {}) => {
  const record = createAuth0Record({ password_hash: HASH, ...more });
  return { ...record, identities: [...record.identities, ...others] };
};

describe('the import of a user with several identities', () => {
  const person = newCredentials();
  let provider: IdentityProvider;
  let app: TestStrapi;

  beforeAll(async () => {
    provider = await startIdentityProvider({ login: person.username, email: person.email });
    const env = { ...VOUCHING_STRATEGY, SAMPLE_PROVIDER_URL: provider.url };
    app = await startStrapi({ env });
    await createVouchingConnection(app, STAFF);
    await createConnection(app, { name: 'members', strategy: 'database' });
  });

  afterAll(async () => {
    await app?.stop();
    await provider?.stop();
  });

  const importRecords = (records: object[], options: object = {}): Promise<UserImport> =>
    importRecordsOf(app, records, { connections: CONNECTIONS, ...options });

  const getReport = async ({ id }: UserImport) => {
    const { body } = await callAdmin(app, 'GET', `/imports/${id}/errors?format=ndjson`);
    const lines: string[] = String(typeof body === 'string' ? body : JSON.stringify(body)).split(
      '\n'
    );
    return lines.filter(Boolean).map((line) => JSON.parse(line));
  };

  const getIdentities = async (id: string) =>
    (await getUser(app, id)).data.identities.map(({ connection, user_id: at }) => [connection, at]);

  it('links them, so each logs in as the same user', async () => {
    const identity = createIdentity();
    const record = createRecord([identity]);
    const result = await importRecords([record]);
    expect(result).toMatchObject({
      counts: { created: 1, failed: 0 },
      ignored_fields: {},
    });
    const { data: profile } = await getUser(app, record.user_id);
    expect(profile.identities).toEqual([
      expect.objectContaining({ connection: 'local' }),
      expect.objectContaining({
        connection: STAFF,
        user_id: identity.user_id,
        profileData: expect.objectContaining(identity.profileData),
      }),
    ]);
    expect(profile.name).toBe(record.name);
    const byPassword = await logIn(app, { identifier: record.email });
    const byClaims = await logInWithClaims(app, STAFF, { id: identity.user_id });
    expect([byPassword.status, byClaims.status]).toEqual([200, 200]);
    expect(byClaims.body.user.id).toBe(byPassword.body.user.id);

    await mustUnlink(app, record.user_id, `${STAFF}|${identity.user_id}`);
    const { data: unlinked } = await getUser(app, `vouching|${STAFF}|${identity.user_id}`);
    expect(unlinked).toMatchObject({ name: 'Ada L', email: identity.profileData.email });
  });

  it('links the account of a provider of Users & Permissions', async () => {
    const identity = createIdentity({ email: person.email });
    const record = createRecord([identity]);
    const connections = { ...CONNECTIONS, 'google-oauth2': 'sample' };
    expect((await importRecords([record], { connections })).counts).toMatchObject({ created: 1 });
    const response = await logInWithProvider(app);
    expect(response.status).toBe(200);
    const { user } = (await response.json()) as { user: { email: string } };
    expect(user.email).toBe(record.email);
  });

  it('gives the password to the first identity that can have it', async () => {
    const email = newEmail();
    const record = createAuth0Record({ password_hash: HASH });
    const [own] = record.identities;
    const identities = [createIdentity(), { ...own, profileData: { email } }];
    const result = await importRecords([{ ...record, identities }]);
    expect(result).toMatchObject({ counts: { created: 1, failed: 0 }, ignored_fields: {} });
    const { status, body } = await logIn(app, { identifier: email });
    expect([status, body.user?.email]).toEqual([200, record.email]);
  });

  it('blocks all accounts of a blocked user', async () => {
    const identity = createIdentity();
    await importRecords([createRecord([identity], { blocked: true })]);
    expect((await logInWithClaims(app, STAFF, { id: identity.user_id })).status).toBe(400);
    expect(await app.database.count(UIDS.account, { blocked: true })).toBe(2);
  });

  it('counts the identities that the site has no connection for', async () => {
    const unknown = createIdentity({}, { connection: 'facebook' });
    const record = createRecord([unknown, createIdentity()]);
    expect(await importRecords([record])).toMatchObject({
      counts: { created: 1, failed: 0 },
      ignored_fields: { 'identities.facebook': 1 },
    });
    expect(await getIdentities(record.user_id)).toHaveLength(2);
  });

  it('counts those of twenty unknown connections by name, and the others together', async () => {
    const unknown = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) =>
        createIdentity({}, { connection: `unknown-${from + index}` })
      );
    const records = [
      createRecord(unknown(0, 19)),
      createRecord(unknown(19, 38)),
      // An attribute that is not imported needs its room in the report too.
      createRecord([...unknown(0, 1), ...unknown(38, 56)], { multifactor: ['guardian'] }),
    ];
    const { counts, ignored_fields: ignored } = await importRecords(records);
    expect(counts).toMatchObject({ created: 3, failed: 0 });
    const { 'identities.*': others, multifactor, ...named } = ignored;
    expect({ others, multifactor }).toEqual({ others: 36, multifactor: 1 });
    expect(Object.keys(named)).toHaveLength(20);
    expect(named).toMatchObject({ 'identities.unknown-0': 2, 'identities.unknown-19': 1 });
  });

  it('links an identity that a user has twice once, and counts the other', async () => {
    const identity = createIdentity();
    const { email: _same, ...profileData } = identity.profileData;
    const record = createRecord([identity, { ...identity, profileData }]);
    expect(await importRecords([record])).toMatchObject({
      counts: { created: 1, failed: 0 },
      ignored_fields: { 'identities.google-oauth2': 1 },
    });
    expect(await getIdentities(record.user_id)).toEqual([
      ['local', expect.any(String)],
      [STAFF, identity.user_id],
    ]);
  });

  it('creates an account of an export once if two identities have its documentId', async () => {
    const id = `a${String(Date.now()).padStart(23, 'a')}`;
    const emails = [newEmail(), newEmail(), newEmail()];
    const [own, ...others] = [
      { connection: 'local', user_id: id, profileData: { email: emails[0] } },
      { connection: 'local', user_id: id, profileData: { email: emails[1] } },
      { connection: 'sample', user_id: id, profileData: { email: emails[2] } },
    ];
    const record = { user_id: `local|${id}`, email: emails[0], documentId: id };
    const { counts, ignored_fields: ignored } = await importRecordsOf(app, [
      { ...record, identities: [own, ...others] },
    ]);
    expect(counts).toMatchObject({ created: 1, failed: 0 });
    expect(ignored).toEqual({ 'identities.local': 1, 'identities.sample': 1 });
    expect(await getIdentities(record.user_id)).toEqual([['local', id]]);
    expect(await app.database.count(UIDS.account, { document_id: id })).toBe(1);
  });

  it('links an identity without its email address if the site allows each one once', async () => {
    const record = createAuth0Record();
    const identity = createIdentity({ email: record.email });
    const given = { ...record, identities: [...record.identities, identity] };
    expect((await importRecords([given])).counts).toMatchObject({ created: 1 });
    expect(await app.database.count(UIDS.account, { email: record.email })).toBe(1);
    expect((await logInWithClaims(app, STAFF, { id: identity.user_id })).status).toBe(200);

    // The login of such a connection needs the email address, which the other account has.
    const other = createAuth0Record();
    const member = createIdentity({ email: other.email }, { connection: 'members' });
    const both = { ...other, identities: [...other.identities, member] };
    expect(await importRecords([both])).toMatchObject({
      counts: { created: 1 },
      ignored_fields: { 'identities.members': 1 },
    });
  });

  it('reports an identity that another user of the site or the file has', async () => {
    const taken = createIdentity();
    await logInWithClaims(app, STAFF, { id: taken.user_id });
    const shared = createIdentity();
    const records = [[taken], [shared], [shared], ['text'], [{ ...shared, user_id: null }]];
    const result = await importRecords(records.map((others) => createRecord(others as object[])));
    expect(result.counts).toMatchObject({ created: 1, failed: 4 });
    expect(await getReport(result)).toMatchObject([
      { line: 1, field: 'identities[1]', reason: 'Another user has this identity' },
      {
        line: 3,
        field: 'identities[1].user_id',
        reason: 'Line 2 of the file has the same id',
      },
      { line: 4, field: 'identities[1]', reason: 'must be an object' },
      { line: 5, field: 'identities[1].user_id', reason: 'is required' },
    ]);
  });

  it('links nothing to a user who exists, and counts it', async () => {
    const record = createRecord([]);
    await importRecords([record]);
    const later = { ...record, identities: [...record.identities, createIdentity()] };
    for (const [mode, ignored] of [
      ['skip', {}],
      ['merge', { 'identities.google-oauth2': 1 }],
    ] as const) {
      const result = await importRecords([later], { mode });
      expect(result.ignored_fields).toEqual(ignored);
    }
    expect(await getIdentities(record.user_id)).toHaveLength(1);
  });

  it('counts the password of the line if it is that of a linked identity', async () => {
    const email = newEmail();
    const record = createAuth0Record({ password_hash: HASH });
    const [own] = record.identities;
    const records = [
      { ...record, identities: [createIdentity(), { ...own, profileData: { email } }] },
    ];
    await importRecords(records);
    const { ignored_fields: ignored } = await importRecords(records, { mode: 'merge' });
    expect(ignored).toEqual({ password_hash: 1 });
  });

  it('gives a password to the account of the line if the user has several in the connection', async () => {
    const [email, second] = [newEmail('first'), newEmail('second')];
    const identityOf = (user_id: string, more: object = {}) => ({
      user_id,
      connection: 'members',
      ...more,
    });
    const linked = identityOf('m2', { profileData: { email: second } });
    const user = { user_id: 'database|members|m1', email, identities: [identityOf('m1'), linked] };
    expect((await importRecords([user])).counts).toMatchObject({ created: 1 });
    const line = { user_id: 'database|members|m2', email, password_hash: HASH };
    const again = { ...line, identities: [identityOf('m2')] };
    expect((await importRecords([again], { mode: 'merge' })).counts).toMatchObject({ updated: 1 });
    const passwordOf = async (address: string) =>
      (await app.database.rows(UIDS.account, { email: address }))[0].password;
    expect([await passwordOf(email), await passwordOf(second)]).toEqual([null, HASH]);
  });

  it('links as many identities as a batch has users', async () => {
    const records = Array.from({ length: 500 }, () => {
      const record = createAuth0Record();
      return { ...record, identities: [...record.identities, createIdentity()] };
    });
    const before = await app.database.count(UIDS.identity);
    expect((await importRecords(records)).counts).toMatchObject({ created: 500, failed: 0 });
    expect(await app.database.count(UIDS.identity)).toBe(before + 1000);
  });

  it('is for the command only, because linking needs more permissions', async () => {
    const record = createRecord([createIdentity()]);
    const { body } = await uploadImport(app, toNdjson([record]), {
      run: true,
      connections: CONNECTIONS,
    });
    expect(await waitForImport(app, body.data.id)).toMatchObject({
      counts: { created: 1 },
      ignored_fields: { 'identities.google-oauth2': 1 },
    });
    expect(await getIdentities(record.user_id)).toHaveLength(1);
  });

  it('changes nothing the second time', async () => {
    const records = [createRecord([createIdentity()]), createRecord([createIdentity()])];
    await importRecords(records);
    const before = await app.database.count(UIDS.identity);
    for (const mode of ['skip', 'merge', 'replace'] as const) {
      const { counts, ignored_fields: ignored } = await importRecords(records, { mode });
      expect({ ...counts, ignored }).toMatchObject({ created: 0, updated: 0, failed: 0 });
      expect(ignored).toEqual({});
    }
    expect(await app.database.count(UIDS.identity)).toBe(before);
  });
});
