import http from 'node:http';

import { getFullAccessToken } from '../../support/api-tokens';
import { createTargetUser, type TargetUser } from '../../support/authorization/snapshot';
import { VALID_CALLS, type ValidCall } from '../../support/authorization/valid-calls';
import { startStrapi, type TestStrapi } from '../../support/strapi';

const MAX_BYTES = 64 * 1024;

/** Below Node.js's limit of 16 KiB for the request line and the headers together. */
const HEAD_BYTES = 14_000;

const fill = (part: string, bytes = HEAD_BYTES): string =>
  part.repeat(Math.floor(bytes / part.length));

/** Many keys, long keys, deep keys, many values of one key; each also for keys that routes have. */
const QUERIES: [string, string][] = [
  ['2,000 unknown keys', Array.from({ length: 2000 }, (_, n) => `k${n}`).join('&')],
  ['one long key', `${fill('k')}=1`],
  ['one long key of control characters', `${fill('%01')}=1`],
  ['a deep key', `filters${fill('[a]')}=1`],
  ['many filters', `${Array.from({ length: 700 }, (_, n) => `filters[f${n}]=1`).join('&')}`],
  ['many values of a filter', fill('filters[type][$in]=x&')],
  ['many connections', fill('filters[connection][$in]=%00&')],
  ['a long sort', `sort=${fill('x')}`],
  ['a long cursor', `pagination[cursor]=${fill('x')}`],
  ['long fields', `fields=${fill('%01,')}`],
  ['a long secondary user', `secondary_user=${fill('%E2%82%AC')}`],
  ['a long target', `users=move&to=${fill('x')}`],
  ['a long URL to return to', `redirect=https://example.com/${fill('x')}&state=${'x'.repeat(9)}`],
];

const HEADERS: [string, Record<string, string>][] = [
  ['If-Match', { 'if-match': fill('"1",') }],
  ['Content-Type', { 'content-type': fill('application/json;') }],
  ['User-Agent', { 'user-agent': fill('Mozilla/5.0 ') }],
  ['Cookie', { cookie: fill('user-profile-connect=x; ') }],
  ['Origin', { origin: `https://${fill('x')}.example.com` }],
  ['Authorization', { authorization: `Bearer ${fill('x')}` }],
];

/** So many that an error that names each of them, with its control character escaped, exceeds the limit. */
const MANY = 8000;

const KEYS = Object.fromEntries(Array.from({ length: MANY }, (_, n) => [`\u0001${n}`, 1]));

const BODIES = [KEYS, { data: KEYS }, { data: Array(MANY).fill(1) }, Array(MANY).fill('')];

interface Sent {
  method: string;
  path: string;
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

const getSize = (
  { url }: TestStrapi,
  { method, path, token, body, headers }: Sent
): Promise<{ status: number; bytes: number }> =>
  new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const request = http.request(new URL(path, url), {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(text !== undefined && {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
        }),
        ...headers,
      },
    });
    request.on('error', reject).on('response', (response) => {
      let bytes = response.rawHeaders.join().length;
      response
        .on('error', reject)
        .on('data', (chunk: Buffer) => (bytes += chunk.length))
        .on('end', () => resolve({ status: response.statusCode ?? 0, bytes }));
    });
    request.end(text);
  });

/** Of a route with parameters in its path: the ids of a valid call replaced by long ones. */
const longPaths = ({ name }: ValidCall, path: string): string[] => {
  const template = name.split(' ')[2].split('/');
  const segments = path.split('?')[0].split('/');
  const offset = segments.length - template.length;
  const replaced = (id: string) =>
    segments.map((each, n) => (template[n - offset]?.startsWith(':') ? id : each)).join('/');
  return name.includes('/:') ? [fill('x', 6000), fill('%E2%82%AC', 6000)].map(replaced) : [];
};

describe('the response to a bad request is below 64 KiB', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    const config = { rateLimits: { enabled: false } };
    app = await startStrapi({ env: { USER_PROFILE_CONFIG: JSON.stringify(config) } });
  });

  afterAll(() => app?.stop());

  describe.each(VALID_CALLS.map((each) => [each.name, each] as const))('at %s', (_name, route) => {
    let person: TargetUser;
    let valid: Sent;

    beforeAll(async () => {
      person = await createTargetUser(app, route.other);
      const token = await route.token(app, person);
      valid = { method: route.method, token, ...route.call(person) };
    });

    const expectShort = async (what: string, sent: Sent) => {
      const { status, bytes } = await getSize(app, sent);
      expect([what, status, bytes < MAX_BYTES]).toEqual([what, status, true]);
      expect([what, status < 500]).toEqual([what, true]);
      return status;
    };

    it('with a bad query', async () => {
      for (const [what, query] of QUERIES) {
        const path = `${valid.path}${valid.path.includes('?') ? '&' : '?'}${query}`;
        const status = await expectShort(what, { ...valid, path });
        expect([what, status >= 400 || status === 302]).toEqual([what, true]);
      }
    });

    it('with a bad path', async () => {
      for (const path of longPaths(route, valid.path)) {
        await expectShort(path.slice(0, 40), { ...valid, path });
      }
    });

    it('with a bad header', async () => {
      for (const [what, headers] of HEADERS) {
        // An unknown key keeps the request from having an effect.
        const path = `${valid.path}${valid.path.includes('?') ? '&' : '?'}unheard=1`;
        await expectShort(what, { ...valid, path, headers });
      }
    });

    it('with a bad body', async () => {
      for (const [n, body] of BODIES.entries()) {
        await expectShort(`body ${n}`, { ...valid, body });
      }
    });
  });

  it('at POST /events with 500 invalid events', async () => {
    const token = await getFullAccessToken(app);
    const invalid = (n: number) => ({
      log_id: String(n).padEnd(64, 'x'),
      type: 'unheard',
      date: 'unheard',
      ip: 'unheard',
      email: 'unheard',
      ['k'.repeat(1000)]: 1,
    });
    const data = Array.from({ length: 500 }, (_, n) => invalid(n));
    const sent = { method: 'POST', path: '/api/user-profile/events', token };
    expect(await getSize(app, { ...sent, body: { data } })).toMatchObject({ status: 200 });
    expect((await getSize(app, { ...sent, body: { data } })).bytes).toBeLessThan(MAX_BYTES);
    const numbers = { data: Array(500).fill(1) };
    expect((await getSize(app, { ...sent, body: numbers })).bytes).toBeLessThan(MAX_BYTES);
  });
});
