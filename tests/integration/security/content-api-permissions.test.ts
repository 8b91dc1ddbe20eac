import createRoutes from '../../../plugins/user-profile/server/src/routes/content-api';
import { registerAccount } from '../../support/accounts';
import { getApiToken } from '../../support/api-tokens';
import { assignRole, createUserWithRole } from '../../support/authorization/callers';
import {
  CONTENT_API_ENTRIES,
  type ContentApiEntry,
  isOwnHandler,
} from '../../support/authorization/content-api-routes';
import {
  createTargetUser,
  getSnapshot,
  type TargetUser,
} from '../../support/authorization/snapshot';
import { type MailServer, startMailServer } from '../../support/mail';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { updateAdvancedSettings, verifyEmail } from '../../support/users';

const PREFIX = '/api/user-profile';
const routes = createRoutes().routes;
type Route = (typeof routes)[number];

const isOwn = ({ handler }: Route) => isOwnHandler(handler);
const isRead = ({ handler }: Route) => /\.(find|findOne)$/.test(handler);
const entryOf = ({ handler }: Route): ContentApiEntry => CONTENT_API_ENTRIES[handler] ?? {};
const getAllowedStatus = (route: Route) => entryOf(route).status ?? 200;

/** An action other than that of the route. */
const getOtherHandler = ({ handler }: Route) =>
  handler === 'users.find' ? 'connections.find' : 'users.find';

/** A 403 names what is missing, unless the client is anonymous. API tokens cannot use routes of users. */
const getRejection = (route: Route, caller: string): object => {
  if (caller === 'an anonymous client') {
    return { message: 'Forbidden', details: {} };
  }
  if (isOwn(route) && caller.includes('token')) {
    return { message: 'This route requires a logged-in user. API tokens are not accepted.' };
  }
  const permission = `plugin::user-profile.${route.handler}`;
  return {
    message: expect.stringContaining(`Missing permission: ${permission}.`),
    details: { missing_permissions: [permission] },
  };
};

interface Caller {
  name: string;
  /** The token to send. `person` is the user that the call affects. */
  token(app: TestStrapi, route: Route, person: TargetUser): Promise<string | undefined> | undefined;
  /** Whether a call of the route must succeed. If not, `rejection` is the expected status. */
  may(route: Route): boolean;
  rejection: 401 | 403;
  /** The caller changes the role of its user and therefore needs a separate user. */
  changesRole?: true;
}

const CALLERS: Caller[] = [
  { name: 'an anonymous client', token: () => undefined, may: () => false, rejection: 403 },
  {
    name: 'an invalid token',
    token: async () => 'not-a-token',
    may: () => false,
    rejection: 401,
  },
  {
    name: 'an admin of the panel',
    token: (app) => app.adminToken(),
    may: () => false,
    rejection: 401,
  },
  {
    name: 'a read-only token',
    token: (app) => getApiToken(app, 'read-only'),
    may: (route) => isRead(route) && !isOwn(route),
    rejection: 403,
  },
  {
    name: 'a custom token with another action',
    token: (app, route) => getApiToken(app, 'custom', [getOtherHandler(route)]),
    may: () => false,
    rejection: 403,
  },
  {
    name: 'a custom token with the action',
    token: (app, { handler }) => getApiToken(app, 'custom', [handler]),
    may: (route) => !isOwn(route),
    rejection: 403,
  },
  {
    name: 'a full-access token',
    token: (app) => getApiToken(app, 'full-access'),
    may: (route) => !isOwn(route),
    rejection: 403,
  },
  {
    name: 'a user whose role allows something else',
    token: async (app, route, { account }) => {
      await assignRole(app, account, [getOtherHandler(route)]);
      return account.jwt;
    },
    may: () => false,
    rejection: 403,
    changesRole: true,
  },
  {
    name: 'a user whose role allows it',
    token: async (app, { handler }, { account }) => {
      await assignRole(app, account, [handler]);
      return account.jwt;
    },
    may: () => true,
    rejection: 403,
    changesRole: true,
  },
  {
    name: 'the user, for their own data',
    token: async (_app, _route, { account }) => account.jwt,
    may: isOwn,
    rejection: 403,
  },
];

describe('content API permissions', () => {
  let mails: MailServer;
  let app: TestStrapi;

  beforeAll(async () => {
    mails = await startMailServer();
    app = await startStrapi({ env: mails.env });
    await updateAdvancedSettings(app, { email_reset_password: 'https://shop.example.test/reset' });
  });

  afterAll(async () => {
    await app?.stop();
    await mails?.stop();
  });

  /** @param caller the account that sends the request, if a user sends it */
  const call = (route: Route, person: TargetUser, token?: string, caller = person.account) => {
    const { body, query } = entryOf(route);
    const path = route.path
      .replace(/:id\b/, person.documentId)
      .replace(':identityId', encodeURIComponent((person.other ?? person).userId))
      .replace(':deviceId', person.deviceId)
      .replace(':name', 'local');
    return app.request(route.method, PREFIX + path + (query?.(person.other) ?? ''), {
      token,
      body: typeof body === 'function' ? body(caller, person.other) : body,
    });
  };

  it('are tested for every route', () => {
    expect(Object.keys(CONTENT_API_ENTRIES).sort()).toEqual(
      routes.map(({ handler }) => handler).sort()
    );
  });

  describe.each(routes.map((route) => ({ ...route, route })))('$method $path', ({ route }) => {
    let victim: TargetUser;

    beforeAll(async () => {
      victim = await createTargetUser(app, entryOf(route).other);
    });

    it.each(CALLERS)('checks what $name may do', async (each) => {
      const { name, token, may, rejection, changesRole } = each;
      const isAllowed = entryOf(route).open === true || may(route);
      // A call that changes something must not affect the calls of the other callers.
      const isOnItsOwn = changesRole || (isAllowed && !isRead(route));
      const person = isOnItsOwn ? await createTargetUser(app, entryOf(route).other) : victim;
      const sent = await token(app, route, person);
      const before = await getSnapshot(app, person);
      const { status, body } = await call(route, person, sent);
      expect(status).toBe(isAllowed ? getAllowedStatus(route) : rejection);
      if (status === 403) {
        expect(body.error).toMatchObject(getRejection(route, name));
      }
      if (!isAllowed || isRead(route)) {
        expect(await getSnapshot(app, person)).toEqual(before);
      }
    });

    it('does not let a user reach the data of another user', async () => {
      const caller = await registerAccount(app);
      await verifyEmail(app, caller);
      const before = await getSnapshot(app, victim);
      const { status } = await call(route, victim, caller.jwt, caller);
      const reachesOwn = isOwn(route) && !route.path.includes('/:');
      const rejection = isOwn(route) ? 404 : 403;
      expect(status).toBe(entryOf(route).open || reachesOwn ? getAllowedStatus(route) : rejection);
      const merged = status < 300 && entryOf(route).mergesUsers ? 1 : 0;
      expect(await getSnapshot(app, victim)).toEqual({ ...before, users: before.users - merged });
    });

    it('returns 404 for an unknown id', async () => {
      if (isOwn(route) || !/:(id|name)/.test(route.path)) {
        return;
      }
      const path = route.path.replace(':deviceId', 'x').replace(/:(id|name)/, 'unknown');
      const { body } = entryOf(route);
      const { status } = await app.request(route.method, PREFIX + path, {
        token: await getApiToken(app, 'full-access'),
        body: typeof body === 'function' ? body(victim.account, victim.other) : body,
      });
      expect(status).toBe(404);
    });
  });

  it('follow a change of the role at the next request', async () => {
    const account = await createUserWithRole(app, ['users.find']);
    const find = async () =>
      (await app.request('GET', `${PREFIX}/users`, { token: account.jwt })).status;
    expect(await find()).toBe(200);
    await assignRole(app, account, ['connections.find']);
    expect(await find()).toBe(403);
  });
});
