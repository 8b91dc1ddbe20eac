import { setTimeout as sleep } from 'node:timers/promises';

import { type Account, newCredentials, registerAccount } from '../../support/accounts';
import { mustCall } from '../../support/admin-api';
import { getFullAccessToken } from '../../support/api-tokens';
import { createConnection } from '../../support/connections';
import { databaseClient, UIDS } from '../../support/database';
import type { AnyBody, ApiResponse } from '../../support/http';
import { logIn, type PasswordLogin, postUser } from '../../support/logins';
import { isShared } from '../../support/on-database';
import { getArticlesStatus, refresh } from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { newEmail, userIdOf, userPath } from '../../support/users';

/** Of changes that take the same path as one that has all rounds. */
const FEW_ROUNDS = 20;
/** On MariaDB a few: all rounds are run on PostgreSQL, and the locks are taken by the same code. */
const ROUNDS = databaseClient() === 'postgres' ? 200 : FEW_ROUNDS;
const PARALLEL = 5;
/** A login takes about this long, so the change of a round hits each moment of it. */
const SPREAD_MS = 24;

const MEMBERS = { name: 'members', strategy: 'database', options: {} };

/** A user whose logins race with a change. */
interface Racer {
  login: PasswordLogin & { password: string };
  userId: string;
  accountId: number;
  jwt?: string;
}

interface Race {
  change: (racer: Racer, password: string) => Promise<unknown>;
  rounds?: number;
  /** What an admin does later, which must revive nothing. */
  later?: (racer: Racer) => Promise<unknown>;
  /** Whether the change sets the new password. */
  setsPassword?: boolean;
  /** Whether the change needs an access token of the user. */
  needsToken?: boolean;
  /** Whether each round needs a new user. */
  deletes?: boolean;
  create?: () => Promise<Racer>;
}

const times = (count: number) => Array.from({ length: count }, (_, index) => index);

const race = (mode: string) => {
  let first: TestStrapi;
  let second: TestStrapi;
  let token: string;

  beforeAll(async () => {
    const env = { UP_JWT_MANAGEMENT: mode };
    first = await startStrapi({ env });
    second = await startStrapi({ env, database: first.database });
    token = await getFullAccessToken(first);
    await createConnection(first, MEMBERS);
  });

  afterAll(async () => {
    await second?.stop();
    await first?.stop();
  });

  const roundsOf = (rounds = FEW_ROUNDS): number => (mode === 'refresh' ? rounds : FEW_ROUNDS);

  const racerOf = (account: Account): Racer => ({
    login: { identifier: account.email, password: account.password },
    userId: userIdOf(account),
    accountId: account.id,
  });

  const createRacer = async () => racerOf(await registerAccount(first));

  const createMember = async (): Promise<Racer> => {
    const { email, password } = newCredentials({ email: newEmail() });
    const { status, body } = await postUser(first, MEMBERS.name, { email, password });
    expect(status).toBe(201);
    const login = { connection: MEMBERS.name, identifier: email, password };
    return { login, userId: body.data.user_id, accountId: 0 };
  };

  const callUser = async (method: string, { accountId }: Racer, body?: object) => {
    const path = `/api/users/${accountId}`;
    expect((await first.request(method, path, { token, body })).status).toBe(200);
  };

  const callAuth = async (path: string, body: object, jwt?: string) => {
    const { status } = await first.request('POST', `/api/auth/${path}`, { body, token: jwt });
    expect(status).toBe(200);
  };

  const unblock = ({ userId }: Racer) => mustCall(first, 'POST', userPath(userId, '/unblock'));

  const setPassword = ({ userId }: Racer, password: string) =>
    mustCall(first, 'PUT', userPath(userId, '/password'), { data: { password } });

  const block = ({ userId }: Racer) => mustCall(first, 'POST', userPath(userId, '/block'));

  const resetPassword = async ({ accountId }: Racer, password: string) => {
    const code = `code-${accountId}-${password}`;
    await first.database.update(UIDS.account, { id: accountId }, { reset_password_token: code });
    await callAuth('reset-password', { code, password, passwordConfirmation: password });
  };

  const changePassword = ({ login: { password: currentPassword }, jwt }: Racer, password: string) =>
    callAuth('change-password', { currentPassword, password, passwordConfirmation: password }, jwt);

  const RACES: Record<string, Race> = {
    'an admin blocks and unblocks the user': {
      change: block,
      later: unblock,
      rounds: ROUNDS,
    },
    'an admin blocks and unblocks a user of a connection': {
      change: block,
      later: unblock,
      create: createMember,
    },
    'other code blocks and unblocks the account': {
      change: (racer) => callUser('PUT', racer, { blocked: true }),
      later: (racer) => callUser('PUT', racer, { blocked: false }),
    },
    'an admin deletes the user': {
      change: ({ userId }) => mustCall(first, 'DELETE', userPath(userId)),
      deletes: true,
      rounds: ROUNDS,
    },
    'other code deletes the account': {
      change: (racer) => callUser('DELETE', racer),
      deletes: true,
    },
    'an admin sets a password': {
      change: setPassword,
      setsPassword: true,
      rounds: ROUNDS,
    },
    'an admin sets the password of a user of a connection': {
      change: setPassword,
      setsPassword: true,
      create: createMember,
    },
    'other code sets a password': {
      change: (racer, password) => callUser('PUT', racer, { password }),
      setsPassword: true,
    },
  };

  /** Tokens without a session outlive a new password that the user sets. */
  const RACES_OF_SESSIONS: Record<string, Race> = {
    'the user resets the password': { change: resetPassword, setsPassword: true },
    'the user changes the password': {
      change: changePassword,
      setsPassword: true,
      needsToken: true,
    },
  };

  const isAlive = async ({ status, body }: ApiResponse<AnyBody>): Promise<boolean> => {
    if (status !== 200) {
      return false;
    }
    const access = await getArticlesStatus(first, body.jwt);
    const refreshed = body.refreshToken ? (await refresh(first, body.refreshToken)).status : 401;
    return access !== 401 || refreshed !== 401;
  };

  /** @returns the responses to the logins that are alive after the change */
  const run = async (
    { change, later, setsPassword, needsToken, deletes, rounds, create = createRacer }: Race,
    lane: number
  ) => {
    let survivors = 0;
    let racer = await create();
    for (const round of times(roundsOf(rounds) / PARALLEL)) {
      const next = `Next-password-${round}`;
      if (needsToken) {
        // The change of the round before ended the other tokens.
        racer = { ...racer, jwt: (await logIn(first, racer.login)).body.jwt };
      }
      const { login: credentials } = racer;
      const offset = ((round * PARALLEL + lane) % SPREAD_MS) - 4;
      const [login] = await Promise.all([
        sleep(Math.max(0, -offset)).then(() =>
          logIn(second, credentials, { 'x-forwarded-for': `198.18.${lane}.${round}` })
        ),
        sleep(Math.max(0, offset)).then(() => change(racer, next)),
      ]);
      await later?.(racer);
      survivors += (await isAlive(login)) ? 1 : 0;
      if (setsPassword) {
        racer = { ...racer, login: { ...racer.login, password: next } };
      }
      if (deletes) {
        racer = await create();
      }
    }
    return survivors;
  };

  const races = { ...RACES, ...(mode === 'refresh' ? RACES_OF_SESSIONS : {}) };

  it.each(Object.entries(races))(
    'is never alive after %s',
    async (_what, entry) => {
      const survivors = await Promise.all(times(PARALLEL).map((lane) => run(entry, lane)));
      expect(survivors.reduce((sum, count) => sum + count, 0)).toBe(0);
    },
    120_000
  );
};

if (isShared) {
  describe.each(['refresh', 'legacy-support'])(
    `the session of a login in flight, with jwtManagement "%s",`,
    race
  );
} else {
  describe('the session of a login in flight', () => {
    it('is not tested on SQLite, which runs one statement at a time', () => {
      expect(isShared).toBe(false);
    });
  });
}
