import { setTimeout as sleep } from 'node:timers/promises';

import { LONDON_IP, registerAccount } from '../../support/accounts';
import { mustCall } from '../../support/admin-api';
import { createTargetUser } from '../../support/authorization/snapshot';
import { type Report, runCampaign } from '../../support/fuzz/campaign';
import { type MailServer, startMailServer } from '../../support/mail';
import { getCaptureState, reconcile } from '../../support/profiles';
import { mustLogIn } from '../../support/sessions';
import { startStrapi, type TestStrapi } from '../../support/strapi';

/** `npm run fuzz` sets both. */
const requests = Number(process.env.FUZZ_REQUESTS ?? 2_000);
const seed = Number(process.env.FUZZ_SEED ?? 20_260_701);
const isLong = process.env.FUZZ_REQUESTS !== undefined;

const MS_PER_REQUEST = 250;

/** The number of responses per status, and the routes that never succeeded. */
const summary = ({ statuses, routes }: Report): string => {
  const rejected = Object.entries(routes).filter(([, { successes }]) => successes === 0);
  const names = rejected.map(([route, { calls }]) => `${route} (${calls})`);
  return `${JSON.stringify(statuses)}\nnever with success: ${names.join(', ') || 'none'}\n`;
};

describe(`${requests} fuzzed requests (seed ${seed})`, () => {
  let app: TestStrapi;
  let mails: MailServer;
  let report: Report;

  beforeAll(
    async () => {
      mails = await startMailServer();
      app = await startStrapi({ env: mails.env });
      await reconcile(app);
      report = await runCampaign(app, { requests, seed }, ({ requests: done, failures }) => {
        if (!isLong || done % 1_000 !== 0) {
          return;
        }
        process.stderr.write(`${done} of ${requests}, ${failures.length} reports\n`);
      });
      if (isLong) {
        process.stderr.write(summary(report));
      }
    },
    120_000 + requests * MS_PER_REQUEST
  );

  afterAll(async () => {
    await app?.stop();
    await mails?.stop();
  });

  it('get only expected responses and change nothing if they are rejected', () => {
    expect(report.failures).toEqual([]);
    expect(report.requests).toBe(requests);
  });

  it('cover successes and every kind of rejection', () => {
    for (const status of [200, 201, 400, 401, 403, 404]) {
      expect([status, report.statuses[status] > 0]).toEqual([status, true]);
    }
  });

  it('reach every route', () => {
    const missed = Object.entries(report.routes).filter(([, { calls }]) => calls === 0);
    expect(missed.map(([route]) => route)).toEqual([]);
  });

  it('do not change a user that no request targets', () => {
    expect(report.control.after).toEqual(report.control.before);
  });

  it('leave a working site', async () => {
    const account = await registerAccount(app, undefined, { 'x-forwarded-for': LONDON_IP });
    const { jwt } = await mustLogIn(app, account, 'phone');
    const articles = await app.request('GET', '/api/articles', { token: jwt });
    expect(articles.status).toBe(200);
    const { documentId } = await createTargetUser(app);
    const { data } = await mustCall(app, 'GET', `/users/${documentId}`);
    expect(data).toMatchObject({ documentId, blocked: false });
  });

  it('leave no event unrecorded', async () => {
    for (let tries = 0; (await getCaptureState(app)).queued > 0 && tries < 50; tries += 1) {
      await sleep(200);
    }
    expect(await getCaptureState(app)).toMatchObject({
      errors: 0,
      last_error: null,
      queued: 0,
      dropped: 0,
    });
    expect(app.output()).not.toMatch(/unhandled/i);
  });
});
