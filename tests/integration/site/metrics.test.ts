import { registerAccount } from '../../support/accounts';
import { getApiToken } from '../../support/api-tokens';
import { logIn } from '../../support/logins';
import { reconcile } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';

const PATH = '/api/user-profile/metrics';
/** A line of the text format: a comment, or a name with labels and a number. */
const LINE =
  /^(# (HELP|TYPE) \w+ .+|user_profile_\w+(\{\w+="[^"\n]*"(,\w+="[^"\n]*")*\})? \d+(\.\d+)?)$/;

describe('the metrics', () => {
  let app: TestStrapi;
  let token: string;

  beforeAll(async () => {
    const bruteForce = { maxFailuresPerIp: 2 };
    app = await startStrapi({ env: { USER_PROFILE_CONFIG: JSON.stringify({ bruteForce }) } });
    token = await getApiToken(app, 'custom', ['metrics.find']);
  });

  afterAll(() => app?.stop());

  const getMetrics = async (): Promise<string[]> => {
    const { status, body } = await app.request<string>('GET', PATH, { token });
    expect(status).toBe(200);
    expect(body.endsWith('\n')).toBe(true);
    return body.trimEnd().split('\n');
  };

  const valueOf = (lines: string[], name: string): number =>
    Number(
      lines
        .find((line) => line.startsWith(`user_profile_${name} `))
        ?.split(' ')
        .at(-1) ?? NaN
    );

  const countOf = (lines: string[], type: string, outcome: string): number =>
    valueOf(lines, `events_total{type="${type}",outcome="${outcome}"}`);

  it('are in the text format of Prometheus', async () => {
    const { headers } = await app.request('GET', PATH, { token });
    expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    await registerAccount(app);
    const lines = await getMetrics();
    expect(lines.filter((line) => !LINE.test(line))).toEqual([]);
    const names = lines
      .filter((line) => line.startsWith('# TYPE'))
      .map((line) => line.split(' ')[2]);
    expect(new Set(names).size).toBe(names.length);
  });

  it('count logins, failed logins and lockouts, without personal data', async () => {
    const account = await registerAccount(app);
    const before = await getMetrics();
    await logIn(app, { identifier: account.email, password: account.password });
    for (let n = 0; n < 3; n += 1) {
      await logIn(
        app,
        { identifier: account.email, password: 'wrong' },
        { 'x-forwarded-for': '192.0.2.7' }
      );
    }
    const lines = await getMetrics();
    expect(countOf(lines, 's', 'success') - (countOf(before, 's', 'success') || 0)).toBe(1);
    expect(countOf(lines, 'fp', 'failure')).toBe(2);
    expect(countOf(lines, 'limit_mu', 'failure')).toBe(1);
    expect(valueOf(lines, 'event_queue_length')).toBe(0);
    expect(valueOf(lines, 'capture_errors_total')).toBe(0);
    expect(lines.join('\n')).not.toMatch(/@|192\.0\.2/);
  });

  it('show when a job ended', async () => {
    const since = Date.now() / 1000;
    await reconcile(app);
    const lines = await getMetrics();
    expect(valueOf(lines, 'job_running{name="reconcile"}')).toBe(0);
    expect(
      valueOf(lines, 'job_last_end_timestamp_seconds{name="reconcile"}')
    ).toBeGreaterThanOrEqual(since);
  });

  it('require the permission, and take no query or body', async () => {
    expect((await app.request('GET', PATH)).status).toBe(403);
    const other = await getApiToken(app, 'custom', ['users.find']);
    expect((await app.request('GET', PATH, { token: other })).status).toBe(403);
    const readOnly = await getApiToken(app, 'read-only');
    expect((await app.request('GET', PATH, { token: readOnly })).status).toBe(200);
    expect((await app.request('GET', `${PATH}?format=json`, { token })).status).toBe(400);
  });
});
