import http from 'node:http';

import { getFullAccessToken } from '../../support/api-tokens';
import {
  createTargetUser,
  getSnapshot,
  type TargetUser,
} from '../../support/authorization/snapshot';
import { VALID_CALLS, type ValidCall } from '../../support/authorization/valid-calls';
import type { AnyBody } from '../../support/http';
import { startStrapi, type TestStrapi } from '../../support/strapi';

/** `locale`, `status` and `populate` are parameters of Strapi, which some clients add to every request. */
const UNKNOWN_KEYS = ['unheard', 'locale', 'status', 'populate', 'Filters', '__proto'];

/** The provider decides what it adds to the URL of the callback. */
const CALLBACK = 'content-api GET /connect/:connection/callback';

const TAKES_JSON =
  'The body must be a JSON object, sent with the header "Content-Type: application/json"';

interface Sent {
  method: string;
  path: string;
  token?: string;
  body?: string;
  /** A header that is undefined is not sent. */
  headers?: Record<string, string | undefined>;
}

/** `fetch` sends no body with a GET. */
const send = (
  { url }: TestStrapi,
  { method, path, token, body, headers }: Sent
): Promise<{ status: number; body: AnyBody }> =>
  new Promise((resolve, reject) => {
    const sent = {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    };
    const request = http.request(new URL(path, url), {
      method,
      headers: Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined)),
    });
    request.on('error', reject).on('response', (response) => {
      let text = '';
      response
        .on('error', reject)
        .on('data', (chunk) => (text += chunk))
        .on('end', () => {
          const isJson = response.headers['content-type']?.startsWith('application/json');
          resolve({ status: response.statusCode ?? 0, body: isJson ? JSON.parse(text) : text });
        });
    });
    if (body !== undefined && !headers?.['transfer-encoding']) {
      request.setHeader('content-length', Buffer.byteLength(body));
    }
    request.end(body);
  });

const withQuery = (path: string, query: string): string =>
  `${path}${path.includes('?') ? '&' : '?'}${query}`;

/** The body of a valid call with an unknown key, beside `data` and in it. */
const unknownBodies = ({ takesBody }: ValidCall, body: unknown): unknown[] => {
  const valid = (body ?? {}) as { data?: unknown };
  const { data } = valid;
  const hasEnvelope = !takesBody || (typeof data === 'object' && !Array.isArray(data));
  return [
    { ...valid, unheard: 1 },
    ...(hasEnvelope ? [{ ...valid, data: { ...(data as object), unheard: 1 } }] : []),
  ];
};

describe('an unknown key', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    const config = { rateLimits: { enabled: false } };
    app = await startStrapi({ env: { USER_PROFILE_CONFIG: JSON.stringify(config) } });
  });

  afterAll(() => app?.stop());

  const expectRejection = async (person: TargetUser, sent: Sent, keys: string[]) => {
    const before = await getSnapshot(app, person);
    const { status, body } = await send(app, sent);
    expect([sent.path, status, body]).toEqual([sent.path, 400, body]);
    const paths = body.error.details.errors.map(({ path }: { path: string[] }) => path.join('.'));
    expect(paths).toEqual(expect.arrayContaining(keys));
    expect(await getSnapshot(app, person)).toEqual(before);
  };

  describe.each(VALID_CALLS.map((each) => [each.name, each] as const))('at %s', (name, route) => {
    let person: TargetUser;
    let valid: { method: string; path: string; token?: string };
    let body: unknown;

    beforeAll(async () => {
      person = await createTargetUser(app, route.other);
      const call = route.call(person);
      body = call.body;
      valid = { method: route.method, path: call.path, token: await route.token(app, person) };
    });

    const json = (value: unknown) => (value === undefined ? undefined : JSON.stringify(value));

    if (name !== CALLBACK) {
      it('of the query is a 400 with its path', async () => {
        const query = UNKNOWN_KEYS.map((key) => `${key}=1`).join('&');
        const sent = { ...valid, path: withQuery(valid.path, query), body: json(body) };
        await expectRejection(person, sent, UNKNOWN_KEYS);
        const nested = { ...sent, path: withQuery(valid.path, 'unheard[of][$eq]=1') };
        await expectRejection(person, nested, ['unheard']);
      });
    }

    it('of the body is a 400 with its path', async () => {
      for (const unknown of unknownBodies(route, body)) {
        await expectRejection(person, { ...valid, body: json(unknown) }, ['unheard']);
      }
    });

    it('of a body sent in chunks is a 400 with its path', async () => {
      const headers = { 'transfer-encoding': 'chunked' };
      const [unknown] = unknownBodies(route, body);
      await expectRejection(person, { ...valid, headers, body: json(unknown) }, ['unheard']);
    });
  });

  describe('in a body that is not JSON', () => {
    it.each([
      ['a text', 'DELETE', '/devices', { body: 'device_id=dev-one' }],
      ['a long text', 'DELETE', '/devices', { body: `{"a":"${'x'.repeat(50_000)}"}` }],
      ['a list', 'DELETE', '/devices', { body: '["dev-one"]' }],
      ['a text', 'POST', '/block', { body: 'until', headers: { 'content-type': 'text/plain' } }],
      ['XML', 'POST', '/block', { body: '<until/>', headers: { 'content-type': 'text/xml' } }],
      [
        'a form',
        'POST',
        '/block',
        { body: 'until=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      ],
      [
        'a file',
        'POST',
        '/block',
        {
          body: '--x\r\nContent-Disposition: form-data; name="until"; filename="a"\r\n\r\n1\r\n--x--\r\n',
          headers: { 'content-type': 'multipart/form-data; boundary=x' },
        },
      ],
    ])('is a 400: %s with %s %s', async (_what, method, rest, sent) => {
      const person = await createTargetUser(app);
      const path = `/api/user-profile/users/${person.documentId}${rest}`;
      const token = await getFullAccessToken(app);
      await expectRejection(person, { method, path, token, ...sent }, []);
    });
  });

  it.each([
    ['application/x-www-form-urlencoded', '{"data":{"role":"public"}}'],
    ['text/plain', '{"data":{"role":"public"}}'],
    ['application/json', '["public"]'],
  ])('is not blamed if a body is not sent as a JSON object: %s, %s', async (type, body) => {
    const { documentId } = await createTargetUser(app);
    const path = `/api/user-profile/users/${documentId}/role`;
    const sent = { method: 'PUT', path, token: await getFullAccessToken(app), body };
    const response = await send(app, { ...sent, headers: { 'content-type': type } });
    expect(response.status).toBe(400);
    expect(response.body.error.message).toBe(TAKES_JSON);
  });

  it.each(['application/xml', 'application/octet-stream', undefined])(
    'is not ignored with a body of a type that is not read: %s',
    async (type) => {
      const { documentId } = await createTargetUser(app);
      const path = `/api/user-profile/users/${documentId}/block`;
      const token = await getFullAccessToken(app);
      const headers = { 'content-type': type };
      for (const [length, body] of [
        [undefined, '{"data":{"until":"2099-01-01T00:00:00Z"}}'],
        ['chunked', '{"app_metadata":{"plan":"gold"}}'],
      ]) {
        const more = length === undefined ? {} : { 'transfer-encoding': length };
        const sent = { method: 'POST', path, token, body, headers: { ...headers, ...more } };
        const response = await send(app, sent);
        expect(response.status).toBe(400);
        expect(response.body.error.message).toBe(TAKES_JSON);
      }
      const empty = await send(app, { method: 'POST', path, token, body: '', headers });
      expect(empty).toMatchObject({ status: 200, body: { data: { blocked: true } } });
    }
  );

  it.each([
    ['DELETE', '', undefined],
    ['PUT', '/role', '{"data":{"role":"public"}}'],
  ])('is If-Match where no revision is checked: %s %s', async (method, rest, body) => {
    const { documentId } = await createTargetUser(app);
    const path = `/api/user-profile/users/${documentId}${rest}`;
    const sent = { method, path, token: await getFullAccessToken(app), body };
    const response = await send(app, { ...sent, headers: { 'if-match': '"1"' } });
    expect(response.status).toBe(400);
    expect(response.body.error.details.errors[0].path).toEqual(['If-Match']);
    expect(await send(app, { ...sent, headers: { 'if-match': '*' } })).toMatchObject({
      status: 200,
    });
  });

  it.each([
    ['DELETE', '/devices', '{}'],
    ['DELETE', '/devices', 'null'],
    ['POST', '/block', '{"data":{}}'],
    ['GET', '', '{}'],
  ])('is not in an empty body: %s %s with %s', async (method, rest, body) => {
    const { documentId } = await createTargetUser(app);
    const path = `/api/user-profile/users/${documentId}${rest}`;
    const token = await getFullAccessToken(app);
    expect(await send(app, { method, path, token, body })).toMatchObject({ status: 200 });
  });
});
