import { spawnSync } from 'node:child_process';
import path from 'node:path';

import createRoutes from '../../../plugins/user-profile/server/src/routes/content-api';
import { getFullAccessToken } from '../../support/api-tokens';
import { CONTENT_API_ENTRIES } from '../../support/authorization/content-api-routes';
import { createTargetUser, type TargetUser } from '../../support/authorization/snapshot';
import { AnyBody, ApiResponse, RequestOptions } from '../../support/http';
import { type MailServer, startMailServer } from '../../support/mail';
import { createResponseChecker, openApiDocument } from '../../support/openapi/document';
import { startStrapi, type TestStrapi } from '../../support/strapi';

const root = path.join(__dirname, '..', '..', '..');
const PREFIX = '/api/user-profile';

type Route = ReturnType<typeof createRoutes>['routes'][number];

const { routes } = createRoutes();
const selectRoutes = (wanted: (route: Route) => unknown) =>
  routes
    .filter((route) => wanted(route))
    .map((route) => [`${route.method} ${route.path}`, route] as const);

const isOwn = ({ handler }: Route) => handler.startsWith('me');
const isOpen = ({ config }: Route) => config.auth === false;
const entryOf = ({ handler }: Route) => CONTENT_API_ENTRIES[handler] ?? {};

const goodStatusOf = (route: Route) => entryOf(route).status ?? 200;

it('the published documents are those of the routes', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/openapi.mjs', '--check'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

describe('answers are as documented:', () => {
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

  beforeEach(async () => {
    person = await createTargetUser(app);
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

  const expectDocumented = (route: Route, status: number, answer: ApiResponse<AnyBody>) => {
    expect(answer).toMatchObject({ status });
    expect(problemsOf(route.method, route.path, answer)).toEqual([]);
  };

  it.each(selectRoutes(() => true))('%s, where all is well', async (_name, route) => {
    const { other, query } = entryOf(route);
    person = await createTargetUser(app, other);
    const target = pathOf(route) + (query?.(person.other) ?? '');
    expectDocumented(route, goodStatusOf(route), await send(route, {}, target));
  });

  it.each(selectRoutes((route) => !isOpen(route)))(
    '%s, without a good token',
    async (_name, route) => {
      expectDocumented(route, 403, await send(route, { token: undefined }));
      expectDocumented(route, 401, await send(route, { token: 'not-a-token' }));
    }
  );

  it.each(selectRoutes(({ request }) => request.query))(
    '%s, with a bad query',
    async (_name, route) => {
      const answer = await send(route, {}, `${pathOf(route)}?unheard[of]=1`);
      expectDocumented(route, 400, answer);
      expect(answer.body.error.details.errors.length).toBeGreaterThan(0);
    }
  );

  it.each(selectRoutes(({ request }) => request.body))(
    '%s, with a bad body',
    async (_name, route) => {
      const answer = await send(route, { body: { unheard: { of: 1 } } });
      expectDocumented(route, 400, answer);
      expect(answer.body.error.details.errors.length).toBeGreaterThan(0);
    }
  );

  it.each(selectRoutes(({ request }) => request.body))(
    '%s, with a huge body',
    async (_name, route) => {
      const answer = await send(route, { body: { data: { name: 'x'.repeat(2_000_000) } } });
      expectDocumented(route, 413, answer);
    }
  );

  it.each(selectRoutes(({ request }) => request.body))(
    '%s, with app_metadata',
    async (_name, route) => {
      if (isOpen(route)) {
        return;
      }
      const answer = await send(route, { body: { data: { app_metadata: {} } } });
      expectDocumented(route, 403, answer);
    }
  );

  it.each(selectRoutes((route) => route.path.includes('/:')))(
    '%s, of nobody',
    async (_name, route) => {
      const answer = await send(route, {}, pathOf(route, 'unknown'));
      expectDocumented(route, isOpen(route) ? 400 : 404, answer);
    }
  );

  const routeOf = (handler: string) => {
    const found = routes.find((route) => route.handler === handler);
    if (!found) {
      throw new Error(`There is no ${handler}`);
    }
    return found;
  };

  it.each([
    ['a token', 'identities.link', 'identities.unlink'],
    ['oneself', 'me-identities.link', 'me-identities.unlink'],
  ])('a link and its end, by %s', async (_who, link, unlink) => {
    const other = await createTargetUser(app);
    const preview = routeOf('link-preview.find');
    expectDocumented(
      preview,
      200,
      await send(preview, {}, `${pathOf(preview)}?with=${other.documentId}`)
    );
    const data = isOwn(routeOf(link))
      ? { token: other.account.jwt }
      : { link_with: other.documentId };
    expectDocumented(routeOf(link), 201, await send(routeOf(link), { body: { data } }));
    const ofOther = pathOf(routeOf(unlink)).replace(
      encodeURIComponent(person.userId),
      encodeURIComponent(other.userId)
    );
    expectDocumented(routeOf(unlink), 200, await send(routeOf(unlink), {}, ofOther));
  });

  describe('what collides', () => {
    it('an email that is taken', async () => {
      const route = routeOf('users.create');
      const { email } = person.account;
      const data = { connection: 'local', email, password: 'secret-secret' };
      expectDocumented(route, 409, await send(route, { body: { data } }));
    });

    it.each(['users.update', 'me.update'])('%s from an old revision', async (handler) => {
      const route = routeOf(handler);
      const headers = { 'if-match': '"1000000"' };
      expectDocumented(route, 409, await send(route, { headers }));
      const body = { data: { nickname: 'sample' }, revision: 1_000_000 };
      expectDocumented(route, 409, await send(route, { body }));
    });

    it.each(['users.update', 'me.update'])('%s from no revision at all', async (handler) => {
      const route = routeOf(handler);
      const headers = { 'if-match': 'yesterday' };
      expectDocumented(route, 400, await send(route, { headers }));
    });
  });
});
