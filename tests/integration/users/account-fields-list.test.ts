import type { Profile } from '../../../plugins/user-profile/shared/contracts/users';
import {
  createEarlierUsers,
  EARLIER_ROLES,
  earlierSite,
  findAccount,
  LISTED_FIELDS,
  REQUIRED_FIELDS,
} from '../../support/account-fields';
import { callAdmin, mustCall } from '../../support/admin-api';
import { createApiToken, getApiToken } from '../../support/api-tokens';
import { runBulk } from '../../support/bulk';
import { tableOf, UIDS } from '../../support/database';
import { PASSWORD } from '../../support/passwords';
import { getEvents, reconcile } from '../../support/profiles';
import { getRole, type Role, shownRole } from '../../support/roles';
import { runInServer } from '../../support/run-in-server';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getUsers, newEmail, problemPaths } from '../../support/users';

const filterOf = (name: string, operator: string, value: unknown): Record<string, string> => ({
  [`filters[account_fields][${name}][${operator}]`]: String(value),
});

const roleFilter = (type: string): Record<string, string> => ({
  'filters[role][type][$eq]': type,
});

describe('the list of users of a site with its own attributes and 200 earlier users', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi(earlierSite({ accountFields: LISTED_FIELDS }));
    await createEarlierUsers(app);
  });

  afterAll(async () => {
    await app?.stop();
  });

  const countOf = async (query: Record<string, string>): Promise<number | undefined> => {
    const { status, body } = await getUsers(app, query);
    expect(status).toBe(200);
    return body.meta.pagination.total;
  };

  it.each([
    ['an equal text', filterOf('company', '$eq', 'Company 3'), 20],
    ['a text in another letter case', filterOf('company', '$eq', 'company 3'), 0],
    ['several texts', { 'filters[account_fields][company][$in]': 'Company 9' }, 20],
    ['a value of an enumeration', filterOf('plan', '$eq', 'pro'), 100],
    ['a true boolean', filterOf('newsletter', '$eq', true), 50],
    ['a false boolean', filterOf('newsletter', '$eq', false), 149],
    ['an empty boolean', filterOf('newsletter', '$null', true), 1],
    ['an equal number', filterOf('employees', '$eq', 7), 1],
    ['a number from a limit on', filterOf('employees', '$gte', 190), 10],
    ['a number up to a limit', filterOf('employees', '$lte', 5), 5],
    ['a number above a limit', filterOf('employees', '$gt', 198), 1],
    ['a decimal', filterOf('budget', '$eq', 0.75), 1],
    ['a big integer', filterOf('customer_number', '$eq', '9007199254740001'), 1],
    ['a day', filterOf('birthday', '$eq', '1950-06-15'), 4],
    ['a day from another one on', filterOf('birthday', '$gte', '1999-01-01'), 3],
    ['a time from another one on', filterOf('trial_ends', '$gte', '2030-01-28T00:00:00Z'), 7],
    [
      'two fields',
      { ...filterOf('company', '$eq', 'Company 2'), ...filterOf('newsletter', '$eq', true) },
      10,
    ],
    [
      'a field and an attribute of the profile',
      { ...filterOf('plan', '$eq', 'pro'), 'filters[blocked]': 'true' },
      0,
    ],
    ['the role', roleFilter('support'), 67],
    ['a field and the role', { ...filterOf('plan', '$eq', 'pro'), ...roleFilter('support') }, 33],
  ])('is filtered by %s', async (_what, query, expected) => {
    expect(await countOf(query)).toBe(expected);
  });

  it('has the same users on its pages, in every order and direction', async () => {
    const filter = filterOf('plan', '$eq', 'pro');
    for (const sort of ['name:asc', 'created_at:desc', 'last_login:desc', 'email:desc']) {
      const found = new Set<string>();
      for (let cursor: string | null = ''; cursor !== null;) {
        const page: Record<string, string> = {
          'pagination[cursor]': cursor,
          'pagination[pageSize]': '30',
        };
        const { body } = await getUsers(app, { ...filter, ...page, sort });
        body.data.forEach(({ documentId }: Profile) => found.add(documentId));
        cursor = body.meta.pagination.nextCursor;
      }
      expect(found.size).toBe(100);
    }
  });

  it.each([
    ['a field that is not configured', filterOf('vat_id', '$eq', 'x'), 'vat_id'],
    ['an unknown field', filterOf('colour', '$eq', 'x'), 'colour'],
    ['a private field', filterOf('credit_rating', '$eq', 'x'), 'credit_rating'],
    ['a password', filterOf('password', '$eq', 'x'), 'password'],
    ['an unknown operator', filterOf('company', '$contains', 'x'), 'company.$contains'],
    ['no operator', { 'filters[account_fields][company]': 'x' }, 'company'],
    ['a text for a number', filterOf('employees', '$gte', 'many'), 'employees.$gte'],
    ['a fraction for an integer', filterOf('employees', '$eq', 1.5), 'employees.$eq'],
    ['a text for a boolean', filterOf('newsletter', '$eq', 'yes'), 'newsletter.$eq'],
    ['a day that does not exist', filterOf('birthday', '$eq', '2001-02-29'), 'birthday.$eq'],
    ['a NUL', filterOf('company', '$eq', 'a\0'), 'company.$eq'],
  ])('returns 400 with the path for a filter by %s', async (_what, query, path) => {
    const response = await getUsers(app, query);
    expect(response.status).toBe(400);
    expect(problemPaths(response)).toEqual([`filters.account_fields.${path}`]);
  });

  it('is searched in the configured fields, and finds a changed value at once', async () => {
    expect(await countOf({ _q: 'de-1005' })).toBe(1);
    expect(await countOf({ _q: 'COMPANY 7 de-1007' })).toBe(1);
    expect(await countOf({ _q: '199', 'filters[account_fields][employees][$gte]': '199' })).toBe(1);
    const { body } = await getUsers(app, { _q: 'de-1005' });
    const [{ documentId }] = body.data;
    const changed = await callAdmin(app, 'PUT', `/users/${documentId}`, {
      data: { account_fields: { vat_id: 'Ünlü-77', bio: 'unsearched' } },
    });
    expect(changed.status).toBe(200);
    expect(changed.body.meta.revision).toBe(2);
    expect(await countOf({ _q: 'unlu-77' })).toBe(1);
    expect(await countOf({ _q: 'de-1005' })).toBe(0);
    expect(await countOf({ _q: 'unsearched' })).toBe(0);
  });

  it('is searched in other fields after a restart with another configuration', async () => {
    const changes = { accountFields: { ...LISTED_FIELDS, search: ['bio'] } };
    await app.restart({ USER_PROFILE_CONFIG: JSON.stringify(changes) });
    await reconcile(app);
    expect(await countOf({ _q: 'unsearched' })).toBe(1);
    expect(await countOf({ _q: 'unlu-77' })).toBe(0);
    const { data } = await mustCall(app, 'GET', '/users?_q=unsearched');
    expect((await callAdmin(app, 'GET', `/users/${data[0].documentId}`)).body.meta.revision).toBe(
      2
    );
  });

  it('returns 400 for an export with such a filter', async () => {
    const filters = { account_fields: { colour: { $eq: 'x' } } };
    const response = await callAdmin(app, 'POST', '/users/export', {
      data: { format: 'csv', filters },
    });
    expect(response.status).toBe(400);
  });

  it('is exported with the configured columns', async () => {
    const filters = { account_fields: { employees: { $eq: 7 } } };
    const { body: csv } = await callAdmin<string>(app, 'POST', '/users/export', {
      data: { format: 'csv', filters },
    });
    const [header, row, end] = csv.split('\n');
    expect(header).toMatch(/,account_fields\.company,.*,account_fields\.articles$/);
    expect(row).toContain(',Company 6,pro,7,false,1956-06-15,');
    expect(end).toBe('');
    const { body: json } = await callAdmin<string>(app, 'POST', '/users/export', {
      data: { format: 'ndjson', filters },
    });
    expect(JSON.parse(json).account_fields).toEqual({
      company: 'Company 6',
      plan: 'pro',
      employees: 7,
      newsletter: false,
      birthday: '1956-06-15',
      articles: { count: 0, entries: [] },
    });
  });

  it('is exported over REST only to callers who may read users, and chooses only their users', async () => {
    const exportAs = async (rights: string[], chosen: object, what = 'users') =>
      app.request<string>('POST', `/api/user-profile/${what}/export`, {
        token: await getApiToken(app, 'custom', rights),
        body: {
          data: { format: 'ndjson', ...(what === 'users' && { account_fields: true }), ...chosen },
        },
      });
    const EXPORTER = ['users.export', 'devices.export'];
    const filters = { account_fields: { employees: { $eq: 7 } } };
    const { body } = await exportAs([...EXPORTER, 'users.find'], { filters });
    const { documentId, account_fields: fields } = JSON.parse(body);
    expect(fields).toMatchObject({ company: 'Company 6' });

    const alone = await exportAs(EXPORTER, { ids: [documentId] });
    expect(JSON.parse(alone.body)).not.toHaveProperty('account_fields');
    for (const chosen of [{ filters }, { _q: 'company' }]) {
      for (const what of ['users', 'devices']) {
        expect(await exportAs(EXPORTER, chosen, what)).toMatchObject({
          status: 403,
          body: { error: { details: { missing_permissions: ['users.find'] } } },
        });
      }
    }
  });

  it('reads every filter from an index', async () => {
    const indexes = await runInServer(
      app,
      (strapi, table) => strapi.db.dialect.schemaInspector.getIndexes(table),
      tableOf(UIDS.account)
    );
    const columns = indexes.map((index) => index.columns.join());
    expect(columns).toEqual(expect.arrayContaining(LISTED_FIELDS.filters));
  });

  it('tells the panel which fields are columns and filters', async () => {
    const { data } = await mustCall(app, 'GET', '/settings');
    const namesOf = (use: string) =>
      data.account_fields
        .filter((field: Record<string, unknown>) => field[use])
        .map(({ name }: { name: string }) => name);
    expect(namesOf('column')).toEqual(LISTED_FIELDS.columns);
    expect(namesOf('filter')).toEqual(LISTED_FIELDS.filters);
  });

  it('follows a change of a field and of the role at once', async () => {
    const token = await getApiToken(app, 'full-access');
    const created = await app.request('POST', '/api/user-profile/users', {
      token,
      body: {
        data: {
          connection: 'local',
          email: newEmail(),
          password: PASSWORD,
          account_fields: { ...REQUIRED_FIELDS, company: 'Found later' },
        },
      },
    });
    const { documentId } = created.body.data;
    expect(await countOf(filterOf('company', '$eq', 'Found later'))).toBe(1);
    const put = (path: string, data: object) =>
      app.request('PUT', `/api/user-profile/users/${documentId}${path}`, { token, body: { data } });
    expect((await put('', { account_fields: { company: 'Moved' } })).status).toBe(200);
    expect(await countOf(filterOf('company', '$eq', 'Found later'))).toBe(0);
    const moved = filterOf('company', '$eq', 'Moved');
    expect(await countOf({ ...moved, ...roleFilter('authenticated') })).toBe(1);
    expect((await put('/role', { role: 'partner' })).status).toBe(200);
    expect(await countOf({ ...moved, ...roleFilter('authenticated') })).toBe(0);
    expect(await countOf({ ...moved, ...roleFilter('partner') })).toBe(1);
  });

  it('has users whose history has every change of their role since the plugin, however it was made', async () => {
    const email = 'earlier-31@example.com';
    const { body } = await getUsers(app, { _q: email });
    const [{ documentId, role: before }] = body.data;
    expect(before.type).toBe(EARLIER_ROLES[31 % 3]);
    const account = await findAccount(app, email);
    const [authenticated, support, partner] = await Promise.all(
      EARLIER_ROLES.map((type) => getRole(app, type))
    );
    const { token, name } = await createApiToken(app, 'full-access');
    const admin = (await app.createAdmin()).email;
    const steps: [Role, string | null, () => Promise<unknown>][] = [
      [
        partner,
        admin,
        () => mustCall(app, 'PUT', `/users/${documentId}/role`, { data: { role: 'partner' } }),
      ],
      [
        authenticated,
        `token ${name}`,
        () =>
          app.request('PUT', `/api/user-profile/users/${documentId}/role`, {
            token,
            body: { data: { role: 'authenticated' } },
          }),
      ],
      [
        support,
        admin,
        () => runBulk(app, { action: 'assign-role', ids: [documentId], role: 'support' }),
      ],
      [
        partner,
        `token ${name}`,
        () =>
          app.request('PUT', `/api/users/${account?.id}`, { token, body: { role: partner.id } }),
      ],
      [
        authenticated,
        admin,
        async () =>
          app.request(
            'PUT',
            `/content-manager/collection-types/${UIDS.account}/${account?.documentId}`,
            {
              token: await app.adminToken(),
              body: {
                role: {
                  connect: [{ id: authenticated.id, documentId: authenticated.documentId }],
                  disconnect: [],
                },
              },
            }
          ),
      ],
      [
        support,
        null,
        () =>
          runInServer(
            app,
            (strapi, id, role) =>
              strapi.documents('plugin::users-permissions.user').update({
                documentId: String(id),
                data: { role: { set: [role] } } as never,
              }),
            account?.documentId,
            support.documentId
          ),
      ],
    ];
    for (const [to, , change] of steps) {
      await change();
      expect(await countOf({ _q: email, ...roleFilter(to.type) })).toBe(1);
    }
    const changes = (await getEvents(app, documentId))
      .filter(({ details }) => details.operation === 'change-role')
      .map(({ actor, details }) => ({ actor, from: details.from, to: details.to }));
    const previous = [before, ...steps.map(([to]) => shownRole(to))];
    expect(changes.reverse()).toEqual(
      steps.map(([to, actor], index) => ({ actor, from: previous[index], to: shownRole(to) }))
    );
  });
});
