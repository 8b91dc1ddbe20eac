import adminRoutes from '../../../plugins/user-profile/server/src/routes/admin';
import contentApiRoutes from '../../../plugins/user-profile/server/src/routes/content-api';
import { ADMIN_ACTIONS } from '../../../plugins/user-profile/shared/constants';
import { type Admin, createAdminUser } from '../../support/admins';
import { getApiToken, getFullAccessToken } from '../../support/api-tokens';
import { ADMIN_ENTRIES } from '../../support/authorization/admin-routes';
import { createUserWithRole } from '../../support/authorization/callers';
import { CONTENT_API_ENTRIES, isOwnHandler } from '../../support/authorization/content-api-routes';
import {
  createTargetUser,
  type OtherUser,
  type TargetUser,
} from '../../support/authorization/snapshot';
import { UIDS } from '../../support/database';
import { runInServer, SERVER_CODE_WITH_AUTHORS } from '../../support/run-in-server';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { verifyEmail } from '../../support/users';

const SECRET = 'only-for-those-who-may-read-users';
const METADATA = JSON.stringify({ plan: SECRET });

const all = Object.values(ADMIN_ACTIONS);
const READING = new Set(['users.find', 'users.findOne']);

const CONTENT_ROUTES = contentApiRoutes().routes.filter(({ handler }) => !READING.has(handler));
const ADMIN_ROUTES = adminRoutes().routes.filter(
  ({ config }) => !JSON.stringify(config.policies).includes(ADMIN_ACTIONS.readUsers)
);

describe('confidentiality of app_metadata', () => {
  let app: TestStrapi;
  let person: TargetUser;
  let fullAccess: string;

  const createUserWithSecret = async (other?: OtherUser): Promise<TargetUser> => {
    const made = await createTargetUser(app, other);
    await app.database.update(
      UIDS.user,
      { document_id: made.documentId },
      { app_metadata: METADATA }
    );
    return made;
  };

  beforeAll(async () => {
    app = await startStrapi({ env: { ...SERVER_CODE_WITH_AUTHORS, GRAPHQL: 'true' } });
    person = await createUserWithSecret();
    fullAccess = await getFullAccessToken(app);
    await runInServer(
      app,
      (strapi, id) =>
        strapi.documents('api::article.article').create({
          data: { title: 'Of a user', author: { documentId: id } },
        } as never),
      person.documentId
    );
  });

  afterAll(() => app?.stop());

  const textOf = async (
    method: string,
    path: string,
    token: string | undefined,
    body?: unknown
  ): Promise<string> => JSON.stringify((await app.request(method, path, { token, body })).body);

  it('is returned to callers with permission to read users', async () => {
    const token = await getApiToken(app, 'custom', ['users.findOne', 'users.update']);
    const path = `/api/user-profile/users/${person.documentId}`;
    expect(await textOf('GET', path, token)).toContain(SECRET);
    expect(await textOf('PUT', path, token, { data: { nickname: 'x' } })).toContain(SECRET);
    const admin = await createAdminUser(app, [ADMIN_ACTIONS.readUsers, ADMIN_ACTIONS.blockUsers]);
    const block = `/user-profile/users/${person.documentId}/unblock`;
    expect(await textOf('POST', block, admin.token)).toContain(SECRET);
  });

  describe('responses without permission to read users', () => {
    it.each(CONTENT_ROUTES)('$method $path hides it', async ({ method, path, handler }) => {
      const entry = CONTENT_API_ENTRIES[handler];
      const { body, query } = entry;
      const { account, documentId, other } = await createUserWithSecret(entry.other);
      const isOwn = isOwnHandler(handler);
      const token = isOwn ? account.jwt : await getApiToken(app, 'custom', [handler]);
      const target = path
        .replace(':id', documentId)
        .replace(':identityId', encodeURIComponent(other?.userId ?? ''))
        .replace(':deviceId', 'phone')
        .replace(/:(name|connection)/, 'local');
      const sent = typeof body === 'function' ? body(account, other) : body;
      const text = await textOf(
        method,
        `/api/user-profile${target}${query?.(other) ?? ''}`,
        token,
        sent
      );
      expect(text).not.toContain(SECRET);
      expect(text).not.toContain('"app_metadata"');
    });

    it.each(ADMIN_ROUTES)('$method $path hides it from admins', async ({ method, path }) => {
      const admin = await createAdminUser(
        app,
        all.filter((action) => action !== ADMIN_ACTIONS.readUsers)
      );
      for (const entry of ADMIN_ENTRIES[`${method} ${path}`]) {
        const { userId, other } = await createUserWithSecret(entry.other);
        const { path: target, body } = entry.call(userId, other?.userId);
        const text = await textOf(method, `/user-profile${target}`, admin.token, body);
        expect(text).not.toContain(SECRET);
        expect(text).not.toContain('"app_metadata"');
      }
    });
  });

  describe('linking and unlinking', () => {
    const identities = ({ documentId }: TargetUser) => `/users/${documentId}/identities`;

    /** @returns both response bodies as text; both requests must succeed */
    const linkAndUnlink = async (prefix: string, tokens: [link: string, unlink: string]) => {
      const [kept, other] = [await createUserWithSecret(), await createUserWithSecret()];
      const path = prefix + identities(kept);
      const body = { data: { secondary_user: other.documentId } };
      const linked = await app.request('POST', path, { token: tokens[0], body });
      const unlinked = await app.request('DELETE', `${path}/${encodeURIComponent(other.userId)}`, {
        token: tokens[1],
      });
      expect([linked.status, unlinked.status]).toEqual([201, 200]);
      return [linked, unlinked].map(({ body: answered }) => JSON.stringify(answered));
    };

    const hidden = expect.not.stringMatching(/"app_metadata"|only-for-those/);
    const shown = expect.stringContaining(SECRET);

    it('return app_metadata only to API tokens with permission to read users', async () => {
      const tokenFor = (...handlers: string[]) => getApiToken(app, 'custom', handlers);
      const [link, unlink] = [
        await tokenFor('identities.link'),
        await tokenFor('identities.unlink'),
      ];
      expect(await linkAndUnlink('/api/user-profile', [link, unlink])).toEqual([hidden, hidden]);
      const both = await tokenFor('identities.link', 'identities.unlink', 'users.find');
      expect(await linkAndUnlink('/api/user-profile', [both, both])).toEqual([shown, shown]);
    });

    it('return app_metadata only to admins with permission to read users', async () => {
      const { updateUsers, setCredentials, deleteUsers, readUsers } = ADMIN_ACTIONS;
      const needed = [updateUsers, setCredentials, deleteUsers];
      const { token } = await createAdminUser(app, needed);
      expect(await linkAndUnlink('/user-profile', [token, token])).toEqual([hidden, hidden]);
      const reader = await createAdminUser(app, [...needed, readUsers]);
      const tokens: [string, string] = [reader.token, reader.token];
      expect(await linkAndUnlink('/user-profile', tokens)).toEqual([shown, shown]);
    });

    it('do not return app_metadata to the user', async () => {
      const [one, other] = [await createUserWithSecret(), await createTargetUser(app)];
      const path = '/api/user-profile/me/identities';
      await verifyEmail(app, one.account);
      const linked = await app.request('POST', path, {
        token: one.account.jwt,
        body: { data: { token: other.account.jwt } },
      });
      const unlinked = await app.request('DELETE', `${path}/${encodeURIComponent(other.userId)}`, {
        token: one.account.jwt,
      });
      expect([linked.status, unlinked.status]).toEqual([201, 200]);
      const responses = [linked, unlinked].map(({ body }) => JSON.stringify(body));
      expect(responses).toEqual([hidden, hidden]);
    });
  });

  describe('site content types with a relation to a user', () => {
    const queries = (value: string) => [
      '?populate=*',
      '?populate=author',
      '?populate[author][fields][0]=app_metadata',
      '?populate[author][populate]=*',
      `?populate[author][filters][app_metadata][$contains]=${value}`,
      '?populate[author][sort]=app_metadata',
      '?fields[0]=author.app_metadata',
      `?filters[author][app_metadata][$contains]=${value}`,
      `?filters[author][app_metadata][$containsi]=${value}`,
      `?filters[author][app_metadata][$notNull]=${value === SECRET}`,
      `?filters[$and][0][author][app_metadata][$eq]=${value}`,
      `?filters[author][$or][0][app_metadata][$startsWith]=${value}`,
      '?sort=author.app_metadata',
      '?sort[0][author][app_metadata]=desc',
      `?_q=${value}`,
    ];
    const CASES = queries(SECRET).map((query, n) => [query, queries('nothing')[n]]);

    /** Expects the same response for the stored value and for a wrong one. */
    const expectSilence = async (path: string, token: string, [right, wrong]: string[]) => {
      const responses = await Promise.all(
        [right, wrong].map((query) => app.request('GET', path + query, { token }))
      );
      const [first, second] = responses.map(({ status, body }) => ({
        status,
        results: (body?.data ?? body?.results)?.length,
      }));
      expect(first).toEqual(second);
      expect(
        JSON.stringify(responses.map(({ body }) => body?.data ?? body?.results))
      ).not.toContain(SECRET);
    };

    it.each(CASES)('reveal nothing over REST to a user: %s', async (...queried) => {
      const { jwt } = await createUserWithRole(app, ['me.findOne']);
      const newest = { newestFirst: true, limit: 1 };
      await app.database.insert(UIDS.permission, { action: 'api::article.article.find' });
      const [permission] = await app.database.rows(UIDS.permission, {}, newest);
      const [role] = await app.database.rows(UIDS.role, {}, newest);
      await app.database.insert(UIDS.permissionRole, {
        permission_id: permission.id,
        role_id: role.id,
      });
      const allowed = await app.request('GET', '/api/articles', { token: jwt });
      expect([allowed.status, allowed.body.data.length > 0]).toEqual([200, true]);
      await expectSilence('/api/articles', jwt, queried);
    });

    it.each(CASES)('reveal nothing over REST to a read-only token: %s', async (...queried) => {
      await expectSilence('/api/articles', await getApiToken(app, 'read-only'), queried);
    });

    it.each(CASES)('reveal nothing over REST to a full-access token: %s', async (...queried) => {
      await expectSilence('/api/articles', fullAccess, queried);
    });

    describe('Content Manager', () => {
      const ARTICLES = '/content-manager/collection-types/api::article.article';
      let editor: Admin;

      beforeAll(async () => {
        const fields = ['title', 'body', 'author', 'related'];
        editor = await createAdminUser(
          app,
          ['read', 'create', 'update'].map((action) => ({
            action: `plugin::content-manager.explorer.${action}`,
            subject: 'api::article.article',
            properties: { fields },
          }))
        );
        const { status, body } = await app.request('GET', ARTICLES, { token: editor.token });
        expect([status, body.results.length > 0]).toEqual([200, true]);
      });

      it.each(CASES)('reveals nothing in the article list: %s', async (...queried) => {
        await expectSilence(ARTICLES, editor.token, queried);
      });

      it.each(CASES)('reveals nothing in the author picker: %s', async (...queried) => {
        const path = '/content-manager/relations/api::article.article/author';
        await expectSilence(path, editor.token, queried);
      });

      const RELATIONS = '/content-manager/relations/api::article.article';

      it.each([
        'author?fields=app_metadata',
        'author?fields=*',
        'author?fields=id&fields=*',
        'related?populate=author',
        'related?populate=*',
        'related?populate[0]=author',
        'related?populate[author]=true',
        'related?populate[related][populate]=author',
        'related?populate[author][fields]=*',
      ])('reveals nothing in a relation picker: %s', async (asked) => {
        const { body } = await app.request('GET', `${RELATIONS}/${asked}`, { token: editor.token });
        expect(JSON.stringify(body)).not.toMatch(
          /"(app_metadata|folded_\w+|block\w+_(reason|until)|invitation_key)"|only-for-those/
        );
      });

      it.each([
        'author?fields=email',
        'author?fields=*',
        'related?populate=author',
        'related?populate[author][fields]=email',
      ])('shows no attribute of a user in a relation picker: %s', async (asked) => {
        const { body } = await app.request('GET', `${RELATIONS}/${asked}`, { token: editor.token });
        expect(body.results.length).toBeGreaterThan(0);
        expect(JSON.stringify(body)).not.toMatch(/example\.test|"(user_metadata|last_ip|email)"/);
      });

      it.each([
        `${RELATIONS}/author?filters[email][$eq]=`,
        `${RELATIONS}/related?filters[author][email][$eq]=`,
        `${ARTICLES}?filters[author][email][$eq]=`,
      ])('ignores a filter by an attribute of a user: %s', async (path) => {
        const [found, others] = await Promise.all(
          [person.account.email, 'unknown@example.test'].map((email) =>
            app.request('GET', path + email, { token: editor.token })
          )
        );
        expect(found.body.results.length).toBeGreaterThan(0);
        expect(others.body.results).toEqual(found.body.results);
      });

      it('finds authors and articles in the relation pickers', async () => {
        const find = async (asked: string) =>
          (await app.request('GET', `${RELATIONS}/${asked}`, { token: editor.token })).body.results;
        const { documentId } = person;
        expect(await find(`author?_q=${documentId}`)).toContainEqual(
          expect.objectContaining({ documentId })
        );
        expect(await find('related?populate=author')).toContainEqual(
          expect.objectContaining({ author: expect.objectContaining({ documentId }) })
        );
      });

      describe('sort order', () => {
        beforeAll(async () => {
          const first = await createTargetUser(app);
          await app.database.update(
            UIDS.user,
            { document_id: first.documentId },
            { app_metadata: { plan: 'a' } }
          );
          await runInServer(
            app,
            (strapi, id) =>
              strapi.documents('api::article.article').create({
                data: { title: 'Of another user', author: { documentId: id } },
              } as never),
            first.documentId
          );
        });

        const getOrders = async (path: string) => {
          const responses = ['asc', 'desc'].map((order) =>
            app.request('GET', path.replace('ORDER', order), { token: editor.token })
          );
          return (await Promise.all(responses)).map(({ body }) =>
            body.results?.map(({ documentId }: { documentId: string }) => documentId)
          );
        };

        it.each([
          [`${ARTICLES}?sort=author.app_metadata:ORDER`],
          [`${ARTICLES}?sort=author[app_metadata]:ORDER`],
          [`${ARTICLES}?sort[0]=author.app_metadata:ORDER`],
          [`${RELATIONS}/related?sort=author.app_metadata:ORDER`],
          [`${RELATIONS}/related?sort= author.app_metadata :ORDER`],
          [`${RELATIONS}/related?sort=author[app_metadata]:ORDER`],
          [`${RELATIONS}/related?sort=author["app_metadata"]:ORDER`],
          [`${RELATIONS}/related?sort=id,author.app_metadata:ORDER`],
          [`${RELATIONS}/related?sort[]=author.app_metadata:ORDER&sort[][id]=asc`],
          [`${RELATIONS}/author?sort=app_metadata:ORDER`],
          [`${RELATIONS}/author?sort=[app_metadata]:ORDER`],
        ])('does not depend on app_metadata: %s', async (path) => {
          const [up, down] = await getOrders(path);
          expect(up).toEqual(down);
        });

        it('follows a visible field', async () => {
          const [up, down] = await getOrders(`${ARTICLES}?sort=title:ORDER`);
          expect(up.length).toBeGreaterThan(1);
          expect(up).toEqual([...down].reverse());
        });
      });

      it.each([
        ['/content-manager/collection-types/plugin::user-profile.user'],
        ['/content-manager/collection-types/plugin::user-profile.user/:id'],
        ['/content-manager/single-types/plugin::user-profile.user'],
        ['/content-manager/relations/plugin::user-profile.identity/user'],
        ['/content-manager/uid/check-availability'],
      ])('denies an editor direct access to plugin types: %s', async (path) => {
        const { status, body } = await app.request('GET', path.replace(':id', person.documentId), {
          token: editor.token,
        });
        expect(status).toBeGreaterThanOrEqual(400);
        expect(JSON.stringify(body)).not.toContain(SECRET);
      });
    });
  });

  it.each([
    '/api/users?populate=*',
    '/api/users?populate[role][populate]=*',
    '/api/users?populate[profile]=*&populate[identities][populate]=*',
    '/api/users/me?populate=*',
    '/api/users?fields[0]=app_metadata',
    `/api/users?filters[app_metadata][$contains]=${SECRET}`,
    `/api/users?_q=${SECRET}`,
  ])('is not returned by Users & Permissions: %s', async (path) => {
    expect(await textOf('GET', path, fullAccess)).not.toContain('plan');
    expect(await textOf('GET', path, person.account.jwt)).not.toContain('plan');
  });

  it.each([
    '{ userProfileUsers { app_metadata } }',
    '{ articles { author { app_metadata } } }',
    '{ articles(filters: { author: { app_metadata: { contains: "only" } } }) { title } }',
    '{ me { app_metadata } }',
    '{ usersPermissionsUsers { app_metadata } }',
  ])('is unknown to GraphQL: %s', async (query) => {
    const { status, body } = await app.request('POST', '/graphql', {
      token: fullAccess,
      body: { query },
    });
    expect([status, body.errors[0].extensions.code]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
  });

  it('is absent from event hub payloads, which webhooks send', async () => {
    const result = await runInServer(
      app,
      async (strapi, id) => {
        const events: unknown[] = [];
        const listen = async (...event: unknown[]) => void events.push(event);
        strapi.eventHub.subscribe(listen as never);
        const users = strapi.documents('plugin::user-profile.user');
        await strapi.documents('api::article.article').create({
          data: { title: 'An entry that leads to the user', author: { documentId: id } },
        } as never);
        await users.update({ documentId: id, data: { nickname: 'heard' } as object });
        const isReceived = () => JSON.stringify(events).includes('heard');
        for (let tries = 0; tries < 100 && !isReceived(); tries += 1) {
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        strapi.eventHub.unsubscribe(listen as never);
        return events;
      },
      person.documentId
    );
    expect(JSON.stringify(result)).toContain('entry.update');
    expect(result).toContainEqual([
      'entry.create',
      expect.objectContaining({
        entry: expect.objectContaining({
          author: expect.objectContaining({ documentId: person.documentId }),
        }),
      }),
    ]);
    expect(JSON.stringify(result)).not.toContain(SECRET);
  });

  it('is absent from the event log and the server log after all tests above', async () => {
    expect(JSON.stringify(await app.database.rows(UIDS.event))).not.toContain(SECRET);
    expect(app.output().replaceAll(/GET \S+/g, '')).not.toContain(SECRET);
  });
});
