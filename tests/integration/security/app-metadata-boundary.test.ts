import adminRoutes from '../../../plugins/user-profile/server/src/routes/admin';
import contentApiRoutes from '../../../plugins/user-profile/server/src/routes/content-api';
import { getFullAccessToken } from '../../support/api-tokens';
import { BODIES } from '../../support/app-metadata/bodies';
import { CODE } from '../../support/app-metadata/code';
import { ENCODINGS } from '../../support/app-metadata/encodings';
import { GRAPHQL, OTHER_ROUTES } from '../../support/app-metadata/other-routes';
import {
  FORGED,
  sendRaw,
  type WriteCase,
  type WriteContext,
} from '../../support/app-metadata/write-case';
import { isOwnHandler } from '../../support/authorization/content-api-routes';
import { createTargetUser, type TargetUser } from '../../support/authorization/snapshot';
import { NOT_NULL, UIDS } from '../../support/database';
import { AnyBody, ApiResponse } from '../../support/http';
import { runInServer, SERVER_CODE_WITH_AUTHORS, tryInServer } from '../../support/run-in-server';
import { startStrapi, type TestStrapi } from '../../support/strapi';

const STORED = { plan: 'gold' };

type Side = 'content API' | 'own profile' | 'admin API';

const PREFIXES: Record<Side, string> = {
  'content API': '/api/user-profile',
  'own profile': '/api/user-profile',
  'admin API': '/user-profile',
};

/** Every route of the plugin, with the kind of token that may call it. */
const ROUTES = [
  ...contentApiRoutes().routes.map(({ method, path, handler }) => ({
    side: (isOwnHandler(handler) ? 'own profile' : 'content API') as Side,
    method,
    path,
  })),
  ...adminRoutes().routes.map(({ method, path }) => ({ side: 'admin API' as Side, method, path })),
];

/** The routes that change a user; each is tested with every kind of body. */
const CHANGES: { side: Side; path: string }[] = [
  { side: 'content API', path: '/users/:id' },
  { side: 'own profile', path: '/me' },
  { side: 'admin API', path: '/users/:id' },
];

const DATA = { data: { app_metadata: FORGED } };

/** No attempt, by any route or encoding, may change the stored value. */
describe('app_metadata', () => {
  let app: TestStrapi;
  let attempt: WriteContext;
  let person: TargetUser;

  const getRows = () =>
    app.database.rows(UIDS.user, { app_metadata: NOT_NULL }, { columns: ['id', 'app_metadata'] });

  beforeAll(async () => {
    app = await startStrapi({ env: { ...SERVER_CODE_WITH_AUTHORS, GRAPHQL: 'true' } });
    person = await createTargetUser(app);
    attempt = {
      app,
      person,
      fullAccess: await getFullAccessToken(app),
      superAdmin: await app.adminToken(),
    };
  });

  afterAll(() => app?.stop());

  beforeEach(async () => {
    await app.database.update(
      UIDS.user,
      { document_id: person.documentId },
      { app_metadata: STORED }
    );
  });

  const tokenOf = (side: Side) =>
    ({
      'content API': attempt.fullAccess,
      'own profile': person.account.jwt,
      'admin API': attempt.superAdmin,
    })[side];

  const getPath = (side: Side, path: string) =>
    PREFIXES[side] +
    path
      .replace(/:id\b/, person.documentId)
      .replace(':deviceId', 'phone')
      .replace(/:(name|connection)/, 'local');

  const send = (side: Side, method: string, path: string, query: string, body?: object) =>
    app.request(method, getPath(side, path) + query, { token: tokenOf(side), body });

  /** @returns the result of `work`, after checking that the stored values are unchanged */
  const expectUnchanged = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const before = await getRows();
    expect(before).toHaveLength(1);
    const result = await work();
    expect(await getRows()).toEqual(before);
    return result;
  };

  const expectNamed = ({ body }: ApiResponse<AnyBody>) => {
    expect(body.error.message).toContain('app_metadata is read-only');
    expect(body.error.details.path).toEqual(['app_metadata']);
  };

  describe.each(ROUTES)('$side: $method $path', ({ side, method, path }) => {
    const places: [string, string, object?][] = [
      ['in the query', '?app_metadata[plan]=forged', method === 'GET' ? undefined : {}],
      ...(method === 'POST' || method === 'PUT'
        ? ([
            ['in data', '', DATA],
            ['next to data', '', { ...DATA.data, data: {} }],
          ] as [string, string, object][])
        : []),
    ];

    it.each(places)('returns 403 for app_metadata %s', async (_where, query, body) => {
      const response = await expectUnchanged(() => send(side, method, path, query, body));
      expect(response.status).toBe(403);
      expectNamed(response);
    });
  });

  describe.each(CHANGES)('JSON body of an update ($side)', ({ side, path }) => {
    it.each(BODIES)('does not store app_metadata sent $what', async ({ json, status }) => {
      const headers = { 'content-type': 'application/json' };
      const response = await expectUnchanged(() =>
        sendRaw(app, 'PUT', getPath(side, path), tokenOf(side), json, headers)
      );
      expect(response.status).toBe(status);
      if (status === 403) {
        expectNamed(response);
      }
    });
  });

  const expectAnswer = async ({ send: sendWay, status, unnamed }: WriteCase) => {
    const response = await expectUnchanged(() => sendWay(attempt));
    expect(response.status).toBe(status);
    if (status === 403 && !unnamed) {
      expectNamed(response);
    }
  };

  describe('request bodies in other encodings', () => {
    it.each(ENCODINGS)('do not change the stored value: $what', expectAnswer);
  });

  describe('routes outside the plugin', () => {
    it.each(OTHER_ROUTES)('do not change the stored value: $what', expectAnswer);
  });

  describe('other APIs', () => {
    it.each(GRAPHQL)('return a validation error: $what', async (way) => {
      const { status, body } = await expectUnchanged(() => way.send(attempt));
      expect(status).toBe(way.status);
      expect(body.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    });

    it('expose no plugin type in GraphQL and still accept mutations of site types', async () => {
      const result = await runInServer(app, async (strapi) => {
        const schema = strapi.plugin('graphql').service('content-api').buildSchema();
        return Object.entries(schema.getTypeMap() as Record<string, object>).map(([name, type]) => [
          name,
          'getFields' in type ? Object.keys((type.getFields as () => object)()) : [],
        ]);
      });
      expect(JSON.stringify(result)).toContain('"updateArticle"');
      expect(JSON.stringify(result)).not.toMatch(/UserProfile|app_metadata|"author"/);
      const query = 'mutation { createArticle(data: { title: "x" }) { documentId } }';
      const { status, body } = await app.request('POST', '/graphql', {
        token: attempt.fullAccess,
        body: { query },
      });
      expect([status, body.errors]).toEqual([200, undefined]);
    });
  });

  describe('server code of the site', () => {
    it.each(CODE)('cannot change the stored value: $what', async ({ code, harmless }) => {
      const { error } = await expectUnchanged(() =>
        tryInServer(app, code, person.documentId, { app_metadata: FORGED })
      );
      if (harmless) {
        return;
      }
      expect(error).toMatchObject({
        name: 'ForbiddenError',
        message: expect.stringContaining('app_metadata is read-only'),
      });
    });

    const setAppMetadata = (patch: unknown) =>
      tryInServer(
        app,
        (strapi, id, value) => strapi.plugin('user-profile').service('app-metadata').set(id, value),
        person.documentId,
        patch
      );

    it('sets app_metadata through the service, merged one level deep', async () => {
      expect((await setAppMetadata({ seats: 3, limits: { a: 1 } })).result).toEqual({
        plan: 'gold',
        seats: 3,
        limits: { a: 1 },
      });
      expect((await setAppMetadata({ plan: null, limits: { b: 2 } })).result).toEqual({
        seats: 3,
        limits: { b: 2 },
      });
      const [{ app_metadata: stored }] = await getRows();
      expect(stored).toEqual({ seats: 3, limits: { b: 2 } });
      expect((await setAppMetadata({})).result).toEqual({});
    });

    it.each([
      ['a reserved name', { user_id: 'x|1' }],
      ['many reserved names', { identities: [], blocked: true, ok: 1 }],
      ['__proto__', JSON.parse('{"__proto__":{"admin":true}}')],
      ['a nested __proto__', JSON.parse('{"a":[{"__proto__":{"admin":true}}]}')],
      ['constructor', { constructor: { prototype: { admin: true } } }],
      ['a key with a dot', { 'a.b': 1 }],
      ['a key with a dollar sign', { $set: { a: 1 } }],
      ['a NUL character', { a: '\0' }],
      ['an array', [{ plan: 'forged' }]],
      ['a string', 'forged'],
      ['null', null],
    ])('cannot set %s through the service', async (_what, patch) => {
      const { error } = await expectUnchanged(() => setAppMetadata(patch));
      expect(error).toMatchObject({ name: 'ValidationError' });
    });

    it('gets a NotFoundError from the service for an unknown user', async () => {
      const { error } = await expectUnchanged(() =>
        tryInServer(app, (strapi) =>
          strapi.plugin('user-profile').service('app-metadata').set('unknown', { a: 1 })
        )
      );
      expect(error).toMatchObject({ name: 'NotFoundError' });
    });
  });
});
