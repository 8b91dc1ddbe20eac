import { CHROME_ON_MACOS, LONDON_IP, newCredentials, registerAccount } from '../support/accounts';
import { UIDS } from '../support/database';
import { logIn } from '../support/logins';
import { openPanel, type Panel } from '../support/panel';
import { startStrapi, type TestStrapi } from '../support/strapi';
import { userRoute } from '../support/user-page';
import { getUser, userIdOf } from '../support/users';
import { waitForEqual } from '../support/wait';

/** Vancouver in the place database. */
const VANCOUVER_IP = '142.103.1.1';

/** Reserved for documentation (RFC 5737), so it has no place. */
const NOWHERE_IP = '203.0.113.61';

const TILES = 'https://tiles.example.test';

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64'
);

describe('the Locations tab', () => {
  const credentials = newCredentials();

  let app: TestStrapi;
  let panel: Panel;
  let documentId: string;

  const logInFrom = async (ip: string) => {
    const { status } = await logIn(
      app,
      { identifier: credentials.email, password: credentials.password },
      { 'user-agent': CHROME_ON_MACOS, 'x-forwarded-for': ip }
    );
    expect(status).toBe(200);
  };

  beforeAll(async () => {
    app = await startStrapi({ panel: true });
    const admin = await app.createAdmin();
    const account = await registerAccount(app, credentials, { 'x-forwarded-for': NOWHERE_IP });
    for (const ip of [LONDON_IP, LONDON_IP, VANCOUVER_IP, NOWHERE_IP]) {
      await logInFrom(ip);
    }
    ({ documentId } = (await getUser(app, userIdOf(account))).data);
    panel = await openPanel(app, admin);
  });

  afterAll(async () => {
    await panel?.close();
    await app?.stop();
  });

  const route = (query = '') => `${userRoute(documentId, 'locations')}${query}`;
  const openLocations = (query?: string) => panel.open(route(query));

  const row = (...texts: string[]) =>
    texts.reduce((rows, text) => rows.filter({ hasText: text }), panel.page.getByRole('row'));

  const map = () => panel.page.getByRole('application');

  const pin = (place: string) => map().getByRole('button', { name: new RegExp(`^${place}`) });

  const isPressed = (place: string) => pin(place).getAttribute('aria-pressed');

  const param = (name: string) => new URL(panel.page.url()).searchParams.get(name);

  it('shows one pin per place with its logins and their first and last time', async () => {
    await openLocations();
    await pin('London').waitFor();
    await pin('Vancouver').waitFor();
    expect(await pin('London').getAttribute('aria-label')).toMatch(
      /^London.*, 2 logins, First: .*, Latest: /
    );
  });

  it('counts logins from unknown places', async () => {
    await row('Unknown place').waitFor();
    await panel.page.getByText(/logins are unknown/).waitFor();
  });

  it('filters the table by a click on a pin and keeps the filter after a reload', async () => {
    await pin('London').click();

    for (const look of ['at once', 'after a reload']) {
      await panel.page.getByText('Showing 1 of 2 places').waitFor();
      await row('London', '2').waitFor();
      expect([look, await row('Vancouver').count()]).toEqual([look, 0]);
      expect(param('place')).toContain('London');
      await panel.page.reload();
    }

    await panel.page.getByRole('button', { name: 'Show all places' }).click();
    await row('Vancouver').waitFor();
    await row('Unknown place').waitFor();
    expect(param('place')).toBeNull();
  });

  it('filters the table by keyboard', async () => {
    await pin('Vancouver').focus();
    await panel.page.keyboard.press('Enter');
    await panel.page.getByText('Showing 1 of 2 places').waitFor();
    await row('Vancouver').waitFor();
    await panel.page.keyboard.press('Enter');
    await row('London').waitFor();
  });

  it('highlights a place on the map from its row and keeps all rows', async () => {
    await panel.page.getByRole('button', { name: /^Show London/ }).click();
    await map().getByText('2 logins').waitFor();
    expect(await isPressed('London')).toBe('true');
    expect(await isPressed('Vancouver')).toBe('false');
    await row('Vancouver').waitFor();
    expect(param('shown')).toContain('London');
    await panel.screenshot('user-locations-shown');
  });

  it('filters the table by a click on a row, and links to the events of the place', async () => {
    await panel.open('/plugins/user-profile?pageSize=20');
    await panel.page.getByRole('row').nth(1).getByRole('link').first().click();
    await panel.page.getByRole('link', { name: 'Locations', exact: true }).click();
    await row('London')
      .getByText(/^London, England/)
      .click();
    await panel.page.getByText('Showing 1 of 2 places').waitFor();
    await waitForEqual(() => isPressed('London'), 'true');
    await panel.page.getByRole('link', { name: /^History of London/ }).click();
    await row('Logged in', LONDON_IP).first().waitFor();
    expect(await row(VANCOUVER_IP).count()).toBe(0);
    expect([param('city'), param('country')]).toEqual(['London', 'GB']);
    const back = panel.page.getByRole('main').getByRole('link', { name: 'Users', exact: true });
    expect(await back.getAttribute('href')).toMatch(/\?pageSize=20$/);
    await panel.screenshot('user-locations-history');
    await panel.page.getByRole('button', { name: 'Remove filter “City: London”' }).click();
    await panel.page.getByRole('button', { name: /^Remove filter “Region/ }).click();
    await panel.page.getByRole('button', { name: /^Remove filter “Country/ }).click();
    await row(VANCOUVER_IP).first().waitFor();
  });

  it('loads the detailed outline on zoom only', async () => {
    const sizes: number[] = [];
    panel.page.on('response', async (response) => {
      if (/countries-/.test(response.url())) {
        sizes.push((await response.body()).length);
      }
    });
    // What an earlier test loaded is not loaded again.
    await panel.load(route());
    await pin('London').waitFor();
    await map().locator('canvas').waitFor();
    const detail = panel.page.waitForResponse((response) => /countries-50m/.test(response.url()));
    await pin('London').click();
    for (let step = 0; step < 4; step += 1) {
      await map().getByRole('button', { name: 'Zoom in' }).click();
    }
    await detail;
    expect(sizes[0]).toBeLessThan(150_000);
    await panel.screenshot('user-locations-detail');
  });

  it('credits the sources of the places and the map', async () => {
    await panel.page.getByText('Made with Natural Earth').waitFor();
    const link = panel.page.getByRole('link', { name: 'IP Geolocation by DB-IP' });
    expect(await link.getAttribute('href')).toMatch(/^https:\/\/db-ip\.com/);
  });

  it('shows places at both sides of the antimeridian the shorter way round', async () => {
    const places = [
      ['Suva', 'FJ', -18.1, 178.4],
      ['Apia', 'WS', -13.8, -171.8],
    ] as const;
    const date = new Date('2020-06-01T00:00:00Z');
    await app.database.insert(
      UIDS.event,
      places.map(([city, country, latitude, longitude], n) => ({
        document_id: `pacific${n}`,
        log_id: `pacific${n}`,
        date: new Date(date.getTime() + n),
        type: 's',
        success: true,
        profile: documentId,
        country_code: country,
        city_name: city,
        latitude,
        longitude,
        signals: [],
        details: {},
      }))
    );
    await openLocations('?range=custom&from=2020-06-01T00:00:00Z&to=2020-06-02T00:00:00Z');
    await pin('Suva').waitFor();
    const [suva, apia] = [await pin('Suva').boundingBox(), await pin('Apia').boundingBox()];
    const view = await map().boundingBox();
    const gap = (apia?.x ?? 0) - (suva?.x ?? 0);
    expect(gap).toBeGreaterThan(0);
    expect(gap).toBeLessThan((view?.width ?? 0) / 2);
    await panel.screenshot('user-locations-pacific');
  });

  it('filters by time range and stores the range in the URL', async () => {
    await openLocations('?range=custom&from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z');
    await panel.page.getByText('No logins in this time range.').waitFor();
    await panel.page.getByRole('button', { name: 'Show all activity' }).click();
    await pin('London').waitFor();
    expect(param('range')).toBe('all');
  });

  it('sends requests to the site only and causes no browser errors', () => {
    expect(panel.complaints()).toEqual([]);
  });

  it('uses the configured tile server and its sanitized attribution', async () => {
    await app.restart({
      USER_PROFILE_CONFIG: JSON.stringify({
        map: {
          tileUrl: `${TILES}/{z}/{x}/{y}.png`,
          attribution: `&copy; <a href="${TILES}/terms">Mappers</a><img src=x onerror="alert(1)">`,
        },
      }),
    });
    const asked: string[] = [];
    await panel.page.route(`${TILES}/**`, (route) => {
      asked.push(route.request().url());
      return route.fulfill({ contentType: 'image/png', body: PIXEL });
    });

    // The Content-Security-Policy of the panel names the server.
    await panel.load(route());
    await pin('London').waitFor();
    await map().locator('img.leaflet-tile-loaded').first().waitFor();
    expect(asked[0]).toMatch(/\/\d+\/\d+\/\d+\.png$/);

    const link = panel.page.getByRole('link', { name: 'Mappers' });
    expect(await link.getAttribute('href')).toBe(`${TILES}/terms`);
    expect(await panel.page.getByText('Natural Earth').count()).toBe(0);
    await panel.screenshot('user-locations-tiles');
  });
});
