import type { Account } from '../../support/accounts';
import { mustCall } from '../../support/admin-api';
import { databaseClient } from '../../support/database';
import { getEvents } from '../../support/profiles';
import {
  ACCEPTED,
  countActiveSessions,
  createAccountWithTokens,
  devicePath,
  getTokenStatuses,
  mustLogIn,
  mustRefresh,
  refresh,
  REFUSED,
  type Tokens,
} from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { userPath } from '../../support/users';

const times = (count: number) => Array.from({ length: count }, (_, n) => n + 1);

const twoInstances = () => {
  let first: TestStrapi;
  let second: TestStrapi;
  let account: Account;
  let tokens: Tokens;
  let id: string;

  beforeAll(async () => {
    first = await startStrapi();
    second = await startStrapi({ database: first.database });
  });

  afterAll(async () => {
    await second?.stop();
    await first?.stop();
  });

  beforeEach(async () => {
    ({ account, tokens, userId: id } = await createAccountWithTokens(first));
  });

  it('tokens of one are good at the other', async () => {
    expect(await getTokenStatuses(second, tokens)).toEqual(ACCEPTED);
  });

  it.each<[string, (device: string) => Promise<unknown>]>([
    ['unlink', () => mustCall(first, 'DELETE', devicePath(id, 'phone'))],
    ['unlink all', () => mustCall(first, 'DELETE', userPath(id, '/devices'))],
    ['block', () => mustCall(first, 'POST', userPath(id, '/block'))],
    ['delete', () => mustCall(first, 'DELETE', userPath(id))],
    [
      'a new password',
      () =>
        mustCall(first, 'PUT', userPath(id, '/password'), { data: { password: 'long enough' } }),
    ],
  ])('%s at one is in force at the other, for access and refresh', async (_what, act) => {
    // The second has seen the tokens before: whatever it might keep in memory, it keeps now.
    const used = await mustRefresh(second, tokens.refreshToken);
    expect(await getTokenStatuses(second, used)).toEqual(ACCEPTED);
    await act('phone');
    for (const pair of [tokens, used]) {
      expect(await getTokenStatuses(second, pair)).toEqual(REFUSED);
    }
  });

  it.each(times(5))('refreshes at both at once leave one live session (%d)', async () => {
    const answers = await Promise.all(
      times(20).map((n) => refresh(n % 2 === 0 ? first : second, tokens.refreshToken))
    );
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(20).fill(200));
    expect(new Set(answers.map(({ body }) => body.refreshToken)).size).toBe(1);
    expect(await countActiveSessions(first, account)).toBe(1);
  });

  it.each(times(10))('unlink at one races refreshes at the other (%d)', async () => {
    const [answer, again] = await Promise.all([
      refresh(second, tokens.refreshToken),
      refresh(second, tokens.refreshToken),
      mustCall(first, 'DELETE', devicePath(id, 'phone')),
    ]);
    expect(await countActiveSessions(first, account)).toBe(0);
    for (const { status, body } of [answer, again]) {
      if (status === 200) {
        expect(await getTokenStatuses(second, body)).toEqual(REFUSED);
      }
    }
  });

  it('a login at the other after the unlink is good', async () => {
    await mustCall(first, 'DELETE', devicePath(id, 'phone'));
    expect(await getTokenStatuses(first, await mustLogIn(second, account, 'phone'))).toEqual(
      ACCEPTED
    );
  });

  it('a replay at the other ends the device at both', async () => {
    const next = await mustRefresh(first, tokens.refreshToken);
    const last = await mustRefresh(second, next.refreshToken);
    expect((await refresh(second, tokens.refreshToken)).status).toBe(401);
    expect(await getTokenStatuses(first, last)).toEqual(REFUSED);
    const types = (await getEvents(first, id)).map(({ type }) => type);
    expect(types.filter((type) => type === 'ferrt')).toHaveLength(1);
  });
};

const oneInstance = () => {
  it('is not what SQLite is for: its file belongs to one server', () => {
    expect(databaseClient()).toBe('sqlite');
  });
};

describe(
  'two instances on one database',
  databaseClient() === 'postgres' ? twoInstances : oneInstance
);
