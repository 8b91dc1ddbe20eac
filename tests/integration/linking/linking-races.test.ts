import { callAdmin } from '../../support/admin-api';
import { UIDS } from '../../support/database';
import {
  createLoggedInUser,
  createTwoUsers,
  identityPath,
  link,
  type LoggedInUser,
  mustLink,
} from '../../support/linking';
import { logIn } from '../../support/logins';
import { reconcile } from '../../support/profiles';
import { countActiveSessions, refresh } from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getUser, userPath } from '../../support/users';

const ROUNDS = 4;
const PARALLEL = 6;

/** Races occur only now and then, hence several rounds or several parallel requests. */
describe('linking in parallel with other requests', () => {
  let app: TestStrapi;
  let kept: LoggedInUser;
  let other: LoggedInUser;

  beforeAll(async () => {
    app = await startStrapi();
  });

  afterAll(() => app?.stop());

  beforeEach(async () => {
    [kept, other] = await createTwoUsers(app);
  });

  const statusOf = async (call: Promise<{ status: number }>) => (await call).status;

  const isUser = ({ userId }: LoggedInUser) => app.database.count(UIDS.user, { user_id: userId });

  const logInAgain = ({ account: { email: identifier, password } }: LoggedInUser) =>
    logIn(app, { identifier, password });

  const getAccountId = async (jwt: string): Promise<number | null> => {
    const { status, body } = await app.request('GET', '/api/users/me', { token: jwt });
    return status === 200 ? body.id : null;
  };

  const times = (count: number) => Array.from({ length: count }, (_, index) => index);

  /** Events, counters and identities of a user must show the same number of logins. */
  const expectConsistent = async ({ userId }: LoggedInUser, logins: number) => {
    const { data } = await getUser(app, userId);
    const profile = data.documentId;
    expect(data.logins_count ?? 0).toBe(logins);
    expect(await app.database.count(UIDS.event, { profile, type: 's' })).toBe(logins);
    const [{ id }] = await app.database.rows(UIDS.user, { user_id: userId });
    const identities = await app.database.rows(UIDS.identity, { user_id: id });
    const counts = identities.map((identity) => Number(identity.logins_count));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(logins);
  };

  it('succeeds once if two users are linked in both directions', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const [one, two] = await createTwoUsers(app);
      const statuses = await Promise.all([
        statusOf(link(app, one.userId, two.userId)),
        statusOf(link(app, two.userId, one.userId)),
      ]);
      expect(statuses.sort()).toEqual([201, 404]);
      expect((await isUser(one)) + (await isUser(two))).toBe(1);
    }
  });

  it('succeeds once if the same link is requested several times', async () => {
    const statuses = await Promise.all(
      times(3).map(() => statusOf(link(app, kept.userId, other.userId)))
    );
    expect(statuses.sort()).toEqual([201, 400, 400]);
    expect((await getUser(app, kept.userId)).data.identities).toHaveLength(2);
    await expectConsistent(kept, 4);
  });

  it('loses no identity if three users are linked in a ring', async () => {
    const third = await createLoggedInUser(app, 'tablet');
    const ring = [kept, other, third];
    const statuses = await Promise.all(
      ring.map(({ userId }, index) =>
        statusOf(link(app, userId, ring[(index + 1) % ring.length].userId))
      )
    );
    for (const status of statuses) {
      expect([201, 400, 404]).toContain(status);
    }
    const identities = await Promise.all(
      ring.map(({ account }) => app.database.count(UIDS.identity, { account: account.documentId }))
    );
    expect(identities).toEqual([1, 1, 1]);
    expect(await app.database.count(UIDS.identity, { user_id: null })).toBe(0);
  });

  it.each([
    ['the primary user', () => kept],
    ['the secondary user', () => other],
  ])('is serialized with a deletion of %s', async (_whom, whom) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      kept = await createLoggedInUser(app, 'laptop');
      other = await createLoggedInUser(app, 'phone');
      const [linked, deleted] = await Promise.all([
        statusOf(link(app, kept.userId, other.userId)),
        statusOf(callAdmin(app, 'DELETE', userPath(whom().userId))),
      ]);
      expect([
        [201, 200],
        [201, 404],
        [400, 200],
        [404, 200],
      ]).toContainEqual([linked, deleted]);
      // An identity exists exactly as long as its account.
      for (const { account } of [kept, other]) {
        const accounts = await app.database.count(UIDS.account, { id: account.id });
        const identities = await app.database.count(UIDS.identity, {
          account: account.documentId,
        });
        expect(identities).toBe(accounts);
      }
    }
  });

  it('turns each login of the secondary user into one of the primary user or revokes it, and counts all', async () => {
    let logins = 4;
    const responses = await Promise.all([
      ...times(PARALLEL).map(() => logInAgain(other)),
      mustLink(app, kept.userId, other.userId).then(() => null),
      ...times(PARALLEL).map(() => logInAgain(other)),
    ]);
    for (const response of responses) {
      if (!response) {
        continue;
      }
      // The link ended the session before Users & Permissions had issued the access token.
      if (response.status === 400) {
        expect(response.body.error.message).toBe('Invalid credentials');
        continue;
      }
      expect(response.status).toBe(200);
      logins += 1;
      expect([kept.account.id, null]).toContain(await getAccountId(response.body.jwt));
    }
    expect(await countActiveSessions(app, other.account)).toBe(0);
    await reconcile(app);
    await expectConsistent(kept, logins);
    expect(await app.database.count(UIDS.device, { user_id: -1 })).toBe(0);
  });

  it('gives each login during an unlink the account of its identity or revokes it', async () => {
    for (let round = 0; round < 2; round += 1) {
      await mustLink(app, kept.userId, other.userId);
      const [unlinked, ...responses] = await Promise.all([
        callAdmin(app, 'DELETE', identityPath(kept.userId, other.userId)),
        ...times(PARALLEL).map(() => logInAgain(other)),
      ]);
      expect(unlinked.status).toBe(200);
      for (const { status, body } of responses) {
        if (status === 400) {
          expect(body.error.message).toBe('Invalid credentials');
        } else {
          expect([status, [other.account.id, null].includes(await getAccountId(body.jwt))]).toEqual(
            [200, true]
          );
        }
      }
    }
  });

  it('ends the session of the secondary user despite parallel refreshes', async () => {
    const results = await Promise.all([
      refresh(app, other.tokens.refreshToken),
      mustLink(app, kept.userId, other.userId).then(() => null),
      ...times(PARALLEL).map(() => refresh(app, other.tokens.refreshToken)),
    ]);
    for (const result of results) {
      if (result) {
        expect([200, 401]).toContain(result.status);
      }
    }
    expect(await countActiveSessions(app, other.account)).toBe(0);
    expect((await refresh(app, other.tokens.refreshToken)).status).toBe(401);
  });
});
