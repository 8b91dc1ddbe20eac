import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import type { UserImport } from '../../../plugins/user-profile/shared/contracts/imports';
import { findAccount, siteWithFields } from '../../support/account-fields';
import { callAdmin, mustCall } from '../../support/admin-api';
import { getApiToken } from '../../support/api-tokens';
import { createAuth0Record } from '../../support/auth0-records';
import { createConnection } from '../../support/connections';
import { tableOf, UIDS } from '../../support/database';
import {
  getImportErrors,
  importFile,
  createFile,
  importRecords,
  streamImport,
  toNdjson,
  uploadImport,
  waitForImport,
} from '../../support/imports';
import { recordSql } from '../../support/query-log';
import { runInServer } from '../../support/run-in-server';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { newEmail, userPath } from '../../support/users';

const HANDLERS = ['imports.upload', 'imports.run', 'imports.findOne'];

describe('an import', () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'guards-'));
  let app: TestStrapi;

  beforeAll(async () => {
    const accounts = { defaults: { company: 'ACME', plan: 'free' } };
    app = await startStrapi({ env: siteWithFields({ imports: { directory }, accounts }) });
  });

  afterAll(() => app?.stop());

  beforeEach(async () => {
    const { body } = await callAdmin(app, 'GET', '/imports');
    for (const { id } of body.data) {
      await callAdmin(app, 'DELETE', `/imports/${id}`);
    }
  });

  const run = async (id: string, data: object, token?: string) =>
    app.request('POST', `/${token ? 'api/' : ''}user-profile/imports/${id}/run`, {
      token: token ?? (await app.adminToken()),
      body: { data: { connection: 'local', ...data } },
    });

  const upload = async (token: string, content: string): Promise<string> =>
    (await streamImport(app, content, '', { authorization: `Bearer ${token}` })).body.data.id;

  it('cannot run twice at the same time, nor be deleted while it runs', async () => {
    const records = Array.from({ length: 50 }, () => createAuth0Record());
    const { body } = await uploadImport(app, toNdjson(records));
    const { id } = body.data;
    const runs = await Promise.all([1, 2].map(() => run(id, {})));
    expect(runs.map(({ status }) => status).sort()).toEqual([202, 409]);
    await waitForImport(app, id);
    const missing = await run(id, {});
    expect(missing.status).toBe(409);
  });

  it('changes users who exist only with the permission to update users', async () => {
    const content = toNdjson([createAuth0Record()]);
    const token = await getApiToken(app, 'custom', HANDLERS);
    const id = await upload(token, content);
    const rejected = await run(id, { mode: 'merge' }, token);
    expect(rejected.status).toBe(403);
    expect(rejected.body.error.details.missing_permissions).toEqual([
      'plugin::user-profile.users.update',
    ]);
    const query = '?run=true&connection=local&mode=replace';
    const authorization = `Bearer ${token}`;
    expect((await streamImport(app, content, query, { authorization })).status).toBe(403);

    const updater = await getApiToken(app, 'custom', [...HANDLERS, 'users.update']);
    expect((await run(id, { mode: 'merge' }, updater)).status).toBe(202);
    await waitForImport(app, id);
  });

  it('marks email addresses as verified only with the permission to set passwords', async () => {
    const token = await getApiToken(app, 'custom', [...HANDLERS, 'users.update']);
    const isVerified = async ({ email }: { email: string }) =>
      (await app.database.rows(UIDS.user, { email })).map((user) => user.email_verified);
    const records = [createAuth0Record(), createAuth0Record({ email_verified: false })];
    const id = await upload(token, toNdjson(records));
    await run(id, {}, token);
    expect(await waitForImport(app, id)).toMatchObject({
      counts: { created: 2 },
      ignored_fields: { email_verified: 1 },
    });
    expect(await isVerified(records[0])).toEqual([false]);

    const merge = async (by?: string) => {
      const content = toNdjson(records.map((each) => ({ ...each, email_verified: true })));
      const again = await upload(by ?? token, content);
      await run(again, { mode: 'merge' }, by);
      return waitForImport(app, again);
    };
    expect(await merge(token)).toMatchObject({ counts: { unchanged: 2 } });
    const handlers = [...HANDLERS, 'users.update', 'users.setPassword'];
    const setter = await getApiToken(app, 'custom', handlers);
    expect(await merge(setter)).toMatchObject({ counts: { updated: 2 }, ignored_fields: {} });
    expect(await isVerified(records[1])).toEqual([true]);
  });

  it('starts with its upload only with the permission to run imports', async () => {
    const content = toNdjson([createAuth0Record()]);
    const token = await getApiToken(app, 'custom', ['imports.upload']);
    const headers = { authorization: `Bearer ${token}` };
    const rejected = await streamImport(app, content, '?run=true&connection=local', headers);
    expect(rejected.status).toBe(403);
    expect(rejected.body.error.details.missing_permissions).toEqual([
      'plugin::user-profile.imports.run',
    ]);
    expect(fs.readdirSync(directory)).toEqual([]);
    expect((await streamImport(app, content, '', headers)).status).toBe(201);
  });

  it('shows the rows of a file to the token that has sent it, and to those that may read users', async () => {
    const token = await getApiToken(app, 'custom', HANDLERS);
    const id = await upload(token, toNdjson([createAuth0Record()]));
    const countRows = async (by: string) => {
      const { body } = await app.request('GET', `/api/user-profile/imports/${id}`, { token: by });
      return body.meta.preview.length;
    };
    expect(await countRows(token)).toBe(1);
    const other = await getApiToken(app, 'custom', [...HANDLERS, 'imports.find']);
    expect(await countRows(other)).toBe(0);
    const reader = await getApiToken(app, 'custom', [...HANDLERS, 'users.find']);
    expect(await countRows(reader)).toBe(1);
  });

  it('of server code cannot be run over the API', async () => {
    const file = createFile(toNdjson([createAuth0Record({ app_metadata: { plan: 'gold' } })]));
    const { id, can_run: canRun } = await importFile(app, file, {
      connection: 'local',
      dry_run: true,
    });
    expect(canRun).toBe(false);
    expect((await run(id, {})).status).toBe(403);
  });

  it('reports lines that no database and no function accept, and imports the others', async () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const content = [
      `{"email":"a@example.com","\\u0000key":1}`,
      `{"email":"b@example.com","user_metadata":${deep}}`,
      `{"email":"c@example.com","user_metadata":{"\\u0000":1}}`,
      JSON.stringify(createAuth0Record()),
    ].join('\n');
    const { status, body } = await uploadImport(app, content);
    expect(status).toBe(201);
    await run(body.data.id, {});
    const result = await waitForImport(app, body.data.id);
    expect(result).toMatchObject({ status: 'done', counts: { created: 1, failed: 3 } });
    expect(JSON.stringify(await getImportErrors(app, result))).not.toContain('\\u0000');
  });

  it('hides cells of unknown columns that may be hashes, and takes any name of a column', async () => {
    const content = `email,constructor,__proto__,pw_digest,code1\na@example.com,x,y,z,${'ab'.repeat(16)}\n`;
    const { status, body } = await uploadImport(app, content, { name: 'users.csv' });
    expect(status).toBe(201);
    expect(body.data.suggested_mapping).toMatchObject({ email: 'email', pw_digest: null });
    expect(Object.hasOwn(body.data.suggested_mapping, 'constructor')).toBe(true);
    expect(body.meta.preview[0].values).toMatchObject({ pw_digest: '•••', code1: '•••' });
  });

  it('keeps at most ten files that wait, readable by the server alone', async () => {
    const content = toNdjson([createAuth0Record()]);
    for (let count = 0; count < 10; count += 1) {
      expect((await uploadImport(app, content)).status).toBe(201);
    }
    const rejected = await uploadImport(app, content);
    expect(rejected.status).toBe(409);
    expect(rejected.body.error.details.errors).toMatchObject([
      { code: 'import_files_waiting', params: { max: 10 } },
    ]);
    const files = fs.readdirSync(directory);
    expect(files).toHaveLength(10);
    expect(fs.statSync(path.join(directory, files[0])).mode & 0o777).toBe(0o600);
    expect(fs.statSync(directory).mode & 0o777).toBe(0o700);
  });

  it('fails if its file was changed after the upload', async () => {
    const { body } = await uploadImport(app, toNdjson([createAuth0Record()]));
    const [file] = fs.readdirSync(directory);
    fs.appendFileSync(path.join(directory, file), toNdjson([createAuth0Record()]));
    await run(body.data.id, {});
    expect(await waitForImport(app, body.data.id)).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('has changed'),
      error_code: 'import_file_changed',
    });
  });

  it('that fails as a whole says why by a code with parameters, until it runs again', async () => {
    const [one, two] = [createAuth0Record(), createAuth0Record()];
    const { body } = await uploadImport(app, `[${JSON.stringify(one)},${JSON.stringify(two)}`);
    const { id } = body.data;
    await run(id, {});
    expect(await waitForImport(app, id)).toMatchObject({
      status: 'failed',
      error: 'The file ends early, after 2 users. Upload it again.',
      error_code: 'import_file_ended',
      error_params: { count: 2 },
    });
    const { body: again } = await run(id, {});
    expect(again.data.error).toBeNull();
    expect(again.data).not.toHaveProperty('error_code');
    await waitForImport(app, id);

    const { status, body: rejected } = await uploadImport(app, 'email;email\na@example.com;b\n');
    expect([status, rejected.error.details]).toEqual([
      400,
      { code: 'import_file_column_repeated', params: { name: 'email' } },
    ]);
  });

  it('of a request reserves no id that another connection would give a person later', async () => {
    await createConnection(app, { name: 'people', strategy: 'database' });
    const idOf = (id: string) => `database|people|${id}`;
    const create = (user_id: string, more: object = { identities: [] }) =>
      createAuth0Record({ user_id, ...more });
    const imported = async (connection: string, records: object[]) => {
      const { body } = await uploadImport(app, toNdjson(records), { run: true, connection });
      return waitForImport(app, body.data.id);
    };
    const foreign = [create(idOf('a')), create('google-oauth2|7'), create('oidc|none|7')];
    const result = await imported('local', foreign);
    expect(result.counts).toMatchObject({ created: 2, failed: 1 });
    expect(await getImportErrors(app, result)).toMatchObject([
      { line: 1, field: 'user_id', code: 'import_id_of_connection', params: { name: 'people' } },
    ]);

    const identities = (user_id: string) => ({ identities: [{ connection: 'people', user_id }] });
    const own = await imported('people', [
      create(idOf('b'), identities('c')),
      create(idOf('d'), identities('d')),
      create(idOf('e'), identities('people|e')),
      create(idOf('f')),
    ]);
    expect(own.counts).toMatchObject({ created: 3, failed: 1 });
    const stored = await app.database.rows(UIDS.identity, { connection: 'people' });
    expect(stored.map(({ external_id: id }) => id).sort()).toEqual(['d', 'e', 'f']);

    expect((await importRecords(app, [foreign[0]])).counts).toMatchObject({ created: 1 });
    expect((await imported('local', foreign)).counts).toMatchObject({ skipped: 3, failed: 0 });
  });

  it('reports a username that a user of the connection has', async () => {
    await createConnection(app, {
      name: 'members',
      strategy: 'database',
      options: { requires_username: true },
    });
    const create = (username: string) => createAuth0Record({ username, password_hash: undefined });
    await importRecords(app, [create('ada')], { connection: 'members' });
    const result = await importRecords(app, [create('Ada'), create('bob'), create('BOB')], {
      connection: 'members',
      dry_run: true,
    });
    expect((await getImportErrors(app, result)).map(({ line, field }) => [line, field])).toEqual([
      [1, 'username'],
      [3, 'username'],
    ]);
  });

  it('reports account fields that the site rejects, and merges the other users', async () => {
    const [one, two, three] = [1, 2, 3].map(() => createAuth0Record());
    await importRecords(app, [one, two, three]);
    const changed = [
      { ...one, account_fields: { vat_id: 'DE1', settings: { theme: 'dark' } } },
      { ...two, account_fields: { vat_id: 'DE1' } },
      { ...three, account_fields: { employees: 0 } },
    ];
    const options = { connection: 'local', mode: 'merge' } as const;
    const errors = [
      [2, 'account_fields.vat_id'],
      [3, 'account_fields.employees'],
    ];
    for (const dry_run of [true, false]) {
      const result = await importRecords(app, changed, { ...options, dry_run });
      expect(result.counts).toMatchObject({ updated: 1, failed: 2 });
      const found = await getImportErrors(app, result);
      expect(found.map(({ line, field }) => [line, field])).toEqual(errors);
    }
    const again = await importRecords(app, changed.slice(0, 1), options);
    expect(again.counts).toMatchObject({ unchanged: 1, updated: 0 });
  });

  it('looks up the values of a unique account field together', async () => {
    const records = Array.from({ length: 20 }, (_, index) =>
      createAuth0Record({ account_fields: { vat_id: `FR${index}` } })
    );
    await importRecords(app, records.slice(0, 1));
    const others = records.slice(1);
    const taken = createAuth0Record({ account_fields: { vat_id: 'FR0' } });
    const sql = await recordSql(app, async () => {
      const result = await importRecords(app, [...others, taken]);
      expect(result.counts).toMatchObject({ created: 19, failed: 1 });
      expect(await getImportErrors(app, result)).toMatchObject([
        {
          line: 20,
          field: 'account_fields.vat_id',
          code: 'field_invalid',
          params: { problem: 'This attribute must be unique' },
        },
      ]);
    });
    expect(sql.filter((each) => /where .*vat_id/.test(each))).toHaveLength(1);
  });

  it('looks up unique values together if the database finds one in another form', async () => {
    const setUnique = (unique: boolean) =>
      runInServer(
        app,
        async (strapi, isUnique) => {
          const { attributes } = strapi.contentType('plugin::users-permissions.user');
          Object.assign(attributes.trial_ends, { unique: isUnique });
        },
        unique
      );
    const timeOf = (index: number) => new Date(Date.UTC(2031, 0, 1, 0, 0, 0, index)).toISOString();
    const records = Array.from({ length: 20 }, (_, index) =>
      createAuth0Record({ account_fields: { vat_id: `Es${index}`, trial_ends: timeOf(index) } })
    );
    const stored = createAuth0Record({ account_fields: { vat_id: 'eS1', trial_ends: timeOf(2) } });
    await importRecords(app, [stored]);
    await setUnique(true);
    const sql = await recordSql(app, async () => {
      const result = await importRecords(app, records);
      const errors = await getImportErrors(app, result);
      expect(errors.map(({ line, field }) => [line, field])).toEqual([
        // The usual collations of MariaDB and MySQL ignore letter case.
        ...(app.database.client === 'mariadb' ? [[2, 'account_fields.vat_id']] : []),
        [3, 'account_fields.trial_ends'],
      ]);
      expect(result.counts).toMatchObject({ created: 20 - errors.length, failed: errors.length });
    });
    await setUnique(false);
    for (const column of ['vat_id', 'trial_ends']) {
      expect(sql.filter((each) => new RegExp(`where .*${column}`).test(each))).toHaveLength(1);
    }
  });

  it('reports a unique value that two lines get from the claims of the connection', async () => {
    const source = { url: 'https://firms.example.com', secret: 'x'.repeat(32) };
    const options = { ...source, account_fields: { vat_id: 'nickname' } };
    await createConnection(app, { name: 'firms', strategy: 'web-service', options });
    const create = (nickname: string) => createAuth0Record({ nickname });
    const result = await importRecords(app, [create('IT1'), create('IT2'), create('IT1')], {
      connection: 'firms',
    });
    expect(result.counts).toMatchObject({ created: 2, failed: 1 });
    expect(await getImportErrors(app, result)).toMatchObject([
      { line: 3, field: 'account_fields.vat_id', code: 'import_repeated_value' },
    ]);
  });

  it('creates no user whose account a unique index of the site keeps out', async () => {
    const table = tableOf(UIDS.account);
    const column = app.database.client === 'mariadb' ? 'origin(50)' : 'origin';
    await app.database.query(`create unique index sample_origin on ${table} (${column})`);
    const create = (origin: string) => createAuth0Record({ account_fields: { origin } });
    const records = [create('radio'), create('radio'), create('press')];
    const result = await importRecords(app, records);
    await app.database.query(
      `drop index sample_origin${app.database.client === 'mariadb' ? ` on ${table}` : ''}`
    );
    expect(result.counts).toMatchObject({ created: 2, failed: 1 });
    expect(await getImportErrors(app, result)).toMatchObject([
      { line: 2, code: 'import_not_stored' },
    ]);
    const user = { user_id: records[1].user_id };
    expect(await app.database.count(UIDS.user, user)).toBe(0);
  });

  it('changes nothing if times and edited attributes differ in form only', async () => {
    const {
      given_name: _given,
      family_name: _family,
      ...record
    } = createAuth0Record({ account_fields: { opens_at: '08:30' } });
    await importRecords(app, [record]);
    for (const data of [{ family_name: 'King' }, { given_name: 'Augusta' }]) {
      await mustCall(app, 'PUT', userPath(record.user_id), { data });
    }
    // As MySQL and PostgreSQL return it.
    await app.database.query(
      `update ${tableOf(UIDS.account)} set opens_at = '08:30:00.000' where email = '${record.email}'`
    );
    const { counts } = await importRecords(app, [record], {
      connection: 'local',
      mode: 'merge',
    });
    expect(counts).toMatchObject({ unchanged: 1, updated: 0 });
  });

  it.each(['merge', 'replace'] as const)(
    'of the mode %s changes no username to log in with',
    async (mode) => {
      const name = `members-${mode}`;
      await createConnection(app, {
        name,
        strategy: 'database',
        options: { requires_username: true },
      });
      for (const connection of ['local', name]) {
        const username = `${mode}-ada`;
        const record = createAuth0Record({ username });
        await importRecords(app, [record], { connection });
        const update = async (more: object) => {
          const result = await importRecords(app, [{ ...record, ...more }], { connection, mode });
          const [identity] = await app.database.rows(UIDS.identity, {
            account: String((await findAccount(app, record.email))?.documentId),
          });
          const { username: stored } = identity.profile_data as { username: string };
          return [result.counts, await getImportErrors(app, result), stored.toLowerCase()];
        };
        expect(await update({ username: 'another' })).toMatchObject([
          { updated: 0, failed: 1 },
          [{ line: 1, field: 'username', code: 'import_username_differs' }],
          username,
        ]);
        expect(await update({ username: username.toUpperCase(), given_name: 'A' })).toMatchObject([
          { updated: 1, failed: 0 },
          [],
          username,
        ]);
        if (connection === 'local') {
          expect(await update({ username: undefined, given_name: 'B' })).toMatchObject([
            { updated: 1, failed: 0 },
            [],
            username,
          ]);
        }
      }
    }
  );

  it('puts no user into a connection that is deleted while it runs', async () => {
    await createConnection(app, { name: 'closing', strategy: 'database' });
    const records = Array.from({ length: 501 }, () => createAuth0Record());
    const path = createFile(toNdjson(records));
    const result = await runInServer(
      app,
      (strapi, file): Promise<UserImport> => {
        const service = (name: string) => strapi.plugin('user-profile').service(name);
        const tasks = service('background-tasks');
        const { settleWrites } = tasks;
        // Between the first batch and the second.
        tasks.settleWrites = async () => {
          tasks.settleWrites = settleWrites;
          await service('connection-remover').remove('closing', { users: 'detach' });
        };
        return service('user-import').runFile({ path: file, connection: 'closing' });
      },
      path
    );
    expect(result.counts).toMatchObject({ created: 500, failed: 1 });
    expect(await getImportErrors(app, result)).toMatchObject([
      { line: 501, field: 'connection', code: 'import_connection_unknown' },
    ]);
  });

  it('reads the cells of account fields by the type of the field', async () => {
    const email = newEmail();
    const content = `email,vat_id,employees,newsletter,budget\n${email},10115,42,t,10.50\n`;
    const { counts } = await importFile(app, createFile(content, 'users.csv'), {
      connection: 'local',
    });
    expect(counts).toMatchObject({ created: 1, failed: 0 });
    const account = await findAccount(app, email);
    expect(account).toMatchObject({ vat_id: '10115', employees: 42 });
    // Databases return these types in different forms.
    expect([Boolean(account?.newsletter), Number(account?.budget)]).toEqual([true, 10.5]);
  });

  it('gives the account of a linked identity the account fields of the user, except unique ones', async () => {
    await createConnection(app, { name: 'partners', strategy: 'database' });
    const record = createAuth0Record({ account_fields: { company: 'Own', vat_id: 'DE9' } });
    const email = newEmail();
    const linked = { user_id: 'p1', connection: 'partners', profileData: { email } };
    const identities = [{ ...record.identities[0], connection: 'local' }, linked];
    const { counts } = await importRecords(app, [{ ...record, identities }]);
    expect(counts).toMatchObject({ created: 1, failed: 0 });
    const accounts = [await findAccount(app, record.email), await findAccount(app, email)];
    expect(accounts).toMatchObject([
      { company: 'Own', vat_id: 'DE9' },
      { company: 'Own', vat_id: null },
    ]);
  });
});
