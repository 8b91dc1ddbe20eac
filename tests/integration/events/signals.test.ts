import {
  CHROME_ON_MACOS,
  LONDON_IP,
  newCredentials,
  registerAccount,
} from '../../support/accounts';
import { logIn } from '../../support/logins';
import { getEvents, getProfileByEmail, reconcile } from '../../support/profiles';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { waitForEqual } from '../../support/wait';
import { createWebhook, startWebhookReceiver } from '../../support/webhooks';

const MOUNTAIN_VIEW_IP = '8.8.8.8';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1';

describe('login signals', () => {
  let app: TestStrapi;

  beforeAll(async () => {
    app = await startStrapi();
  });

  afterAll(() => app?.stop());

  it.each([
    ['nothing', LONDON_IP, CHROME_ON_MACOS, []],
    ['the device', LONDON_IP, IPHONE, ['new_device']],
    ['the country', MOUNTAIN_VIEW_IP, CHROME_ON_MACOS, ['new_country']],
    ['both', MOUNTAIN_VIEW_IP, IPHONE, ['new_device', 'new_country']],
    ['nothing if the location is unknown', '127.0.0.1', CHROME_ON_MACOS, []],
  ])('report what is new: %s', async (_what, ip, userAgent, signals) => {
    const account = await registerAccount(app, newCredentials(), {
      'x-forwarded-for': LONDON_IP,
      'user-agent': CHROME_ON_MACOS,
    });
    const { documentId } = await getProfileByEmail(app, account.email);
    const credentials = { identifier: account.email, password: account.password };
    const headers = { 'x-forwarded-for': ip, 'user-agent': userAgent };
    await logIn(app, credentials, headers);
    await logIn(app, credentials, headers);
    const [again, event, first] = await getEvents(app, documentId);
    expect(event.signals).toEqual(signals);
    // Nothing is new the second time, and a first login raises no signal.
    expect([again.signals, first.signals]).toEqual([[], []]);
  });

  it('are sent to webhooks without secrets', async () => {
    const receiver = await startWebhookReceiver();
    const { received } = receiver;
    await createWebhook(app, receiver.url, ['user-profile.login.new-device']);
    await app.restart();
    // The sync of the start must not find the session before its login is written: it raises no signals.
    await reconcile(app);

    const account = await registerAccount(app);
    const response = await logIn(
      app,
      { identifier: account.email, password: account.password },
      { 'user-agent': IPHONE }
    );
    await waitForEqual(async () => received.length, 1);
    await receiver.stop();
    expect(received).toEqual([
      expect.objectContaining({
        event: 'user-profile.login.new-device',
        user: expect.objectContaining({ name: account.email }),
        user_agent: IPHONE,
      }),
    ]);
    expect(JSON.stringify(received)).not.toContain(response.body.refreshToken);
  });
});
