import type { CDPSession } from 'playwright-core';

import { CHROME_ON_MACOS, LONDON_IP } from '../support/accounts';
import { logIn } from '../support/logins';
import { setUpPanelSite } from '../support/panel-site';
import { createPeople, emailOf } from '../support/people';
import { userRoute } from '../support/user-page';
import { waitForEqual } from '../support/wait';
import { getShifts, holdResponses, recordRequests, recordShifts } from '../support/waiting';

const LIST = '/plugins/user-profile';

const NAMES = Array.from({ length: 12 }, (_, index) => `Sample ${String(index).padStart(2, '0')}`);

describe('a page of the panel that loads', () => {
  let user: string;

  const site = setUpPanelSite(
    async (app) => {
      const idOf = await createPeople(app, NAMES);
      user = idOf('Sample 11');
      await logIn(
        app,
        { identifier: emailOf('Sample 11') },
        { 'user-agent': CHROME_ON_MACOS, 'x-forwarded-for': LONDON_IP }
      );
    },
    {},
    // An animation may shift the layout too.
    { reducedMotion: 'no-preference' }
  );

  beforeAll(() => recordShifts(site.panel.page));

  const main = () => site.panel.page.getByRole('main');

  const PAGES: [string, () => string][] = [
    ['Users', () => LIST],
    ['Connections', () => `${LIST}/connections`],
    ['Log', () => `${LIST}/log`],
    ['Details', () => userRoute(user)],
    ['Devices', () => userRoute(user, 'devices')],
    ['History', () => userRoute(user, 'history')],
    ['Locations', () => userRoute(user, 'locations')],
    ['Raw JSON', () => userRoute(user, 'raw-json')],
    ['Overview', () => `${LIST}/overview`],
    ['a connection', () => `${LIST}/connections/local`],
    ['Imports', () => `${LIST}/imports`],
    ['Settings', () => '/settings/user-profile'],
  ];

  describe('on a slow computer', () => {
    let session: CDPSession;

    /** Slows the CPU down by this factor, so frames between two renders are painted. */
    const setSlowness = (rate: number) => session.send('Emulation.setCPUThrottlingRate', { rate });

    beforeAll(async () => {
      const { page } = site.panel;
      session = await page.context().newCDPSession(page);
      page.setDefaultTimeout(90_000);
    });

    afterEach(() => setSlowness(1));

    afterAll(async () => {
      site.panel.page.setDefaultTimeout(30_000);
      await session.detach();
    });

    /** Strapi's shell, which takes most of the time, is not slowed down. It requests the admin when it has loaded. */
    const openSlowly = async (route: string) => {
      const shell = site.panel.page.waitForResponse(/\/admin\/users\/me$/);
      await Promise.all([shell.then(() => setSlowness(4)), site.panel.load(route)]);
    };

    it.each(PAGES)('does not shift its layout: %s', async (page, route) => {
      await openSlowly(route());
      await main().getByRole('heading', { level: 1 }).waitFor();
      if (page === 'Locations') {
        await main().getByRole('application').waitFor();
      }
      await site.panel.page.waitForLoadState('networkidle');
      const { total, moved } = await getShifts(site.panel.page);
      expect(total > 0.01 ? moved : []).toEqual([]);
    });
  });

  it.each([
    ['details', '/overview'],
    ['devices', '/devices?'],
    ['history', '/events?'],
    ['locations', '/locations?'],
  ])('that a link opens requests the %s of a user with the user, and once', async (tab, path) => {
    const held = await holdResponses(site.panel.page, new RegExp(`/users/${user}\\?`));
    // The previous page may still request something.
    await site.panel.page.goto('about:blank');
    const requests = recordRequests(site.panel.page);
    const found: string[] = [];
    await site.panel.open(userRoute(user, tab));
    await waitForEqual(() => {
      found.push(...requests.take());
      return Promise.resolve(found.some((url) => url.startsWith(`/users/${user}${path}`)));
    }, true);

    await held.release();
    await main().getByRole('heading', { name: 'Sample 11', level: 1 }).waitFor();
    await site.panel.page.waitForLoadState('networkidle');
    requests.stop();
    found.push(...requests.take());
    expect(found.filter((url, index) => found.indexOf(url) !== index)).toEqual([]);
  });

  it('moves no row when the first one is selected', async () => {
    await site.panel.open(LIST);
    const row = main().getByRole('row').nth(1);
    await row.waitFor();
    const before = await row.boundingBox();
    await row.getByRole('checkbox').click();
    await main().getByText('1 user selected').waitFor();
    expect(await row.boundingBox()).toEqual(before);
  });

  it('has the data of a user whose link has the focus before it opens', async () => {
    await site.panel.open(LIST);
    const link = main().getByRole('link', { name: 'Sample 11' });
    await link.waitFor();
    const responses = ['', '/overview'].map((part) =>
      site.panel.page.waitForResponse((response) =>
        new URL(response.url()).pathname.endsWith(`/users/${user}${part}`)
      )
    );
    await link.focus();
    await Promise.all(responses);
    const requests = recordRequests(site.panel.page);
    await link.press('Enter');
    await main().getByText('User identity').waitFor();
    // The badge of the History tab may come later.
    const late = requests.take().filter((url) => !url.includes('/events/count?'));
    expect(late.filter((url) => url.startsWith(`/users/${user}`))).toEqual([]);
    requests.stop();
  });
});
