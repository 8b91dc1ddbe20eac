import path from 'node:path';

import { createConnection } from '../../support/connections';
import { logIn } from '../../support/logins';
import { getProfileByEmail } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';

const STRATEGY = path.join(__dirname, '../../support/sample-strategy.cjs');

const LOGIN = { connection: 'club', identifier: 'acacia' };

describe('a strategy registered by the site', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi({ env: { TEST_CODE: STRATEGY } });
    const options = { address: 'https://source.example.com' };
    await createConnection(app, { name: 'club', strategy: 'sample', options });
  });

  afterAll(() => app?.stop());

  it('logs a user in', async () => {
    const { status, body } = await logIn(app, LOGIN);
    expect(status).toBe(200);
    expect(body).toMatchObject({ jwt: expect.any(String), user: { provider: 'club' } });
    const profile = await getProfileByEmail(app, 'acacia@example.test');
    expect(profile).toMatchObject({ user_id: 'sample|club|acacia', email_verified: true });
  });

  it('returns a SourceError if it throws an unexpected error', async () => {
    const { status, body } = await logIn(app, { ...LOGIN, password: 'another' });
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ name: 'SourceError', message: 'The source failed' });
  });
});
