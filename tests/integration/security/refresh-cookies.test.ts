import type { Account } from '../../support/accounts';
import { UIDS } from '../../support/database';
import { isShared } from '../../support/on-database';
import { getEvents } from '../../support/profiles';
import {
  countActiveSessions,
  createAccountWithTokens,
  getArticlesStatus,
  getTokenStatuses,
  REJECTED,
  type Tokens,
} from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';

const COOKIE = 'strapi_up_refresh';
const PARALLEL = 12;

/** What a client may send besides the token in the body. U&P checks no signature of its cookie. */
const HEADERS: [string, Record<string, string>][] = [
  ['no cookie', {}],
  ['an empty cookie', { cookie: `${COOKIE}=` }],
  ['an empty cookie in quotes', { cookie: `${COOKIE}=""` }],
  ['an empty cookie before a full one', { cookie: `${COOKIE}=; ${COOKIE}=other` }],
  ['an empty cookie with a made-up signature', { cookie: `${COOKIE}=; ${COOKIE}.sig=made-up` }],
];

/** If servers can share a database, the requests alternate between two servers on one database. */
describe('refresh tokens in the body beside a cookie', () => {
  let first: TestStrapi;
  let second: TestStrapi;
  let account: Account;
  let tokens: Tokens;
  let userId: string;

  beforeAll(async () => {
    first = await startStrapi();
    second = isShared ? await startStrapi({ database: first.database }) : first;
  });

  afterAll(async () => {
    if (second !== first) {
      await second?.stop();
    }
    await first?.stop();
  });

  beforeEach(async () => {
    ({ account, tokens, userId } = await createAccountWithTokens(first));
  });

  const send = (app: TestStrapi, refreshToken: string, headers: Record<string, string>) =>
    app.request<Tokens>('POST', '/api/auth/refresh', { body: { refreshToken }, headers });

  const unsigned = (refreshToken: string) => ({ cookie: `${COOKIE}=${refreshToken}` });

  it.each(HEADERS)('end the device if one is replayed with %s', async (_what, headers) => {
    const next = (await send(first, tokens.refreshToken, headers)).body;
    const last = (await send(second, next.refreshToken, headers)).body;
    expect(await getArticlesStatus(first, last.jwt)).toBe(200);
    expect((await send(second, tokens.refreshToken, headers)).status).toBe(401);
    expect(await getTokenStatuses(first, last)).toEqual(REJECTED);
    const types = (await getEvents(first, userId)).map(({ type }) => type);
    expect(types.filter((type) => type === 'ferrt')).toHaveLength(1);
  });

  it.each(HEADERS)(
    'leave one live session if refreshed in parallel with %s',
    async (_what, headers) => {
      const responses = await Promise.all(
        Array.from({ length: PARALLEL }, (_, n) =>
          send(n % 2 === 0 ? first : second, tokens.refreshToken, headers)
        )
      );
      expect(responses.map(({ status }) => status)).toEqual(Array<number>(PARALLEL).fill(200));
      expect(new Set(responses.map(({ body }) => body.refreshToken)).size).toBe(1);
      expect(await countActiveSessions(first, account)).toBe(1);
    }
  );

  it('end the device if one is replayed in an unsigned cookie', async () => {
    const next = (await send(first, 'other', unsigned(tokens.refreshToken))).body;
    const last = (await send(second, 'other', unsigned(next.refreshToken))).body;
    expect((await send(second, 'other', unsigned(tokens.refreshToken))).status).toBe(401);
    expect(await getTokenStatuses(first, last)).toEqual(REJECTED);
  });

  it.each(HEADERS)('end the whole login at logout with %s', async (_what, headers) => {
    const next = (await send(first, tokens.refreshToken, {})).body;
    const { status } = await second.request('POST', '/api/auth/logout', {
      token: next.jwt,
      body: { refreshToken: next.refreshToken },
      headers,
    });
    expect(status).toBe(200);
    expect(await getTokenStatuses(first, next)).toEqual(REJECTED);
    const left = { origin: 'users-permissions', user_id: String(account.id) };
    expect(await first.database.count(UIDS.session, left)).toBe(0);
  });
});
