import { spawnSync } from 'node:child_process';
import path from 'node:path';

import createRoutes from '../../../plugins/user-profile/server/src/routes/content-api';
import { getFullAccessToken } from '../../support/api-tokens';
import { CONTENT_API_ENTRIES, isOwnHandler } from '../../support/authorization/content-api-routes';
import { createTargetUser, type TargetUser } from '../../support/authorization/snapshot';
import { AnyBody, ApiResponse, RequestOptions } from '../../support/http';
import { type MailServer, startMailServer } from '../../support/mail';
import { createResponseChecker, openApiDocument } from '../../support/openapi/document';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { verifyEmail } from '../../support/users';

const root = path.join(__dirname, '..', '..', '..');
const PREFIX = '/api/user-profile';

type Route = ReturnType<typeof createRoutes>['routes'][number];

const { routes } = createRoutes();
const selectRoutes = (wanted: (route: Route) => unknown) =>
  routes
    .filter((route) => wanted(route))
    .map((route) => [`${route.method} ${route.path}`, route] as const);

const isOwn = ({ handler }: Route) => isOwnHandler(handler);
const isOpen = ({ config }: Route) => config.auth === false;
const entryOf = ({ handler }: Route) => CONTENT_API_ENTRIES[handler] ?? {};

const goodStatusOf = (route: Route) => entryOf(route).status ?? 200;

it('the published OpenAPI documents match the routes', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/openapi.mjs', '--check'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

it('the report of an import has only the media types of its formats', () => {
  const { responses } = openApiDocument().paths['/api/user-profile/imports/{importId}/errors'].get;
  expect(Object.keys(responses[200].content ?? {})).toEqual(['text/csv', 'application/x-ndjson']);
});

describe('documented REST responses', () => {
  const problemsOf = createResponseChecker(openApiDocument());
  let mails: MailServer;
  let app: TestStrapi;
  let token: string;
  let person: TargetUser;

  beforeAll(async () => {
    mails = await startMailServer();
    app = await startStrapi({ env: mails.env });
    token = await getFullAccessToken(app);
  });

  afterAll(async () => {
    await app?.stop();
    await mails?.stop();
  });

  const pathOf = ({ path: template }: Route, id = person.documentId) =>
    PREFIX +
    template
      .replace(/:id\b/, id)
      .replace(
        ':identityId',
        id === person.documentId ? encodeURIComponent((person.other ?? person).userId) : 'nothing'
      )
      .replace(':deviceId', id === person.documentId ? person.deviceId : 'nothing')
      .replace(/:(name|connection)/, id === person.documentId ? 'local' : 'nothing');

  const bodyOf = (route: Route) => {
    const { body } = entryOf(route);
    return typeof body === 'function' ? body(person.account, person.other) : body;
  };

  const tokenFor = (route: Route) => {
    if (isOpen(route)) {
      return undefined;
    }
    return isOwn(route) ? person.account.jwt : token;
  };

  const send = (route: Route, options: RequestOptions = {}, target = pathOf(route)) =>
    app.request(route.method, target, {
      token: tokenFor(route),
      body: bodyOf(route),
      ...options,
    });

  const expectDocumented = (route: Route, status: number, response: ApiResponse<AnyBody>) => {
    expect(response).toMatchObject({ status });
    expect(problemsOf(route.method, route.path, response)).toEqual([]);
  };

  it.each(selectRoutes(() => true))('%s for a valid request', async (_name, route) => {
    const { other, query } = entryOf(route);
    person = await createTargetUser(app, other);
    const target = pathOf(route) + (query?.(person.other) ?? '');
    expectDocumented(route, goodStatusOf(route), await send(route, {}, target));
  });

  describe('of a rejected request', () => {
    // A rejected request changes nothing, so all of them can have the same target.
    beforeAll(async () => {
      person = await createTargetUser(app);
    });

    it.each(selectRoutes((route) => !isOpen(route)))(
      '%s without a valid token',
      async (_name, route) => {
        expectDocumented(route, 403, await send(route, { token: undefined }));
        expectDocumented(route, 401, await send(route, { token: 'not-a-token' }));
      }
    );

    it.each(selectRoutes(({ handler }) => handler !== 'login.callback'))(
      '%s for a bad query',
      async (_name, route) => {
        const response = await send(route, {}, `${pathOf(route)}?unheard[of]=1`);
        expectDocumented(route, 400, response);
        expect(response.body.error.details.errors.length).toBeGreaterThan(0);
      }
    );

    it.each(selectRoutes(({ request }) => request.body))(
      '%s for a bad body',
      async (_name, route) => {
        const response = await send(route, { body: { unheard: { of: 1 } } });
        expectDocumented(route, 400, response);
        expect(response.body.error.details.errors.length).toBeGreaterThan(0);
      }
    );

    it.each(selectRoutes(({ request }) => request.body))(
      '%s for a huge body',
      async (_name, route) => {
        const response = await send(route, { body: { data: { name: 'x'.repeat(2_000_000) } } });
        expectDocumented(route, 413, response);
      }
    );

    it.each(selectRoutes(({ request }) => request.body))(
      '%s for app_metadata',
      async (_name, route) => {
        const response = await send(route, { body: { data: { app_metadata: {} } } });
        expectDocumented(route, 403, response);
      }
    );

    it.each(selectRoutes((route) => isOpen(route) && !route.request.body))(
      '%s for app_metadata in the query',
      async (_name, route) => {
        const response = await send(route, {}, `${pathOf(route)}?app_metadata=1`);
        expectDocumented(route, 403, response);
      }
    );

    it.each(selectRoutes((route) => route.path.includes('/:')))(
      'returns the documented error for an unknown id: %s',
      async (_name, route) => {
        const response = await send(route, {}, pathOf(route, 'unknown'));
        expectDocumented(route, isOpen(route) ? 400 : 404, response);
      }
    );
  });

  const routeOf = (handler: string) => {
    const found = routes.find((route) => route.handler === handler);
    if (!found) {
      throw new Error(`There is no ${handler}`);
    }
    return found;
  };

  it.each([
    ['an API token', 'identities.link', 'identities.unlink'],
    ['the user', 'me-identities.link', 'me-identities.unlink'],
  ])('linking and unlinking by %s', async (_who, link, unlink) => {
    person = await createTargetUser(app);
    await verifyEmail(app, person.account);
    const other = await createTargetUser(app);
    const preview = routeOf('link-preview.find');
    expectDocumented(
      preview,
      200,
      await send(preview, {}, `${pathOf(preview)}?secondary_user=${other.documentId}`)
    );
    const data = isOwn(routeOf(link))
      ? { token: other.account.jwt }
      : { secondary_user: other.documentId };
    expectDocumented(routeOf(link), 201, await send(routeOf(link), { body: { data } }));
    const ofOther = pathOf(routeOf(unlink)).replace(
      encodeURIComponent(person.userId),
      encodeURIComponent(other.userId)
    );
    expectDocumented(routeOf(unlink), 200, await send(routeOf(unlink), {}, ofOther));
  });

  describe('conflicts', () => {
    it('creating a user with a taken email', async () => {
      const route = routeOf('users.create');
      const { email } = (await createTargetUser(app)).account;
      const data = { connection: 'local', email, password: 'secret-secret' };
      expectDocumented(route, 409, await send(route, { body: { data } }));
    });

    it.each(['users.update', 'me.update'])('%s with an old revision', async (handler) => {
      const route = routeOf(handler);
      const headers = { 'if-match': '"1000000"' };
      expectDocumented(route, 409, await send(route, { headers }));
      const nickname = 'sample';
      const body = { data: { nickname }, revision: 1_000_000 };
      expectDocumented(route, 409, await send(route, { body }));
      // `update` of `@strapi/client` sends nothing beside `data`.
      const inData = { data: { nickname, revision: 1_000_000 } };
      expectDocumented(route, 409, await send(route, { body: inData }));
    });

    it.each(['users.update', 'me.update'])('%s with a malformed If-Match', async (handler) => {
      const route = routeOf(handler);
      const headers = { 'if-match': 'yesterday' };
      expectDocumented(route, 400, await send(route, { headers }));
    });
  });
});
