import {
  requestFacts,
  type RequestDependencies,
  type RequestLike,
} from '../../../plugins/user-profile/server/src/enrich';

const london = {
  country_code: 'GB',
  country_name: 'United Kingdom',
  region_name: 'England',
  city_name: 'London',
  latitude: 51.5143,
  longitude: -0.0912,
  time_zone: null,
};
const lookup = jest.fn((ip: unknown) => (ip === '81.2.69.142' ? london : null));
const deps: RequestDependencies = {
  places: { lookup },
  applications: [{ client_id: 'shop', name: 'Shop', origins: ['https://shop.example.com'] }],
};

const request: RequestLike = {
  ip: '::ffff:81.2.69.142',
  headers: {
    'user-agent':
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
    'sec-ch-ua': '"Brave";v="131", "Chromium";v="131"',
    origin: 'https://shop.example.com',
  },
  query: {},
};

const factsWith = (change: Partial<RequestLike>) => requestFacts({ ...request, ...change }, deps);

describe('requestFacts', () => {
  it('returns all facts of a request', () => {
    expect(requestFacts(request, deps)).toEqual({
      ip: '81.2.69.142',
      userAgent: request.headers['user-agent'],
      device: {
        name: 'Brave on Windows',
        browser: 'Brave',
        browser_version: '131',
        os: 'Windows',
        type: 'desktop',
        is_mobile: false,
      },
      application: { client_id: 'shop', name: 'Shop' },
      place: london,
    });
  });

  it('returns unknown values for a request without any hint', () => {
    expect(factsWith({ ip: null, headers: {}, query: {} })).toMatchObject({
      ip: null,
      userAgent: null,
      device: { name: 'Unknown device' },
      application: { client_id: null, name: null },
      place: null,
    });
  });

  it('never reads the IP address from a header', () => {
    const headers = {
      'x-forwarded-for': '81.2.69.142',
      'x-real-ip': '81.2.69.142',
      'cf-connecting-ip': '81.2.69.142',
      forwarded: 'for=81.2.69.142',
    };
    expect(factsWith({ ip: '10.0.0.1', headers })).toMatchObject({ ip: '10.0.0.1', place: null });
    expect(factsWith({ ip: undefined, headers })).toMatchObject({ ip: null, place: null });
  });

  it.each([
    ['81.2.69.142:50000', '81.2.69.142'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[::ffff:81.2.69.142]:443', '81.2.69.142'],
    ['[2001:db8::1%eth0]:443', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['81.2.69.142:', null],
    ['81.2.69.142:x', null],
    ['[81.2.69.142', null],
    ['[unknown]:443', null],
    ['81.2.69:142', null],
  ])('reads the IP address %s as %s', (ip, expected) => {
    expect(factsWith({ ip }).ip).toBe(expected);
  });

  it('drops an invalid IP address', () => {
    expect(factsWith({ ip: "81.2.69.142'; drop table" }).ip).toBeNull();
  });

  it('cuts the user agent to the column length', () => {
    const { userAgent } = factsWith({ headers: { 'user-agent': `a\0${'b'.repeat(100_000)}` } });
    expect(userAgent).toBe(`a${'b'.repeat(511)}`);
  });

  it('reads the application from the client_id of the query', () => {
    expect(factsWith({ headers: {}, query: { client_id: 'shop' } }).application.name).toBe('Shop');
  });

  it.each([[['shop', 'shop']], [{ $ne: null }], [''], [7], ['x'.repeat(5000)]])(
    'ignores the client_id %j',
    (client_id) => {
      expect(factsWith({ headers: {}, query: { client_id } }).application).toEqual({
        client_id: null,
        name: null,
      });
    }
  );

  it('reads the application from the Referer', () => {
    const headers = { referer: 'https://blog.example.com/post' };
    expect(factsWith({ headers }).application.name).toBe('blog.example.com');
  });
});
