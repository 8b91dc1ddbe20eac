import {
  findUsersQuery,
  type Profile,
  userFilters,
} from '../../../plugins/user-profile/shared/contracts/users';
import { newCredentials, registerAccount } from '../../support/accounts';
import { callAdmin } from '../../support/admin-api';
import { databaseClient, UIDS } from '../../support/database';
import { logIn } from '../../support/logins';
import { PASSWORD } from '../../support/passwords';
import { reconcile } from '../../support/profiles';
import { runInServer, SERVER_CODE } from '../../support/run-in-server';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { createAccountRow, getUser, getUsers, newEmail, userPath } from '../../support/users';

/** As macOS writes it: letter and accent are two characters. */
const DECOMPOSED = 'Jose\u0301';
const COMPOSED = 'Jos\u00e9';

describe('text of users', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi({ env: SERVER_CODE });
  });

  afterAll(() => app?.stop());

  const postUser = (attributes: object) => {
    const data = { connection: 'local', email: newEmail(), password: PASSWORD, ...attributes };
    return callAdmin(app, 'POST', '/users', { data });
  };

  /** @returns the documentId */
  const createUser = async (attributes: object): Promise<string> => {
    const { status, body } = await postUser(attributes);
    if (status !== 201) {
      throw new Error(`${status} ${JSON.stringify(body)}`);
    }
    return body.data.documentId;
  };

  const find = async (query: Record<string, string>): Promise<string[]> => {
    const { status, body } = await getUsers(app, query);
    if (status !== 200) {
      throw new Error(`${status} ${JSON.stringify(body)}`);
    }
    return body.data.map(({ documentId }: Profile) => documentId);
  };

  it.each(['\u200b', '\u2060 \u00ad', '\u3164', '\u2800', '\u202e'])(
    'in which nothing is visible are no names: %j',
    async (text) => {
      const account = await registerAccount(app);
      for (const data of [{ name: text }, { given_name: text }, { nickname: text }]) {
        const { status } = await app.request('PUT', '/api/user-profile/me', {
          token: account.jwt,
          body: { data },
        });
        expect(status).toBe(400);
      }
      expect((await postUser({ name: text })).status).toBe(400);
    }
  );

  describe('search', () => {
    it.each([
      ['ΣΊΣΥΦΟΣ', ['ΣΊΣΥΦΟΣ', 'σίσυφος', 'σίσυφοσ', 'Σίσυ']],
      ['İbrahim Deniz', ['İbrahim', 'İbrahim Deniz', 'ibrahim', 'IBRAHIM DENİZ']],
      ['IŞIK Yıldız', ['ışık', 'IŞIK', 'isik', 'Işık yildiz']],
      ['Jürgen Groß', ['JÜRGEN GROSS', 'jürgen groß', 'Ju\u0308rgen', 'JÜRGEN GROẞ']],
      ['Иван Петров', ['иван', 'ИВАН']],
      [`${DECOMPOSED} Nunez`, [COMPOSED, 'jos\u00e9', 'JOSÉ NUNEZ', DECOMPOSED]],
      ['\u0141\u0105ka Zimowa', ['\u0141a\u0328ka', 'łąka zimowa', 'ŁĄKA']],
      ['Nguyễn Thị Ánh', ['Nguye\u0302\u0303n', 'NGUYỄN THỊ', 'nguyen thi anh']],
      ['한글 이름', ['\u1112\u1161\u11ab\u1100\u1173\u11af', '한글']],
      ['Ａｎｎ Ｌｅｅ', ['ann lee', 'ＡＮＮ']],
      ["Síle O'Shea", ['O’Shea', "o'shea", 'OʼSHEA', 'shea']],
      ['Síle O’Hara', ["O'Hara", 'o’hara']],
      ['Jean‑Marc Roux', ['jean-marc', 'Jean‐Marc', 'Jean–Marc', 'marc roux']],
    ])('finds %s in any letter case and composition', async (name, searches) => {
      const documentId = await createUser({ name });
      for (const _q of searches) {
        expect([_q, await find({ _q })]).toEqual([_q, [documentId]]);
      }
    });

    it('finds a username and an email address in any letter case and composition', async () => {
      const documentId = await createUser({ username: 'Žofie\u0301', email: newEmail('ZOFKA') });
      for (const _q of ['ŽOFIÉ', 'z\u030cofie\u0301', 'zofka-', 'ZOFKA-']) {
        expect([_q, await find({ _q })]).toEqual([_q, [documentId]]);
      }
    });

    it('finds the new name after each kind of change and no longer the old one', async () => {
      const documentId = await createUser({ name: 'Ägir Alt' });
      await callAdmin(app, 'PUT', userPath(documentId), { data: { name: 'Ökonom Neu' } });
      expect(await find({ _q: 'ägir alt' })).toEqual([]);
      expect(await find({ _q: 'ÖKONOM' })).toEqual([documentId]);
      // Back to the value of the source, which is the email address.
      await callAdmin(app, 'PUT', userPath(documentId), { data: { name: null } });
      expect(await find({ _q: 'ÖKONOM' })).toEqual([]);
    });

    it('finds the new name after a change by code of the site', async () => {
      const documentId = await createUser({ name: 'Çelik Alt' });
      await runInServer(
        app,
        (strapi, id) =>
          strapi.db
            .query('plugin::user-profile.user')
            .update({ where: { documentId: id }, data: { name: 'ŞAHİN NEU' } }),
        documentId
      );
      expect(await find({ _q: 'çelik alt' })).toEqual([]);
      expect(await find({ _q: 'şahin neu' })).toEqual([documentId]);
    });

    it('finds users whose rows were written past the plugin, after a reconcile pass', async () => {
      const documentId = await createUser({ name: 'Ørsted Øst' });
      const empty = {
        ...{ folded_name: null, folded_email: null, folded_username: null, folded_user_id: null },
      };
      await app.database.update(UIDS.user, { document_id: documentId }, empty);
      expect(await find({ _q: 'ØRSTED' })).toEqual([]);
      await reconcile(app);
      expect(await find({ _q: 'ØRSTED' })).toEqual([documentId]);
    });
  });

  describe('order', () => {
    const createSorted = async (field: 'name' | 'username', values: string[]): Promise<string> => {
      const prefix = newEmail('sorted').split('@')[0];
      for (const [index, value] of values.entries()) {
        await createUser({ email: `${prefix}-${index}@example.test`, [field]: value });
      }
      return prefix;
    };

    const sorted = async (prefix: string, sort: string) => {
      const { body } = await getUsers(app, { _q: prefix, sort });
      const [field] = sort.split(':') as ['name' | 'username'];
      return body.data.map((profile: Profile) => profile[field]);
    };

    it.each([
      ['ASCII', 'banana Apple cherry Zed', 'Apple banana cherry Zed'],
      ['accents', 'Zoe Éva eva2 Eva Österreich Otto Nora', 'Eva Éva eva2 Nora Österreich Otto Zoe'],
      ['Turkish and Greek', 'ısı Ida İris Σίμος σάββας', 'Ida İris ısı σάββας Σίμος'],
    ])('ignores letter case: %s', async (_what, values, expected) => {
      const names = values.split(' ');
      const prefix = await createSorted('name', names);
      const ascending = await sorted(prefix, 'name:asc');
      const descending = await sorted(prefix, 'name:desc');
      expect([...descending].reverse()).toEqual(ascending);
      // Éva and Eva are equal, so their order is that of their ids.
      const stable = (list: (string | undefined)[]) => list.map((name) => name?.replace('É', 'E'));
      expect(stable(ascending)).toEqual(stable(expected.split(' ')));
    });

    it('is the same by cursor', async () => {
      const names = ['éB-key', 'Ea-key', 'eC-key', 'ed-key', 'Ée-key', 'ÉA-kez'];
      const prefix = await createSorted('username', names);
      const all = await find({ _q: prefix, sort: 'username:asc' });
      const pages: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const { body } = await getUsers(app, {
          ...{ _q: prefix, sort: 'username:asc' },
          ...{ 'pagination[pageSize]': '2', 'pagination[cursor]': cursor },
        });
        pages.push(...body.data.map(({ documentId }: Profile) => documentId));
        cursor = body.meta.pagination.nextCursor;
      }
      expect(pages).toEqual(all);
      expect(await sorted(prefix, 'username:asc')).toEqual([
        ...['Ea-key', 'ÉA-kez', 'éB-key', 'eC-key', 'ed-key', 'Ée-key'],
      ]);
    });
  });

  describe('stored', () => {
    it('is in NFC, and shows no folded copy in any response', async () => {
      const written = {
        ...{ name: `${DECOMPOSED} A`, given_name: DECOMPOSED },
        ...{ family_name: 'Nguye\u0302\u0303n', nickname: DECOMPOSED },
      };
      const documentId = await createUser({ ...written, username: `${DECOMPOSED}-stored` });
      const user = await getUser(app, documentId);
      expect(user.data).toMatchObject({
        ...{ name: `${COMPOSED} A`, given_name: COMPOSED, family_name: 'Nguyễn' },
        ...{ nickname: COMPOSED, username: `${COMPOSED}-stored` },
      });
      const list = await getUsers(app, { _q: COMPOSED });
      const raw = await callAdmin(app, 'POST', '/users/export', {
        data: { format: 'ndjson', ids: [documentId] },
      });
      expect(JSON.stringify([user, list.body, raw.body])).not.toContain('folded');
    });
  });

  describe('usernames', () => {
    const expectTaken = async (username: string): Promise<void> => {
      const { status, body } = await postUser({ username });
      expect([username, status, body.error?.message]).toEqual([
        ...[username, 409, 'This username is taken'],
      ]);
    };

    it.each([
      ['Ren\u00e9e', ['Rene\u0301e', 'REN\u00c9E', 'rene\u0301e']],
      ['Straße-1', ['strasse-1', 'STRASSE-1', 'STRAẞE-1']],
      ['Işıl', ['ISIL'.replace('S', 'Ş'), 'ışıl']],
      ['Nguyễn-2', ['Nguye\u0302\u0303n-2', 'NGUYỄN-2']],
      ['\u1112\u1161\u11ab-한-3', ['한-한-3', '한-\u1112\u1161\u11ab-3']],
    ])('count as taken in any letter case and composition: %s', async (username, others) => {
      await createUser({ username });
      for (const other of others) {
        await expectTaken(other);
      }
    });

    it('with another accent are free, except on MariaDB, where Strapi rejects them', async () => {
      await createUser({ username: 'Rosé-9' });
      const { status } = await postUser({ username: 'Rose-9' });
      expect(status).toBe(databaseClient() === 'mariadb' ? 400 : 201);
    });

    it('of an account that is older than the plugin count as taken', async () => {
      await createAccountRow(app, { email: newEmail(), username: 'Ame\u0301lie' });
      await expectTaken('Am\u00e9lie');
      await reconcile(app);
      await expectTaken('AM\u00c9LIE');
    });

    it('are the same for a registration with Users & Permissions', async () => {
      const account = await registerAccount(app, newCredentials({ username: `${COMPOSED}-up` }));
      const { password, username, email } = account;
      const again = await app.request('POST', '/api/auth/local/register', {
        body: { username: `${DECOMPOSED}-up`, email: newEmail(), password },
      });
      expect(again.status).toBe(400);
      await expectTaken(`${DECOMPOSED}-UP`);
      for (const identifier of [username, `${DECOMPOSED}-up`, email]) {
        expect((await logIn(app, { identifier, password })).status).toBe(200);
      }
    });

    it('that Users & Permissions stored in another form still log in', async () => {
      const account = await registerAccount(app);
      const { id, password } = account;
      await app.database.update(UIDS.account, { id }, { username: 'Zoe\u0308-old' });
      expect((await logIn(app, { identifier: 'Zoe\u0308-old', password })).status).toBe(200);
    });
  });

  describe('filters', () => {
    it.each([
      ['email', (value: string) => value.toUpperCase()],
      ['username', (value: string) => value.normalize('NFD')],
    ])('find only the user with the whole %s', async (field, rewritten) => {
      const name = newEmail('exact').split('@')[0];
      const [email, username] = [`${name}@example.test`, `é-${name}`];
      const documentId = await createUser({ email, username });
      // On MariaDB, Strapi rejects a username that differs in accents only.
      const similar = databaseClient() === 'mariadb' ? `e-${name}-` : `e-${name}`;
      await createUser({ email: `${name}@example.test.example`, username: similar });
      const value = field === 'email' ? email : username;
      for (const sent of [value, rewritten(value), ` ${value} `]) {
        expect(await find({ [`filters[${field}][$eq]`]: sent })).toEqual([documentId]);
        expect(
          await find({ [`filters[${field}][$in][0]`]: sent, [`filters[${field}][$in][1]`]: 'x' })
        ).toEqual([documentId]);
      }
      expect(await find({ [`filters[${field}][$eq]`]: value.slice(0, -1) })).toEqual([]);
    });

    it.each<[string, Record<string, string>]>([
      ['a connection by $eq', { 'filters[connection][$eq]': 'local' }],
      ['a strategy by $eq', { 'filters[strategy][$eq]': 'local' }],
      [
        'both operators at once',
        { 'filters[connection][$eq]': 'local', 'filters[connection][$in][0]': 'local' },
      ],
      ['a flag without an operator', { 'filters[blocked]': 'false' }],
      ['a list with one order', { 'sort[0]': 'name:asc' }],
    ])('accept the forms of Strapi: %s', async (_what, query) => {
      const documentId = await createUser({ name: 'Quentin Query' });
      const _q = 'quentin query';
      expect(await find({ _q, ...query })).toContain(documentId);
    });

    it('return no user if both operators of one filter exclude each other', async () => {
      const query = { 'filters[connection][$eq]': 'local', 'filters[connection][$in][0]': 'x' };
      expect(await find(query)).toEqual([]);
    });

    it.each<[string, Record<string, string>]>([
      ['no operator', { 'filters[email]': 'a@example.test' }],
      ['an empty value', { 'filters[username][$eq]': ' ' }],
      ['text that is no flag', { 'filters[blocked]': 'yes' }],
      ['two orders', { 'sort[0]': 'name:asc', 'sort[1]': 'email:asc' }],
      ['a list with an unknown order', { 'sort[0]': 'folded_name:asc' }],
    ])('return 400 for %s', async (_what, query) => {
      expect((await getUsers(app, query)).status).toBe(400);
    });

    it.each<[string, Record<string, string>, string]>([
      [
        'operator',
        { 'filters[email][$contains]': 'a' },
        'filters.email.$contains: …; use $eq, $in',
      ],
      [
        'operator of a flag',
        { 'filters[blocked][$ne]': 'true' },
        'filters.blocked.$ne: …; use $eq',
      ],
      [
        'filter',
        { 'filters[$or][0][email][$eq]': 'a' },
        `filters.$or: …; use ${Object.keys(userFilters.shape).join(', ')}`,
      ],
      [
        'parameter',
        { limit: '5' },
        `limit: …; use ${Object.keys(findUsersQuery.shape).join(', ')}`,
      ],
    ])('name what is supported instead of an unknown %s', async (_what, query, expected) => {
      const { status, body } = await getUsers(app, query);
      const message = expected.replace('…', 'Unrecognized key');
      expect([status, body.error.message]).toEqual([400, expect.stringContaining(message)]);
      expect(body.error.details.errors).toContainEqual(
        expect.objectContaining({ code: 'input_unknown', message })
      );
    });
  });
});
