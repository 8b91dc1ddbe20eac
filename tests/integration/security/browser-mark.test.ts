import {
  type DeviatingProvider,
  startDeviatingProvider,
} from '../../support/openid/deviating-provider';
import { deviatingSite, getDeviatingSiteEnv } from '../../support/openid/deviating-site';
import { startStrapi, type TestStrapi } from '../../support/strapi';
import { newVisitor, type Visitor } from '../../support/visitor';

describe('a login by redirect', () => {
  let provider: DeviatingProvider;
  let app: TestStrapi;
  let start: string;

  beforeAll(async () => {
    provider = await startDeviatingProvider();
    app = await startStrapi({ env: getDeviatingSiteEnv(provider) });
    const site = deviatingSite(app, provider);
    start = site.getStartUrl((await site.connect()).name);
  });

  afterAll(async () => {
    await app?.stop();
    await provider?.stop();
  });

  const isCallback = (url: string) => url.includes('/callback');
  const startIn = async (visitor: Visitor) => (await visitor.follow(start, isCallback)).address;

  /** The cookies that a response sets, by name. */
  const cookiesOf = (response: Response): [string, string][] =>
    response.headers.getSetCookie().map((line) => {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      return [name, value];
    });

  it('is finished in two tabs of one browser, and each callback once', async () => {
    const browser = newVisitor();
    const callbacks = [await startIn(browser), await startIn(browser)];
    const statuses = [];
    for (const callback of [...callbacks, callbacks[0]]) {
      statuses.push((await browser.visit(callback)).status);
    }
    expect(statuses).toEqual([200, 200, 400]);
  });

  it('is finished in the other order of the tabs', async () => {
    const browser = newVisitor();
    const [first, second] = [await startIn(browser), await startIn(browser)];
    expect((await browser.visit(second)).status).toBe(200);
    expect((await browser.visit(first)).status).toBe(200);
  });

  it('is finished if both tabs were opened at the same time', async () => {
    const browser = newVisitor();
    const callbacks = await Promise.all([startIn(browser), startIn(browser)]);
    for (const callback of callbacks) {
      expect((await browser.visit(callback)).status).toBe(200);
    }
  });

  it('never uses a mark that the browser brings', async () => {
    const [[name]] = cookiesOf(await newVisitor().visit(start));
    const planted = [name, 'user-profile-connect', 'user-profile-connect.sig']
      .map((each) => `${each}=fixed`)
      .join('; ');
    const response = await newVisitor({ cookie: planted }).visit(start);
    const [[ownName, mark]] = cookiesOf(response);
    expect(ownName).not.toBe(name);
    expect(mark).toMatch(/^[\w-]{32}$/);
  });

  it('is not finished with a planted mark', async () => {
    const browser = newVisitor();
    const callback = await startIn(browser);
    const [[name]] = cookiesOf(await browser.visit(start));
    const state = new URL(callback).searchParams.get('state');
    const marked = newVisitor({ cookie: `${name}=fixed; user-profile-connect=${state}` });
    expect((await marked.visit(callback)).status).toBe(400);
  });

  it('has a mark over HTTPS that other hosts cannot plant', async () => {
    const secure = { 'x-forwarded-proto': 'https' };
    const response = await newVisitor(secure).visit(start);
    const [line] = response.headers.getSetCookie();
    expect(line).toMatch(/^__Host-user-profile-connect-.*; path=\/;.*; secure; httponly$/i);
    expect(line).not.toMatch(/domain=/i);
    const name = line.split('=')[0];
    const [mark] = line.slice(name.length + 1).split(';');
    const callback = (
      await newVisitor(secure).follow(response.headers.get('location') ?? '', isCallback)
    ).address;
    const planted = `${name.replace('__Host-', '')}=${mark}`;
    expect((await newVisitor({ ...secure, cookie: planted }).visit(callback)).status).toBe(400);
  });

  it('removes its mark from the browser at the end', async () => {
    const browser = newVisitor();
    const callback = await startIn(browser);
    const finished = await browser.visit(callback);
    expect(finished.headers.getSetCookie().join('\n')).toMatch(
      /user-profile-connect-\w+=; .*expires=Thu, 01 Jan 1970/
    );
  });
});
