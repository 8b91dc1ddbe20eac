import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import jwt from 'jsonwebtoken';

import type {
  ConfigurationEntry,
  FindStatus,
} from '../../../plugins/user-profile/shared/contracts/status';
import { siteWithFields } from '../../support/account-fields';
import { LONDON_IP, registerAccount } from '../../support/accounts';
import { mustCall } from '../../support/admin-api';
import { UIDS } from '../../support/database';
import { getEvents, getProfileByEmail } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';

const configOf = (config: object) => ({ USER_PROFILE_CONFIG: JSON.stringify(config) });

/** Settings whose outcome does not depend on the database. One server is started again with each. */
describe('the configuration', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'user-profile-places-'));
  const broken = path.join(folder, 'broken.mmdb');
  fs.writeFileSync(broken, 'this is no place database');
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi();
  });

  afterAll(async () => {
    await app?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const getEntry = async (name: string): Promise<ConfigurationEntry | undefined> =>
    (await mustCall<FindStatus.Response>(app, 'GET', '/status')).data.configuration.find(
      (entry) => entry.path === name
    );

  it.each([[['pictures.example.com']], [[]]])(
    'replaces a whole list of the defaults, as with pictures.hosts %j',
    async (hosts) => {
      await app.restart({ USER_PROFILE_CONFIG: JSON.stringify({ pictures: { hosts } }) });

      expect(await getEntry('pictures.hosts')).toMatchObject({ value: hosts, source: 'file' });
      const { headers } = await app.request('GET', '/admin/init');
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain(['img-src', "'self'"].join(' '));
      expect(policy).not.toContain('gravatar.com');
      expect(policy.includes('pictures.example.com')).toBe(hosts.length > 0);
    }
  );

  describe('of erasure requests', () => {
    const request = (method: string, token: string, data?: object) =>
      app.request(method, '/api/user-profile/me/erasure-request', {
        token,
        body: data && { data },
      });

    it('checks the age of the token of a user without a password if there are no sessions', async () => {
      await app.restart({ UP_JWT_MANAGEMENT: 'legacy-support', ...configOf({}) });
      const { id } = await registerAccount(app);
      await app.database.update(UIDS.account, { id }, { password: null });
      const secret = app.env().JWT_SECRET;
      const createToken = (minutesAgo: number) =>
        jwt.sign({ id, iat: Math.floor(Date.now() / 1000) - minutesAgo * 60 }, secret);
      const send = (minutesAgo: number) =>
        request('POST', createToken(minutesAgo), { confirm: true });
      expect((await send(16)).status).toBe(403);
      expect((await send(14)).status).toBe(200);
    });

    it('rejects them if they are off, and an earlier one can still be withdrawn', async () => {
      const restart = (erasureRequests: string) =>
        app.restart({ UP_JWT_MANAGEMENT: 'refresh', ...configOf({ me: { erasureRequests } }) });
      await restart('review');
      const { jwt: token, password } = await registerAccount(app);
      const send = () => request('POST', token, { confirm: true, current_password: password });
      expect((await send()).status).toBe(200);
      await restart('off');
      const { status, body } = await send();
      expect([status, body.error.message]).toEqual([403, expect.stringContaining('erasure')]);
      expect((await request('DELETE', token)).status).toBe(200);
    });
  });

  it.each([
    ['that is broken', { PLACES_DATABASE: broken }, 'failed', 1],
    ['that is missing', { PLACES_DATABASE: path.join(folder, 'none.mmdb') }, 'failed', 1],
    ['that is disabled', configOf({ geo: { enabled: false } }), 'none', 0],
  ])(
    'of a location database %s leaves logins without a location, and a warning if it failed',
    async (_kind, env, state, warnings) => {
      const earlier = app.output().length;
      await app.restart(env);
      const account = await registerAccount(app, undefined, { 'x-forwarded-for': LONDON_IP });
      const { documentId } = await getProfileByEmail(app, account.email);
      const [event] = await getEvents(app, documentId);
      expect(event).toMatchObject({ ip: LONDON_IP, location_info: null });

      const { data } = await mustCall(app, 'GET', '/settings');
      expect(data.places).toEqual({ state, attribution: null });
      const output = app.output().slice(earlier);
      expect(output.split('Logins are recorded without a place').length - 1).toBe(warnings);
    }
  );
});

describe('an invalid configuration', () => {
  const getError = (env: Record<string, string>): Promise<string> =>
    startStrapi({ env }).then(
      () => '',
      ({ message }: Error) => message
    );

  it('stops the start and lists every problem with its path', async () => {
    const env = configOf({
      applications: [{ client_id: '', name: 'Sample' }],
      sessions: { refreshGraceSeconds: -1 },
      unknown: true,
    });
    expect(await getError(env)).toMatch(
      /config\.applications\.0\.client_id[\s\S]*config\.sessions\.refreshGraceSeconds[\s\S]*unknown/
    );
  });

  it('stops the start if the JSON Schema is invalid', async () => {
    const env = configOf({ userMetadata: { schema: { type: 'no-such-type' } } });
    expect(await getError(env)).toContain('config.userMetadata.schema: must be a JSON Schema');
  });

  it('stops the start if a job could not be scheduled', async () => {
    const env = configOf({ retention: { schedule: 'hourly' }, reconcile: { schedule: '* * *' } });
    expect(await getError(env)).toMatch(
      /config\.reconcile\.schedule: must be .*\n.*config\.retention\.schedule: .*"hourly"/
    );
  });

  it('of account fields stops the start with one clear error that lists every problem', async () => {
    const accountFields = {
      columns: ['company', 'gone', 'credit_rating'],
      filters: ['email', 'settings', 'articles'],
      search: ['newsletter'],
    };
    const error = await getError(siteWithFields({ accountFields }));
    for (const text of [
      'columns.1: "gone" is not an attribute that the site added',
      'columns.2: "credit_rating" is private',
      'filters.0: "email" is not an attribute that the site added',
      'filters.1: "settings" has the type json',
      'filters.2: "articles" has the type relation',
      'search.0: "newsletter" has the type boolean',
    ]) {
      expect(error).toContain(`config.accountFields.${text}`);
    }
    expect(error).not.toContain('columns.0');
  });
});
