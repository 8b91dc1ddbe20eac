import { describeUserAgent } from '../../../plugins/user-profile/server/src/enrich';
import { userAgentSamples } from './user-agents';

describe('describeUserAgent', () => {
  it.each(userAgentSamples)(
    'recognizes $name in $userAgent',
    ({ userAgent, name, type, version }) => {
      expect(describeUserAgent(userAgent)).toMatchObject({ name, type, browser_version: version });
    }
  );

  it('returns the parts of the name', () => {
    expect(
      describeUserAgent(
        'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36'
      )
    ).toEqual({
      name: 'Chrome on macOS',
      browser: 'Chrome',
      browser_version: '131',
      os: 'macOS',
      type: 'desktop',
      is_mobile: false,
    });
  });

  it.each([[null], [''], [' '], ['\0'], ['Mozilla/5.0'], ['gibberish'], ['/'], ['()']])(
    'returns an unknown device for %j',
    (userAgent) => {
      expect(describeUserAgent(userAgent)).toEqual({
        name: 'Unknown device',
        browser: null,
        browser_version: null,
        os: null,
        type: null,
        is_mobile: false,
      });
    }
  );

  it('names the system if the browser is unknown', () => {
    expect(describeUserAgent('Mozilla/5.0 (Linux; Android 14; Tab)')).toMatchObject({
      name: 'Android device',
      browser: null,
      type: null,
    });
  });

  it.each([
    [
      'macOS',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
    ],
    ['Windows', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'],
    [
      'Android',
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
    ],
    [
      'iOS',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1',
    ],
  ])('hides the frozen version of %s and the model K', (os, userAgent) => {
    const { browser_version, ...shown } = describeUserAgent(userAgent);
    expect(shown.os).toBe(os);
    expect(JSON.stringify(shown)).not.toMatch(/\d|\bK\b/);
    expect(browser_version).not.toBeNull();
  });

  it.each([
    [
      'a phone',
      true,
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
    ],
    [
      'a tablet',
      true,
      'Mozilla/5.0 (iPad; CPU OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1',
    ],
    [
      'an app on a phone',
      true,
      'Dalvik/2.1.0 (Linux; U; Android 13; SM-G991B Build/TP1A.220624.014)',
    ],
    ['a watch', true, 'Rings/2.0 (com.example.rings; build:7; watchOS 10.1) Alamofire/5.9.1'],
    [
      'an app on a Mac',
      false,
      'ProfileApp/3.2.1 (com.example.profile; build:321; macOS 14.5.0) Alamofire/5.9.1',
    ],
    ['an app on an unknown system', false, 'okhttp/4.12.0'],
    [
      'a computer',
      false,
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36',
    ],
    [
      'a crawler that poses as a phone',
      false,
      'Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.6778.69 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    ],
  ])('sets is_mobile of %s to %s', (_what, expected, userAgent) => {
    expect(describeUserAgent(userAgent).is_mobile).toBe(expected);
  });

  it('reads the first 512 characters only', () => {
    expect(describeUserAgent(`${'x'.repeat(508)} bot`).type).toBe('bot');
    expect(describeUserAgent(`${'x'.repeat(509)} bot`).type).toBeNull();
  });

  it.each([
    ['a'.repeat(100_000)],
    ['bot'.repeat(40_000)],
    ['a-'.repeat(50_000)],
    ['A/'.repeat(50_000)],
    ['x/1 ('.repeat(20_000)],
    [`x/1 (Linux; U; Android ${'Cronet'.repeat(20_000)}`],
    [`App/1 (${'iOS 1'.repeat(20_000)}`],
    ['\ud83c'.repeat(100_000)],
    ['\0'.repeat(100_000)],
  ])('returns texts that fit their columns for the hostile 100 kB string %#', (userAgent) => {
    const { name, browser, browser_version, os } = describeUserAgent(userAgent);
    expect(name.length).toBeLessThanOrEqual(128);
    expect(browser?.length ?? 0).toBeLessThanOrEqual(64);
    expect(browser_version?.length ?? 0).toBeLessThanOrEqual(32);
    expect(os?.length ?? 0).toBeLessThanOrEqual(48);
  });

  it('cuts the version to the column length', () => {
    expect(describeUserAgent(`curl/${'1'.repeat(400)}`).browser_version).toHaveLength(32);
  });

  it('returns the same frozen object for the same user agent', () => {
    const first = describeUserAgent('curl/8.7.1');
    expect(describeUserAgent('curl/8.7.1')).toBe(first);
    expect(Object.isFrozen(first)).toBe(true);
  });

  it('caches 1000 descriptions and evicts the least recently used one', () => {
    const describeNth = (n: number) => describeUserAgent(`curl/1.${n}`);
    const [first, second] = [describeNth(0), describeNth(1)];
    for (let n = 2; n < 1000; n += 1) {
      describeNth(n);
    }
    expect(describeNth(0)).toBe(first);
    const last = describeNth(1000);
    expect(describeNth(0)).toBe(first);
    expect(describeNth(1000)).toBe(last);
    const again = describeNth(1);
    expect(again).not.toBe(second);
    expect(again).toEqual(second);
  });
});
