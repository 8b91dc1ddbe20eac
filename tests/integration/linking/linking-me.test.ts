import { setTimeout as sleep } from 'node:timers/promises';

import jwt from 'jsonwebtoken';

import type { LogEvent } from '../../../plugins/user-profile/shared/contracts/events';
import { mustCall } from '../../support/admin-api';
import { UIDS } from '../../support/database';
import { createTwoUsers, type LoggedInUser, mustLink, mustUnlink } from '../../support/linking';
import { getEvents } from '../../support/profiles';
import {
  backdateLogins,
  getTokenStatuses,
  mustLogIn,
  mustRefresh,
  REJECTED,
} from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { getUser, problemPaths, userPath, verifyEmail } from '../../support/users';
import { waitForEqual } from '../../support/wait';

const IDENTITIES = '/api/user-profile/me/identities';

describe.each(['refresh', 'legacy-support'])('linking own accounts (%s)', (mode) => {
  let app: TestStrapi;
  let kept: LoggedInUser;
  let other: LoggedInUser;

  beforeAll(async () => {
    app = await startStrapi({ env: { UP_JWT_MANAGEMENT: mode } });
  });

  afterAll(() => app?.stop());

  beforeEach(async () => {
    [kept, other] = await createTwoUsers(app);
    await verifyEmail(app, kept.account);
  });

  const linkOwn = (token: string, caller = kept.tokens.jwt, more: object = {}) =>
    app.request('POST', IDENTITIES, { token: caller, body: { data: { token, ...more } } });

  const unlinkOwn = (identityId: string, caller = kept.tokens.jwt) =>
    app.request('DELETE', `${IDENTITIES}/${encodeURIComponent(identityId)}`, { token: caller });

  const canRead = async (jwt: string) =>
    (await app.request('GET', '/api/articles', { token: jwt })).status;

  it('adds the identity of the secondary user and hides app_metadata in the response', async () => {
    await mustCall(app, 'PUT', userPath(other.userId), { data: { user_metadata: { size: 3 } } });
    const { status, body } = await linkOwn(other.tokens.jwt, kept.tokens.jwt, {
      merge_user_metadata: true,
    });
    expect(status).toBe(201);
    expect(body.data).toMatchObject({
      user_id: kept.userId,
      user_metadata: { size: 3 },
      identities: [{ user_id: kept.account.documentId }, { user_id: other.account.documentId }],
    });
    expect(body.data).not.toHaveProperty('app_metadata');
    expect(await canRead(kept.tokens.jwt)).toBe(200);
    expect(await canRead(other.tokens.jwt)).toBe(401);
    const getOperations = async () =>
      (await getEvents(app, kept.userId))
        .filter(({ actor }) => actor === `user ${kept.userId}`)
        .map(({ details }) => details.operation)
        .sort();
    await waitForEqual(getOperations, ['link-identity', 'linked-to']);
    const { body: history } = await app.request('GET', '/api/user-profile/me/events', {
      token: kept.tokens.jwt,
    });
    const own = history.data.filter(({ details }: LogEvent) =>
      ['link-identity', 'linked-to'].includes(String(details.operation))
    );
    expect(own.map(({ actor, ip }: LogEvent) => [actor, ip !== null])).toEqual([
      [`user ${kept.userId}`, true],
      [`user ${kept.userId}`, true],
    ]);
  });

  it('can be undone, which ends the sessions of the identity and restores its user', async () => {
    await linkOwn(other.tokens.jwt);
    await sleep(2);
    const asKept = await mustLogIn(app, other.account, 'watch');
    const me = await app.request('GET', '/api/users/me', { token: asKept.jwt });
    expect(me.body.id).toBe(kept.account.id);
    const { status, body } = await unlinkOwn(other.userId);
    expect([status, body.data.identities.length]).toEqual([200, 1]);
    expect(await canRead(asKept.jwt)).toBe(401);
    expect(await canRead(kept.tokens.jwt)).toBe(200);
    await sleep(2);
    const own = await mustLogIn(app, other.account, 'watch');
    const again = await app.request('GET', '/api/users/me', { token: own.jwt });
    expect(again.body.id).toBe(other.account.id);
  });

  it('names the other user in the own events only as long as both are linked', async () => {
    const getNamed = async (jwt: string) => {
      const { body } = await app.request('GET', '/api/user-profile/me/events', { token: jwt });
      const { body: all } = await app.request('GET', '/api/user-profile/me/export', { token: jwt });
      expect(all.data.events.map(({ details }: LogEvent) => details)).toEqual(
        body.data.map(({ details }: LogEvent) => details)
      );
      return body.data
        .map(({ details }: LogEvent) => details)
        .filter(({ operation }: LogEvent['details']) => /link/.test(String(operation)));
    };
    await mustLink(app, kept.userId, other.userId);
    const linked = await getNamed(kept.tokens.jwt);
    expect(linked).toContainEqual({ operation: 'link-identity', identity: other.userId });
    expect(linked).toContainEqual({ operation: 'linked-to', user_id: kept.userId });
    await mustUnlink(app, kept.userId, other.userId);
    const { jwt } = await mustLogIn(app, other.account, 'watch');
    expect(await getNamed(kept.tokens.jwt)).toEqual([
      { operation: 'unlink-identity' },
      { operation: 'link-identity' },
    ]);
    expect(await getNamed(jwt)).toEqual([
      { operation: 'unlinked-from' },
      { operation: 'linked-to' },
    ]);
  });

  it('keeps old tokens invalid after unlinking and linking again', async () => {
    await linkOwn(other.tokens.jwt);
    await sleep(2);
    const asKept = await mustLogIn(app, other.account, 'watch');
    await unlinkOwn(other.userId);
    await sleep(2);
    const own = await mustLogIn(app, other.account, 'watch');
    expect((await linkOwn(own.jwt)).status).toBe(201);
    for (const token of [asKept.jwt, own.jwt, other.tokens.jwt]) {
      expect(await canRead(token)).toBe(401);
    }
  });

  const expectRejection = async (token: string, caller = kept.tokens.jwt) => {
    const users = await app.database.count(UIDS.user);
    const response = await linkOwn(token, caller);
    expect(response.status).toBe(400);
    expect(problemPaths(response)).toEqual(['token']);
    expect(JSON.stringify(response.body)).not.toContain(token);
    expect(await app.database.count(UIDS.user)).toBe(users);
    return response.body.error.message as string;
  };

  it('rejects an invalid token and a token of the caller', async () => {
    for (const token of ['x', `${other.tokens.jwt}x`, await app.adminToken()]) {
      expect(await expectRejection(token)).toMatch(/valid access token/);
    }
    expect(await expectRejection(kept.tokens.jwt)).toMatch(/already linked to your user/);
    const again = await mustLogIn(app, kept.account, 'watch');
    expect(await expectRejection(again.jwt)).toMatch(/already linked to your user/);
  });

  it('rejects a revoked token', async () => {
    await mustCall(app, 'DELETE', userPath(other.userId, '/devices'));
    await expectRejection(other.tokens.jwt);
  });

  it('rejects a token of a blocked user', async () => {
    await mustCall(app, 'POST', userPath(other.userId, '/block'));
    await expectRejection(other.tokens.jwt);
  });

  it('rejects a secondary user with app_metadata, which only an admin may drop', async () => {
    await app.database.update(
      UIDS.user,
      { user_id: other.userId },
      {
        app_metadata: JSON.stringify({ plan: 'lead' }),
      }
    );
    const message = await expectRejection(other.tokens.jwt);
    expect(message).toMatch(/Ask the site/);
    expect(message).not.toContain('lead');
    await mustLink(app, kept.userId, other.userId);
  });

  it('rejects a request without a valid token and a request that names another user', async () => {
    for (const data of [{}, { token: 7 }, { secondary_user: other.userId }]) {
      const response = await app.request('POST', IDENTITIES, {
        token: kept.tokens.jwt,
        body: { data },
      });
      expect(response.status).toBe(400);
    }
    expect((await getUser(app, other.userId)).data.identities).toHaveLength(1);
  });

  it('does not unlink the primary identity or an identity of another user', async () => {
    expect((await unlinkOwn(kept.userId)).status).toBe(400);
    expect((await unlinkOwn(other.userId)).status).toBe(404);
  });

  /** The same token as if it had been issued that many minutes ago. */
  const backdateToken = (token: string, minutes: number): string => {
    const payload = jwt.decode(token) as jwt.JwtPayload;
    const seconds = minutes * 60;
    const moved = {
      ...payload,
      iat: (payload.iat ?? 0) - seconds,
      ...(payload.issued_at ? { issued_at: payload.issued_at - seconds * 1000 } : {}),
      exp: (payload.exp ?? 0) + seconds,
    };
    return jwt.sign(moved, app.env().JWT_SECRET);
  };

  /** A token of the user whose login was that many minutes ago. */
  const getBackdatedToken = async ({ account, tokens }: LoggedInUser, minutes: number) => {
    if (mode !== 'refresh') {
      return backdateToken(tokens.jwt, minutes);
    }
    await backdateLogins(app, account, minutes);
    return tokens.jwt;
  };

  const expectRejectedCaller = async (caller: string) => {
    expect(await canRead(caller)).toBe(200);
    const { status, body } = await linkOwn(other.tokens.jwt, caller);
    expect(status).toBe(403);
    expect(body.error.details).toEqual({ reason: 'recent_login_required', minutes: 10 });
    expect((await getUser(app, other.userId)).data.identities).toHaveLength(1);
  };

  it('rejects a token of the secondary user whose login was more than ten minutes ago', async () => {
    expect(await expectRejection(await getBackdatedToken(other, 11))).toMatch(/log in .* again/);
    expect((await linkOwn(await getBackdatedToken(other, 9))).status).toBe(201);
  });

  it('rejects a caller whose login was more than ten minutes ago', async () =>
    expectRejectedCaller(await getBackdatedToken(kept, 11)));

  if (mode === 'refresh') {
    it('rejects refreshed tokens whose login was more than ten minutes ago', async () => {
      await backdateLogins(app, other.account, 11);
      const { jwt: token } = await mustRefresh(app, other.tokens.refreshToken);
      expect(await expectRejection(token)).toMatch(/log in .* again/);
      await backdateLogins(app, kept.account, 11);
      await expectRejectedCaller((await mustRefresh(app, kept.tokens.refreshToken)).jwt);
    });

    it('accepts a refreshed token of a recent login and revokes it', async () => {
      const tokens = await mustRefresh(app, other.tokens.refreshToken);
      expect((await linkOwn(tokens.jwt)).status).toBe(201);
      expect(await getTokenStatuses(app, tokens)).toEqual(REJECTED);
    });

    it('rejects a refresh token', () => expectRejection(other.tokens.refreshToken));
  }
});
