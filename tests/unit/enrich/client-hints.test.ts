import {
  describeUserAgent,
  readClientHints,
} from '../../../plugins/user-profile/server/src/enrich';

const CHROME_ON_WINDOWS =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';
const FIREFOX_ON_WINDOWS =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';
const BRAVE = '"Brave";v="131", "Chromium";v="131", "Not_A Brand";v="24"';

const describeWith = (userAgent: string | null, headers: Record<string, string>) =>
  describeUserAgent(userAgent, readClientHints(headers));

describe('readClientHints', () => {
  it.each([
    [BRAVE, { name: 'Brave', version: '131' }],
    [
      '" Not A;Brand";v="99", "Opera";v="115", "Chromium";v="130"',
      { name: 'Opera', version: '115' },
    ],
    [
      '"Chromium";v="131", "Google Chrome";v="131", "Not?A_Brand";v="24"',
      { name: 'Chrome', version: '131' },
    ],
    [
      '"Microsoft Edge";v="131", "Not/A)Brand";v="8", "Chromium";v="131"',
      { name: 'Edge', version: '131' },
    ],
    ['"Chromium";v="131", "(Not(A:Brand";v="24"', { name: 'Chromium', version: '131' }],
    ['"Not;A \\"Brand";v="8", "Arc";v="1"', { name: 'Arc', version: '1' }],
    ['"Not.A/Brand";v="24"', null],
    ['Brave;v=131', null],
    ['', null],
  ])('reads the brand from %s', (header, brand) => {
    expect(readClientHints({ 'sec-ch-ua': header }).brand).toEqual(brand);
  });

  it.each([
    ['?1', true],
    ['?0', false],
    ['1', null],
    ['', null],
  ])('reads the mobile flag from %s', (header, mobile) => {
    expect(readClientHints({ 'sec-ch-ua-mobile': header }).mobile).toBe(mobile);
  });

  it.each([
    ['"Windows"', 'Windows'],
    ['"macOS"', 'macOS'],
    ['"Chrome OS"', 'ChromeOS'],
    ['Linux', 'Linux'],
    ['"Unknown"', null],
    ['"<script>"', null],
  ])('reads the platform from %s', (header, platform) => {
    expect(readClientHints({ 'sec-ch-ua-platform': header }).platform).toBe(platform);
  });

  it('returns no hints if headers are missing or repeated', () => {
    const nothing = { brand: null, mobile: null, platform: null };
    expect(readClientHints({})).toEqual(nothing);
    expect(readClientHints({ 'sec-ch-ua': [BRAVE, BRAVE] })).toEqual(nothing);
  });

  it('cuts the brand to the column length', () => {
    const { brand } = readClientHints({
      'sec-ch-ua': `"${'x'.repeat(200)}";v="${'1'.repeat(100)}"`,
    });
    expect(brand?.name).toHaveLength(64);
    expect(brand?.version).toHaveLength(32);
  });
});

describe('describeUserAgent with client hints', () => {
  it('recognizes a browser that poses as Chrome', () => {
    expect(describeWith(CHROME_ON_WINDOWS, { 'sec-ch-ua': BRAVE })).toMatchObject({
      name: 'Brave on Windows',
      browser: 'Brave',
      browser_version: '131',
      type: 'desktop',
    });
    expect(describeUserAgent(CHROME_ON_WINDOWS).name).toBe('Chrome on Windows');
  });

  it('keeps what the user agent states more precisely', () => {
    const brands = '"Google Chrome";v="131", "Chromium";v="131"';
    const withVersion = CHROME_ON_WINDOWS.replace('131.0.0.0', '131.0.6778.69');
    expect(describeWith(withVersion, { 'sec-ch-ua': brands }).browser_version).toBe(
      '131.0.6778.69'
    );
    expect(describeWith(FIREFOX_ON_WINDOWS, { 'sec-ch-ua': BRAVE }).name).toBe(
      'Firefox on Windows'
    );
    expect(describeWith(CHROME_ON_WINDOWS, { 'sec-ch-ua': '"Chromium";v="131"' }).name).toBe(
      'Chrome on Windows'
    );
  });

  it('classifies a headless browser as a bot', () => {
    const headers = { 'sec-ch-ua': '"HeadlessChrome";v="131", "Chromium";v="131"' };
    expect(describeWith(CHROME_ON_WINDOWS, headers)).toMatchObject({
      name: 'Headless Chrome on Windows',
      type: 'bot',
    });
  });

  it('recognizes a phone that poses as a computer', () => {
    expect(describeWith(CHROME_ON_WINDOWS, { 'sec-ch-ua-mobile': '?1' })).toMatchObject({
      type: 'mobile',
      is_mobile: true,
    });
    expect(describeWith(CHROME_ON_WINDOWS, { 'sec-ch-ua-mobile': '?0' }).type).toBe('desktop');
  });

  it('uses the platform only if the user agent names no system', () => {
    const headers = { 'sec-ch-ua': BRAVE, 'sec-ch-ua-platform': '"Linux"' };
    expect(describeWith(null, headers).name).toBe('Brave on Linux');
    expect(describeWith(CHROME_ON_WINDOWS, headers).name).toBe('Brave on Windows');
  });

  it('ignores the hints of command-line tools', () => {
    const headers = {
      'sec-ch-ua': BRAVE,
      'sec-ch-ua-platform': '"Linux"',
      'sec-ch-ua-mobile': '?1',
    };
    expect(describeWith('curl/8.7.1', headers)).toMatchObject({ name: 'curl', type: 'cli' });
  });
});
