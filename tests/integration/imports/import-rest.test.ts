import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { callAdmin, mustCall } from '../../support/admin-api';
import { getFullAccessToken } from '../../support/api-tokens';
import { createAuth0Record } from '../../support/auth0-records';
import { UIDS } from '../../support/database';
import { streamImport, toNdjson, uploadImport, waitForImport } from '../../support/imports';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { newEmail } from '../../support/users';
import { waitForEqual } from '../../support/wait';

const MAX_BYTES = 200_000;

const EMAIL_PROBLEM = {
  field: 'email',
  reason: 'must be an email address',
  code: 'import_email',
};

describe('an import over REST', () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'uploads-'));
  let app: TestStrapi;

  beforeAll(async () => {
    const config = { imports: { directory, maxBytes: MAX_BYTES } };
    app = await startStrapi({ env: { USER_PROFILE_CONFIG: JSON.stringify(config) } });
  });

  afterAll(() => app?.stop());

  const getFiles = () => fs.readdirSync(directory);

  /** The server may delete the files of imports that have ended at any time. */
  const expectNoNewFile = (before: string[]) =>
    expect(getFiles().filter((file) => !before.includes(file))).toEqual([]);

  const run = (id: string, data: object) => callAdmin(app, 'POST', `/imports/${id}/run`, { data });

  const getErrors = async (id: string) =>
    (await callAdmin(app, 'GET', `/imports/${id}/errors?format=ndjson`)).body;

  it('is uploaded, tried, run and deleted', async () => {
    const records = [createAuth0Record(), createAuth0Record({ email: 'wrong' })];
    const uploaded = await uploadImport(app, toNdjson(records), { name: 'old-site.json' });
    expect(uploaded).toMatchObject({
      status: 201,
      body: {
        data: { status: 'uploaded', format: 'auth0', file_name: 'old-site.json', can_run: true },
        meta: {
          preview: [
            { line: 1, values: { email: records[0].email }, problems: [] },
            { line: 2, problems: [EMAIL_PROBLEM] },
          ],
        },
      },
    });
    const { id } = uploaded.body.data;

    expect(await run(id, { connection: 'local', dry_run: true })).toMatchObject({
      status: 202,
      body: { data: { status: 'queued', options: { connection: 'local', dry_run: true } } },
    });
    const counts = { read: 2, created: 1, failed: 1 };
    expect(await waitForImport(app, id)).toMatchObject({ status: 'done', counts, can_run: true });
    expect(await app.database.rows(UIDS.account, { email: records[0].email })).toEqual([]);

    await run(id, { connection: 'local' });
    expect(await waitForImport(app, id)).toMatchObject({ status: 'done', counts, can_run: false });
    expect(await app.database.rows(UIDS.account, { email: records[0].email })).toHaveLength(1);
    expect(JSON.parse(await getErrors(id))).toEqual({
      line: 2,
      ...EMAIL_PROBLEM,
    });
    const { body } = await callAdmin(app, 'GET', `/imports/${id}/errors`);
    expect(body).toContain('line,field,code,reason');

    // It has rows of the file, which is gone too.
    await waitForEqual(
      async () => (await mustCall(app, 'GET', `/imports/${id}`)).meta.preview.length,
      0
    );

    const { data: list } = await mustCall(app, 'GET', '/imports');
    expect(list[0]).toMatchObject({ id, actor: expect.stringContaining('@') });
    expect((await callAdmin(app, 'DELETE', `/imports/${id}`)).status).toBe(200);
    expect((await callAdmin(app, 'GET', `/imports/${id}`)).status).toBe(404);
    expect(getFiles()).toEqual([]);
  });

  it('names the connections of the first 1,000 rows', async () => {
    const recordOf = (connection?: string) =>
      createAuth0Record({ identities: connection ? [{ connection, user_id: newEmail() }] : [] });
    const records = [recordOf('local'), ...Array.from({ length: 50 }, () => recordOf())];
    const content = toNdjson([...records, recordOf('google-oauth2'), recordOf('local')]);
    const { body } = await uploadImport(app, content);
    expect(body.data.connections).toEqual(['local', 'google-oauth2']);
    expect(body.meta.preview).toHaveLength(20);
  });

  it('runs at once if the upload says so, as a stream and as a form', async () => {
    const [one, two] = [createAuth0Record(), createAuth0Record()];
    const streamed = await streamImport(app, toNdjson([one]), '?run=true&connection=local');
    expect(streamed).toMatchObject({ status: 201, body: { data: { status: 'queued' } } });
    const form = await uploadImport(app, toNdjson([two]), { run: true, connection: 'local' });
    expect(form.status).toBe(201);
    for (const { body } of [streamed, form]) {
      expect(await waitForImport(app, body.data.id)).toMatchObject({ counts: { created: 1 } });
    }
  });

  it('rejects options that nothing would use, and stores no file', async () => {
    const content = toNdjson([createAuth0Record()]);
    const files = getFiles();
    const run = { run: true, connection: 'local' };
    for (const [response, path] of [
      [await uploadImport(app, content, run, '?dry_run=true&run=true'), ['dry_run']],
      [await uploadImport(app, content, run, '?file_name=a.json'), ['file_name']],
      [await uploadImport(app, content, { mode: 'merge' }), ['data', 'mode']],
      [await streamImport(app, content, '?connection=local'), ['connection']],
      [await streamImport(app, content, '?run=false&dry_run=true'), ['dry_run']],
    ] as const) {
      expect(response.status).toBe(400);
      expect(response.body.error.details.errors[0].path).toEqual(path);
    }
    expectNoNewFile(files);
  });

  it('rejects app_metadata with 403', async () => {
    const content = toNdjson([createAuth0Record({ app_metadata: { plan: 'gold' } })]);
    const uploaded = await uploadImport(app, content);
    expect(uploaded.body.data.has_app_metadata).toBe(true);
    expect((await run(uploaded.body.data.id, { connection: 'local' })).status).toBe(403);
    const files = getFiles();
    expect((await streamImport(app, content, '?run=true&connection=local')).status).toBe(403);
    expectNoNewFile(files);
  });

  it('rejects app_metadata in a later line', async () => {
    const before = Array.from({ length: 20 }, () => createAuth0Record());
    const last = createAuth0Record({ app_metadata: { plan: 'gold' } });
    const { body } = await streamImport(
      app,
      toNdjson([...before, last]),
      '?run=true&connection=local'
    );
    expect(await waitForImport(app, body.data.id)).toMatchObject({
      counts: { created: 20, failed: 1 },
    });
    expect(JSON.parse(await getErrors(body.data.id))).toMatchObject({
      line: 21,
      field: 'app_metadata',
    });
  });

  it('rejects a file that is too large with 413, and keeps none of it', async () => {
    const files = getFiles();
    const content = `${JSON.stringify({ email: newEmail() })}\n`.repeat(10_000);
    expect((await streamImport(app, content)).status).toBe(413);
    expect((await uploadImport(app, content)).status).toBe(413);
    expectNoNewFile(files);
  });

  it.each([
    ['an unknown connection', { connection: 'unknown' }, ['connection']],
    ['no connection', {}, ['connection']],
    ['an unknown mode', { connection: 'local', mode: 'force' }, ['mode']],
    [
      'a column that is missing',
      { connection: 'local', mapping: { a: 'email' } },
      ['mapping', 'a'],
    ],
    [
      'a mapping to app_metadata',
      { connection: 'local', mapping: { a: 'app_metadata.plan' } },
      ['mapping', 'a'],
    ],
    ['an unknown option', { connection: 'local', force: true }, ['force']],
  ])('rejects %s with 400', async (_name, options, at) => {
    const { body } = await uploadImport(app, toNdjson([createAuth0Record()]));
    const response = await run(body.data.id, options);
    expect(response.status).toBe(400);
    expect(
      response.body.error.details.errors.map((each: { path: string[] }) => each.path)
    ).toContainEqual(at);
  });

  it.each([
    ['JSON', 'application/json', '{}'],
    ['a JSON array', 'application/json', '[]'],
    ['a JSON file', 'application/json', '{"users":[]}'],
    ['plain text', 'text/csv', 'email\n'],
  ])('rejects %s as the body, which Strapi has read', async (_name, type, content) => {
    const response = await streamImport(app, content, '', { 'content-type': type });
    expect(response.status).toBe(400);
    expect(response.body.error.message).toMatch(/^Send the file .* application\/octet-stream/);
  });

  it.each(['', 'some text', '\x89PNG\r\n\x1a\n\0\0'])(
    'rejects the content %j, which no format has',
    async (content) => {
      const files = getFiles();
      expect((await streamImport(app, content)).status).toBe(400);
      expectNoNewFile(files);
    }
  );

  it('is that of the actor who has started it last', async () => {
    // The other import waits for this one.
    const short = Array.from({ length: 2000 }, (_, index) => ({
      email: `busy${index}@example.com`,
    }));
    const busy = await streamImport(app, toNdjson(short), '?run=true&connection=local');
    const { body } = await uploadImport(app, toNdjson([createAuth0Record()]));
    const { id } = body.data;
    await run(id, { connection: 'local' });
    await callAdmin(app, 'POST', `/imports/${id}/cancel`);
    await waitForImport(app, id);
    const { status } = await app.request('POST', `/api/user-profile/imports/${id}/run`, {
      token: await getFullAccessToken(app),
      body: { data: { connection: 'local' } },
    });
    expect(status).toBe(202);
    await waitForImport(app, busy.body.data.id);
    const { status: ended, actor } = await waitForImport(app, id);
    expect([ended, actor]).toEqual(['done', expect.not.stringContaining('@')]);
    const [event] = await app.database.rows(UIDS.event, { type: 'sui' }, { newestFirst: true });
    expect(event.actor).toBe(actor);
  });

  it('ends after the current batch if it is cancelled while it runs', async () => {
    const short = Array.from({ length: 5000 }, (_, index) => ({ email: `c${index}@example.com` }));
    const before = await app.database.count(UIDS.user);
    const { body } = await streamImport(app, toNdjson(short), '?run=true&connection=local');
    const { id } = body.data;
    expect(await waitForImport(app, id, { read: 1 })).toMatchObject({ status: 'running' });
    await callAdmin(app, 'POST', `/imports/${id}/cancel`);
    const { status, counts, can_run: canRun } = await waitForImport(app, id);
    expect({ status, canRun }).toEqual({ status: 'cancelled', canRun: true });
    expect(counts.created).toBe(counts.read);
    expect(counts.created).toBeLessThan(short.length);
    expect((await app.database.count(UIDS.user)) - before).toBe(counts.created);
    const [event] = await app.database.rows(UIDS.event, { type: 'fui' }, { newestFirst: true });
    expect(event.details).toMatchObject({ created: counts.created, cancelled: true });
  });

  it('is not open to a token without the permission', async () => {
    const token = await getFullAccessToken(app);
    const { status } = await app.request('GET', '/user-profile/imports', { token });
    expect(status).toBe(401);
  });
});
