import adminRoutes from '../../../plugins/user-profile/server/src/routes/admin';
import { ADMIN_ACTIONS } from '../../../plugins/user-profile/shared/constants';
import { registerAccount } from '../../support/accounts';
import { type Admin, createAdminToken, createAdminUser } from '../../support/admins';
import { getApiToken } from '../../support/api-tokens';
import { ADMIN_ENTRIES, type Call } from '../../support/authorization/admin-routes';
import {
  createTargetUser,
  getSnapshot,
  type TargetUser,
} from '../../support/authorization/snapshot';
import { expectDocumentedDetails } from '../../support/event-details';
import { AnyBody, ApiResponse } from '../../support/http';
import { type MailServer, startMailServer } from '../../support/mail';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { updateAdvancedSettings } from '../../support/users';

const all = Object.values(ADMIN_ACTIONS);

interface Policy {
  name: string;
  config: { actions: string[] };
}

const ROUTES = adminRoutes().routes.map(({ method, path, config }) => ({
  method,
  key: `${method} ${path}`,
  policies: config.policies,
  declared: config.policies
    .filter((policy): policy is Policy => typeof policy !== 'string')
    .flatMap((policy) => policy.config.actions),
}));

const CASES = ROUTES.flatMap(({ method, key, declared }) =>
  (ADMIN_ENTRIES[key] ?? []).map((entry, n) => ({
    method,
    entry,
    declared,
    needed: [...declared, ...(entry.also ?? [])],
    what: `${key} ${n > 0 ? `(${n + 1})` : ''}`.trim(),
  }))
);

describe('admin API permissions', () => {
  let mails: MailServer;
  let app: TestStrapi;
  const admins = new Map<string, Promise<Admin>>();

  /** Creates one admin for each set of permissions. */
  const createAdmin = (actions: string[]): Promise<Admin> => {
    const key = [...actions].sort().join();
    const admin = admins.get(key) ?? createAdminUser(app, actions);
    admins.set(key, admin);
    return admin;
  };

  const send = (
    method: string,
    { path, body }: Call,
    token?: string
  ): Promise<ApiResponse<AnyBody>> => app.request(method, `/user-profile${path}`, { token, body });

  beforeAll(async () => {
    mails = await startMailServer();
    app = await startStrapi({ env: mails.env });
    await updateAdvancedSettings(app, { email_reset_password: 'https://shop.example.test/reset' });
  });

  afterAll(async () => {
    await app?.stop();
    await mails?.stop();
  });

  it('are tested for every route', () => {
    expect(Object.keys(ADMIN_ENTRIES).sort()).toEqual(ROUTES.map(({ key }) => key).sort());
  });

  it('are declared by every route as actions of the plugin', () => {
    for (const { key, policies, declared } of ROUTES) {
      expect([key, policies[0]]).toEqual([key, 'admin::isAuthenticatedAdmin']);
      expect([key, declared.length > 0]).toEqual([key, true]);
      expect(all).toEqual(expect.arrayContaining(declared));
    }
  });

  it('have unique last segments, which the panel uses as keys', () => {
    const segments = all.map((action) => action.split('.').at(-1));
    expect(new Set(segments).size).toBe(all.length);
  });

  it('can all be granted to a role', async () => {
    const admin = await createAdmin(all);
    const { body } = await app.request('GET', '/admin/users/me/permissions', {
      token: admin.token,
    });
    const granted = body.data.map(({ action }: { action: string }) => action);
    expect(granted).toEqual(expect.arrayContaining(all));
  });

  it('keep logins out of the overview for an admin who may not read events', async () => {
    const { documentId } = await createTargetUser(app);
    const getLogins = async (...actions: string[]) => {
      const { token } = await createAdmin(actions);
      const { status, body } = await send('GET', { path: `/users/${documentId}/overview` }, token);
      expect(status).toBe(200);
      return [body.data.last_login, body.data.logins_per_day];
    };
    expect(await getLogins(ADMIN_ACTIONS.readUsers)).toEqual([null, null]);
    expect(await getLogins(ADMIN_ACTIONS.readUsers, ADMIN_ACTIONS.readEvents)).toMatchObject([
      { date: expect.any(String), ip: expect.any(String) },
      { truncated: false },
    ]);
  });

  it('name the admin token beside its owner in the log', async () => {
    const { documentId } = await createTargetUser(app);
    const token = await createAdminToken(app, `Sync ${documentId}`, [ADMIN_ACTIONS.blockUsers]);
    const path = `/users/${documentId}`;
    expect((await send('POST', { path: `${path}/block` }, token)).status).toBe(200);
    const { body } = await send('GET', { path: `${path}/events` }, await app.adminToken());
    const { email } = await app.createAdmin();
    expect(body.data[0]).toMatchObject({
      actor: `${email} (token Sync ${documentId})`,
      details: { operation: 'block-user' },
    });
  });

  it('limit admin tokens to their granted actions and give no access to the content API', async () => {
    const { documentId, account } = await createTargetUser(app);
    const getStatuses = async (...actions: string[]) => {
      const token = await createAdminToken(app, `token ${account.id} ${actions.join()}`, actions);
      const responses = [
        await send('GET', { path: `/users/${documentId}` }, token),
        await send('POST', { path: `/users/${documentId}/unblock` }, token),
        await app.request('GET', '/api/user-profile/users', { token }),
        await app.request('GET', '/api/user-profile/me', { token }),
      ];
      return responses.map(({ status }) => status);
    };
    expect(await getStatuses()).toEqual([403, 403, 401, 401]);
    expect(await getStatuses(ADMIN_ACTIONS.readUsers)).toEqual([200, 403, 401, 401]);
    expect(await getStatuses(ADMIN_ACTIONS.blockUsers)).toEqual([403, 200, 401, 401]);
  });

  describe.each(CASES)('$what', ({ method, entry, declared, needed }) => {
    const allowed = entry.status ?? 200;
    const callOn = ({ userId, other }: TargetUser) => entry.call(userId, other?.userId);
    let victim: TargetUser;

    beforeAll(async () => {
      victim = await createTargetUser(app, entry.other);
    });

    const expectRejection = async (status: number, token?: string) => {
      const before = await getSnapshot(app, victim);
      const response = await send(method, callOn(victim), token);
      expect(response.status).toBe(status);
      expect(await getSnapshot(app, victim)).toEqual(before);
      return response.body.error;
    };

    it('returns 401 without a valid token', async () => {
      await expectRejection(401);
      await expectRejection(401, 'not-a-token');
    });

    it('returns 401 for the affected user and for any other user', async () => {
      await expectRejection(401, victim.account.jwt);
      await expectRejection(401, (await registerAccount(app)).jwt);
    });

    it.each(['read-only', 'full-access'] as const)('returns 401 for a %s token', async (type) => {
      await expectRejection(401, await getApiToken(app, type));
    });

    it('returns 403 for an admin without permissions', async () => {
      const { message, details } = await expectRejection(403, (await createAdmin([])).token);
      expect(details).toEqual({ missing_permissions: declared });
      expect(message).toContain(`Missing permission: ${declared.join(', ')}.`);
    });

    it.each(needed)('returns 403 for an admin with all permissions except %s', async (missing) => {
      const admin = await createAdmin(all.filter((action) => action !== missing));
      const { details } = await expectRejection(403, admin.token);
      expect(details).toEqual({ missing_permissions: [missing] });
    });

    it('is allowed for an admin with exactly the required permissions', async () => {
      const person = await createTargetUser(app, entry.other);
      const { token } = await createAdmin(needed);
      expect((await send(method, callOn(person), token)).status).toBe(allowed);
    });

    it('is allowed for the super admin', async () => {
      const person = await createTargetUser(app, entry.other);
      expect((await send(method, callOn(person), await app.adminToken())).status).toBe(allowed);
    });
  });

  it('lead to events with details that docs/events.md lists', () => expectDocumentedDetails(app));
});
