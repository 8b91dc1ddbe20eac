import { ADMIN_ACTIONS } from '../../../plugins/user-profile/shared/constants';
import type { Profile } from '../../../plugins/user-profile/shared/contracts/users';
import { EXPORT_COLUMNS } from '../../../plugins/user-profile/shared/export-fields';
import { type Account, registerAccount } from '../../support/accounts';
import { callAdmin, mustCall } from '../../support/admin-api';
import { createAdminUser } from '../../support/admins';
import { getReport, runBulk, startBulk } from '../../support/bulk';
import { UIDS } from '../../support/database';
import { getEvents, reconcile } from '../../support/profiles';
import { getTokenStatuses, mustLogIn, REJECTED } from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import {
  countUsers,
  createAccountRow,
  getUser,
  newEmail,
  problemPaths,
  userIdOf,
  userPath,
} from '../../support/users';

const BOM = '\uFEFF';

/** Parses the part of RFC 4180 that these files use. */
const parseCsv = (text: string): string[][] => {
  const rows = text.split('\n').filter((line) => line !== '');
  return rows.map((row) =>
    [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)].map(
      ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? ''
    )
  );
};

describe('bulk operations on users', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi();
  });

  afterAll(() => app?.stop());

  describe('actions', () => {
    let accounts: Account[];
    let ids: string[];

    beforeEach(async () => {
      accounts = [await registerAccount(app), await registerAccount(app)];
      ids = accounts.map((account) => userIdOf(account));
    });

    it('block and unblock each user and return a result for each', async () => {
      const tokens = await mustLogIn(app, accounts[0] as Account);
      const { operation } = await runBulk(app, { action: 'block', ids });
      expect(operation).toMatchObject({
        status: 'finished',
        total: 2,
        done: 2,
        by_selection: false,
      });
      expect(await getReport(app, operation.id)).toEqual(
        ids.map((id) => ({ user_id: id, result: 'done', reason: null }))
      );
      expect(await getTokenStatuses(app, tokens)).toEqual(REJECTED);
      for (const id of ids) {
        expect((await getUser(app, id)).data.blocked).toBe(true);
      }

      await runBulk(app, { action: 'unblock', ids });
      for (const id of ids) {
        expect((await getUser(app, id)).data.blocked).toBe(false);
      }
    });

    it('apply to the known users and report the unknown ids', async () => {
      const asked = [ids[0], 'local|unknown', 'unknown', ids[1]];
      const { operation, failures } = await runBulk(app, { action: 'delete', ids: asked });
      expect(operation).toMatchObject({ total: 4, done: 2, failed: 2 });
      const failure = {
        documentId: null,
        reason: 'There is no user with this id',
        code: 'user_not_found',
      };
      expect(failures).toEqual([
        { ...failure, user_id: 'local|unknown' },
        { ...failure, user_id: 'unknown' },
      ]);
      for (const id of ids) {
        expect((await callAdmin(app, 'GET', userPath(id))).status).toBe(404);
      }
    });

    it('apply once to a user whose id is sent twice', async () => {
      const { operation } = await runBulk(app, { action: 'block', ids: [ids[0], ids[0]] });
      expect(operation).toMatchObject({ total: 1, done: 1 });
    });

    it('accept a documentId', async () => {
      const { documentId } = (await getUser(app, ids[0] ?? '')).data;
      const { operation } = await runBulk(app, { action: 'block', ids: [documentId] });
      expect(operation).toMatchObject({ done: 1 });
    });

    it('are recorded for each user, with the admin as actor', async () => {
      const { operation } = await runBulk(app, { action: 'block', ids });
      const { email: actor } = await app.createAdmin();
      expect(operation).toMatchObject({ actor, is_own: true });
      for (const id of ids) {
        expect(await getEvents(app, id)).toContainEqual(
          expect.objectContaining({ actor, details: { operation: 'block-user' } })
        );
      }
    });

    it('erase the history on request', async () => {
      await runBulk(app, { action: 'delete', ids, history: 'erase' });
      const events = JSON.stringify(await app.database.rows(UIDS.event));
      for (const { email, documentId } of accounts) {
        expect(events).not.toContain(email);
        expect(events).not.toContain(documentId);
      }
    });

    it.each<[string, Record<string, unknown>, string]>([
      ['1001 ids', { ids: Array.from({ length: 1001 }, (_, n) => `id-${n}`) }, 'ids'],
      ['no ids', { ids: [] }, 'ids'],
      ['ids that are not strings', { ids: [1] }, 'ids.0'],
      ['an empty id', { ids: [''] }, 'ids.0'],
      ['an unknown action', { action: 'promote' }, 'action'],
      ['an id with a NUL character', { ids: ['a\0b'] }, 'ids.0'],
      ['neither ids nor a selection', { ids: undefined }, 'ids'],
      ['ids and a selection', { selection: {} }, 'ids'],
      [
        'an unknown filter',
        { ids: undefined, selection: { filters: { age: 1 } } },
        'selection.filters.age',
      ],
      ...Object.entries({
        created_at: {},
        last_login: {},
        logins_count: {},
        account_fields: {},
        'logins_count.$gte': { $gte: null },
      }).map(([path, filter]): [string, Record<string, unknown>, string] => [
        `${JSON.stringify(filter)} as the filter ${path}`,
        { ids: undefined, selection: { filters: { [path.split('.')[0]]: filter } } },
        `selection.filters.${path}`,
      ]),
      ['history for another action', { action: 'unblock', history: 'keep' }, 'history'],
      ['an unknown key', { force: true }, 'force'],
    ])('reject %s', async (_what, changes, path) => {
      const before = await countUsers(app);
      const response = await startBulk(app, { action: 'delete', ids, ...changes });
      expect(response.status).toBe(400);
      expect(problemPaths(response)).toContain(path);
      expect(await countUsers(app)).toEqual(before);
    });

    it('accept 1000 ids', async () => {
      const many = Array.from({ length: 1000 }, (_, n) => `id-${n}`);
      const { operation, failures } = await runBulk(app, { action: 'block', ids: many });
      expect(operation).toMatchObject({ total: 1000, failed: 1000 });
      expect(failures).toHaveLength(100);
    });

    it('return 403 for app_metadata', async () => {
      const response = await startBulk(app, { action: 'block', ids, app_metadata: {} });
      expect(response.status).toBe(403);
    });

    it.each(['unknown', '00000000-0000-4000-8000-000000000000', 'a%00b'])(
      'return 404 for the operation "%s"',
      async (id) => {
        const responses = [
          await callAdmin(app, 'GET', `/users/bulk/${id}`),
          await callAdmin(app, 'POST', `/users/bulk/${id}/cancel`),
          await callAdmin(app, 'POST', `/users/bulk/${id}/undo`),
          await callAdmin(app, 'POST', `/users/bulk/${id}/report`, { data: { format: 'csv' } }),
        ];
        expect(responses.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
      }
    );

    it('are listed, newest first', async () => {
      const [first, second] = [
        await runBulk(app, { action: 'block', ids }),
        await runBulk(app, { action: 'unblock', ids }),
      ];
      const { data } = await mustCall(app, 'GET', '/users/bulk');
      expect(data.slice(0, 2)).toEqual([second.operation, first.operation]);
    });

    describe('require the permission of the action', () => {
      const { readUsers, blockUsers, deleteUsers } = ADMIN_ACTIONS;

      it.each([
        ['block', [readUsers, deleteUsers], 403],
        ['unblock', [readUsers, deleteUsers], 403],
        ['delete', [readUsers, blockUsers], 403],
        ['block', [readUsers, blockUsers], 200],
        ['unblock', [readUsers, blockUsers], 200],
        ['delete', [readUsers, deleteUsers], 200],
      ])('%s with %p returns %d', async (action, actions, status) => {
        const admin = await createAdminUser(app, actions);
        const before = await countUsers(app);
        const response = await app.request('POST', '/user-profile/users/bulk', {
          token: admin.token,
          body: { data: { action, ids: [ids[0]] } },
        });
        expect(response.status).toBe(status);
        const removed = action === 'delete' && status === 200 ? 1 : 0;
        expect((await countUsers(app)).users).toBe(before.users - removed);
      });
    });
  });

  describe('export', () => {
    /** Returns the body as text, since NDJSON is not a single JSON document. */
    const download = async (data: Record<string, unknown>) => {
      const response = await fetch(`${app.url}/user-profile/users/export`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await app.adminToken()}`,
        },
        body: JSON.stringify({ data }),
      });
      const { status, headers } = response;
      return { status, headers, body: await response.text() };
    };

    let formula: Profile;
    let google: Profile;

    const ndjson = async (data: Record<string, unknown>): Promise<Profile[]> => {
      const { status, body } = await download({ format: 'ndjson', ...data });
      expect(status).toBe(200);
      return body
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Profile);
    };

    beforeAll(async () => {
      const made = await mustCall(app, 'POST', '/users', {
        data: {
          connection: 'local',
          email: newEmail('formula'),
          password: 'long enough',
          name: '=HYPERLINK("http://evil.test","x"),a',
          given_name: '+1',
          family_name: '@SUM(A1)',
          nickname: '-2+3',
          user_metadata: { secret: 'x' },
        },
      });
      formula = made.data;
      const documentId = await createAccountRow(app, {
        email: newEmail('google'),
        provider: 'google',
      });
      await reconcile(app);
      google = (await getUser(app, userIdOf({ documentId }, 'google'))).data;
      await app.database.update(
        UIDS.user,
        { user_id: google.user_id },
        { name: 'Ünï "quoted", ok', overrides: '["name"]' }
      );
    });

    it('as CSV has a header, a row for each user and a file name', async () => {
      const ids = [formula.documentId, google.user_id];
      const { status, body, headers } = await download({ format: 'csv', ids });

      expect(status).toBe(200);
      expect(headers.get('content-type')).toMatch(/^text\/csv/);
      expect(headers.get('content-disposition')).toMatch(
        /^attachment; filename="users-\d{4}-\d\d-\d\d\.csv"$/
      );
      const [header, ...rows] = parseCsv(body.replace(BOM, ''));
      expect(header).toEqual([...EXPORT_COLUMNS]);
      expect(rows).toHaveLength(2);
      const cells = Object.fromEntries(EXPORT_COLUMNS.map((column, n) => [column, rows[1]?.[n]]));
      expect(cells).toMatchObject({
        user_id: google.user_id,
        email: google.email,
        name: 'Ünï "quoted", ok',
        connection: 'google',
        blocked: 'false',
        logins_count: '',
        created_at: '2025-01-01T00:00:00.000Z',
      });
      expect(body).not.toContain('secret');
    });

    it('as CSV escapes every cell that a spreadsheet would execute', async () => {
      const { body } = await download({ format: 'csv', ids: [formula.documentId] });
      const [, row] = parseCsv(body.replace(BOM, ''));
      for (const cell of row ?? []) {
        expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      }
      expect(row).toEqual(
        expect.arrayContaining([
          `'=HYPERLINK("http://evil.test","x"),a`,
          `'+1`,
          `'@SUM(A1)`,
          `'-2+3`,
        ])
      );
    });

    it('as NDJSON contains the whole profile, as the response for one user does', async () => {
      const profiles = await ndjson({ ids: [formula.user_id] });
      expect(profiles).toEqual([(await getUser(app, formula.documentId)).data]);
      expect(profiles[0]).toMatchObject({ name: formula.name, user_metadata: { secret: 'x' } });
    });

    it('contains the users that match the search and the filters', async () => {
      const filters = { connection: { $in: ['google'] } };
      expect((await ndjson({ filters })).map((each) => each.user_id)).toEqual([google.user_id]);
      const emails = await ndjson({ _q: 'FORMULA-' });
      expect(emails.map((each) => each.user_id)).toEqual([formula.user_id]);
      const both = await ndjson({ _q: 'quoted', filters });
      expect(both.map((each) => each.user_id)).toEqual([google.user_id]);
    });

    it('contains all users by default', async () => {
      expect(await ndjson({})).toHaveLength((await countUsers(app)).users);
    });

    it('contains only the header if no user matches', async () => {
      const { body } = await download({ format: 'csv', ids: ['unknown'] });
      expect(parseCsv(body.replace(BOM, ''))).toEqual([[...EXPORT_COLUMNS]]);
    });

    it.each<[string, Record<string, unknown>, string]>([
      ['an unknown format', { format: 'xls' }, 'format'],
      ['1001 ids', { ids: Array.from({ length: 1001 }, (_, n) => `${n}`) }, 'ids'],
      ['no ids', { ids: [] }, 'ids'],
      ['an unknown filter', { filters: { name: 'x' } }, 'filters.name'],
      ['an unknown key', { columns: ['password'] }, 'columns'],
      ['an id with a NUL', { ids: ['a\0b'] }, 'ids.0'],
    ])('rejects %s', async (_what, changes, path) => {
      const response = await callAdmin(app, 'POST', '/users/export', {
        data: { format: 'csv', ...changes },
      });
      expect(response.status).toBe(400);
      expect(problemPaths(response)).toContain(path);
    });
  });
});
