import { ADMIN_ACTIONS } from '../../../plugins/user-profile/shared/constants';
import type { FindViews } from '../../../plugins/user-profile/shared/contracts/views';
import { MAX_VIEWS } from '../../../plugins/user-profile/shared/view-limits';
import { callAdmin, mustCall } from '../../support/admin-api';
import { type Admin, createAdminUser } from '../../support/admins';
import { startStrapi, type TestStrapi } from '../../support/strapi';

const SEARCH = 'filters[blocked][$eq]=true&_q=a%26b';

describe('saved views', () => {
  let app: TestStrapi;
  let other: Admin;

  beforeAll(async () => {
    app = await startStrapi();
    await app.createAdmin();
    other = await createAdminUser(app, [ADMIN_ACTIONS.readUsers]);
  });

  afterAll(() => app?.stop());

  const save = (view: object, page = 'users') =>
    callAdmin(app, 'POST', '/views', { data: { page, search: SEARCH, ...view } });
  const getViews = async () =>
    (await mustCall<FindViews.Response>(app, 'GET', '/views')).data.map(
      ({ page, name, search }) => [page, name, search]
    );

  it('are stored by page and name, and saving one again replaces it', async () => {
    expect((await save({ name: ' Spam ' })).status).toBe(200);
    await save({ name: 'Spam', search: 'outcome=failure' }, 'log');
    await save({ name: 'Blocked' });
    await save({ name: 'Spam', search: 'sort=name:ASC' });
    expect(await getViews()).toEqual([
      ['users', 'Blocked', SEARCH],
      ['users', 'Spam', 'sort=name:ASC'],
      ['log', 'Spam', 'outcome=failure'],
    ]);
  });

  it('are different if their names differ in letter case or accents only', async () => {
    for (const name of ['résumé', 'Resume', 'resume']) {
      await save({ name }, 'log');
    }
    const names = (await getViews()).map(([, name]) => name);
    expect(names).toEqual(expect.arrayContaining(['résumé', 'Resume', 'resume']));
    for (const { id, name } of (await mustCall<FindViews.Response>(app, 'GET', '/views')).data) {
      if (/^r.sum.$/i.test(name)) {
        await callAdmin(app, 'DELETE', `/views/${id}`);
      }
    }
  });

  it('belong to one admin, and no other admin can read or delete them', async () => {
    const [{ id }] = (await mustCall<FindViews.Response>(app, 'GET', '/views')).data;
    const call = (method: string, path: string) =>
      app.request(method, `/user-profile${path}`, { token: other.token });
    expect((await call('GET', '/views')).body.data).toEqual([]);
    expect((await call('DELETE', `/views/${id}`)).status).toBe(404);
    const { status, body } = await callAdmin(app, 'DELETE', `/views/${id}`);
    expect([status, body.data.length]).toEqual([200, 2]);
  });

  it.each([
    ['an unknown page', { page: 'devices', name: 'x' }],
    ['an empty name', { name: ' ' }],
    ['a name that is too long', { name: 'x'.repeat(61) }],
    ['an empty query', { name: 'x', search: '' }],
    ['a query that is too long', { name: 'x', search: 'x'.repeat(4001) }],
    ['a control character', { name: 'x\n' + 'y' }],
    ['an unknown key', { name: 'x', admin: 1 }],
  ])('return 400 for %s', async (_what, view) => {
    expect((await save(view)).status).toBe(400);
  });

  it.each(['0', '-1', 'x', '1e1', '9999999999999'])('return 404 for the id %s', async (id) => {
    expect((await callAdmin(app, 'DELETE', `/views/${id}`)).status).toBe(404);
  });

  it('are limited in number, and a view can still be replaced at the limit', async () => {
    for (let n = (await getViews()).length; n < MAX_VIEWS; n += 1) {
      await save({ name: `View ${n}` });
    }
    const { status, body } = await save({ name: 'One more' });
    expect([status, body.error.message]).toEqual([400, expect.stringContaining('maximum')]);
    expect((await save({ name: 'Spam' })).status).toBe(200);
    expect((await getViews()).length).toBe(MAX_VIEWS);
  });
});
