import {
  resolveApplication,
  type KnownApplication,
} from '../../../plugins/user-profile/server/src/enrich';

const shop: KnownApplication = {
  client_id: 'shop',
  name: 'Shop',
  origins: ['https://shop.example.com', 'https://www.shop.example.com/'],
};
const app: KnownApplication = {
  client_id: 'app',
  name: 'Shop for phones',
  origins: ['capacitor://localhost', 'http://localhost:8100'],
};
const kiosk: KnownApplication = { client_id: 'kiosk', name: 'Kiosk' };

const nothing = { clientId: null, origin: null, referer: null };
const resolve = (facts: Partial<Parameters<typeof resolveApplication>[1]>) =>
  resolveApplication([shop, app, kiosk], { ...nothing, ...facts });

const IS_SHOP = { client_id: 'shop', name: 'Shop' };
const IS_APP = { client_id: 'app', name: 'Shop for phones' };
const UNKNOWN = { client_id: null, name: null };

describe('resolveApplication', () => {
  it('prefers the client_id', () => {
    expect(resolve({ clientId: 'kiosk', origin: 'https://shop.example.com' })).toEqual({
      client_id: 'kiosk',
      name: 'Kiosk',
    });
  });

  it('ignores an unknown client_id', () => {
    expect(resolve({ clientId: 'bank' })).toEqual(UNKNOWN);
    expect(resolve({ clientId: 'SHOP' })).toEqual(UNKNOWN);
    expect(resolve({ clientId: 'bank', origin: 'https://shop.example.com' })).toEqual(IS_SHOP);
  });

  it.each([
    ['https://shop.example.com', IS_SHOP],
    ['https://shop.example.com:443', IS_SHOP],
    ['https://www.shop.example.com', IS_SHOP],
    ['capacitor://localhost', IS_APP],
    ['http://localhost:8100', IS_APP],
  ])('recognizes the configured origin %s', (origin, expected) => {
    expect(resolve({ origin })).toEqual(expected);
  });

  it.each([
    ['http://shop.example.com', 'shop.example.com'],
    ['https://shop.example.com:8443', 'shop.example.com:8443'],
    ['https://evil.shop.example.com', 'evil.shop.example.com'],
    ['https://shop.example.com.evil.test', 'shop.example.com.evil.test'],
    ['ionic://localhost', 'localhost'],
  ])('names the unknown origin %s by its host', (origin, name) => {
    expect(resolve({ origin })).toEqual({ client_id: null, name });
  });

  it('uses the Referer if there is no origin', () => {
    const referer = 'https://blog.example.com/a/page?secret=1#x';
    expect(resolve({ referer })).toEqual({ client_id: null, name: 'blog.example.com' });
    expect(resolve({ referer: 'https://shop.example.com/login' })).toEqual(IS_SHOP);
    expect(resolve({ origin: 'https://other.test', referer }).name).toBe('other.test');
  });

  it.each([['null'], ['not a url'], ['file:///C:/page.html'], ['data:text/html,x'], ['https://']])(
    'ignores the unusable origin %s',
    (origin) => {
      expect(resolve({ origin })).toEqual(UNKNOWN);
      expect(resolve({ origin, referer: 'https://shop.example.com/login' })).toEqual(IS_SHOP);
    }
  );

  it('returns an unknown application without any hint', () => {
    expect(resolve({})).toEqual(UNKNOWN);
    expect(resolveApplication([], { ...nothing, clientId: 'shop' })).toEqual(UNKNOWN);
  });

  it('cuts a name to the column length and drops URL credentials', () => {
    const host = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.test`;
    expect(resolve({ origin: `https://${host}` }).name).toBe(host.slice(0, 128));
    expect(resolve({ referer: 'https://user:password@blog.example.com/' }).name).toBe(
      'blog.example.com'
    );
  });

  it('ignores configured origins that are not URLs', () => {
    const broken = [{ client_id: 'x', name: 'X', origins: ['null', '*', ''] }];
    expect(resolveApplication(broken, { ...nothing, origin: 'null' })).toEqual(UNKNOWN);
  });
});
