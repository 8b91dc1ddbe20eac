import fc from 'fast-check';

import { anyBody, validBody, fromSchema, type FuzzBody } from './bodies';
import { type FuzzRoute, SURFACE } from './surface';
import { DEVICE, long, nastyText, USER, USER_ID } from './values';

/** The sender of a request. Its permissions depend on the route. */
export type Caller =
  | 'an authorized client'
  | 'a user'
  | 'an anonymous client'
  | 'a read-only token'
  | 'the wrong API'
  | 'a broken token';

export interface FuzzRequest {
  route: FuzzRoute;
  /** Usually the method of the route. */
  method: string;
  /** Contains markers. */
  path: string;
  /** Whether the path cannot match another route. */
  isPlain: boolean;
  headers: Record<string, string>;
  caller: Caller;
  body: FuzzBody | undefined;
}

const SEGMENTS = [
  'unknown',
  '%00',
  `${USER}%00`,
  `${USER}%20`,
  `${USER}%27`,
  '%25',
  '%27%20or%201=1--',
  'local%7C',
  'local%7Cnobody',
  'local%257Cnobody',
  '%7C',
  '%E2%80%AE',
  '%F0%9F%92%A9',
  '__proto__',
  'constructor',
  'undefined',
  'null',
  '1',
  '-1',
  '99999999999999999999999999',
  'phone',
  'local',
  long(600),
  long(5_000),
];

/** These can match another route or are rejected by Node's HTTP parser. */
const STRANGE_SEGMENTS = [
  '',
  '.',
  '..',
  '%2e%2e',
  '%2F',
  `${USER}%2Fdevices`,
  `${USER}%3Fa=b`,
  `${USER};a=b`,
  `${USER}//`,
  '%',
  '%zz',
  '%ff',
  '%E0%A4%A',
  '*',
  'bulk',
  'me',
  long(20_000),
];

const GOOD: Record<string, string[]> = {
  id: [USER, USER_ID],
  deviceId: [DEVICE, 'tablet'],
  name: ['local', 'fuzz-code', 'fuzz-oidc', 'google'],
  connection: ['local', 'fuzz-code', 'fuzz-oidc'],
};

interface Path {
  text: string;
  isPlain: boolean;
}

const segment = (part: string): fc.Arbitrary<Path> => {
  if (!part.startsWith(':')) {
    return fc.constant({ text: part, isPlain: true });
  }
  const plain = (texts: string[]) =>
    fc.constantFrom(...texts).map((text) => ({ text, isPlain: true }));
  return fc.oneof(
    { weight: 8, arbitrary: plain(GOOD[part.slice(1)] ?? [USER]) },
    { weight: 3, arbitrary: plain(SEGMENTS) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...STRANGE_SEGMENTS).map((text) => ({ text, isPlain: false })),
    }
  );
};

const pathOf = ({ prefix, path }: FuzzRoute): fc.Arbitrary<Path> =>
  fc.tuple(...path.slice(1).split('/').map(segment)).map((parts) => ({
    text: `${prefix}/${parts.map(({ text }) => text).join('/')}`,
    isPlain: parts.every(({ isPlain }) => isPlain),
  }));

/** Replaces lone surrogates, which cannot be encoded, as a browser does. */
const encode = (text: string): string => encodeURIComponent(Buffer.from(text).toString());

const STRANGE_QUERIES = [
  'unheard_of=1',
  'populate=*',
  'populate[identities][populate]=*',
  'fields=password',
  'fields[0]=app_metadata',
  'filters[$or][0][email][$contains]=a',
  'filters[app_metadata][$notNull]=true',
  'filters[password][$startsWith]=$2a',
  'filters[email][$eqi]=x',
  'filters[role][id]=1',
  'filters=1',
  'filters[]=1',
  'filters[blocked]=true',
  'filters[blocked][$eq][]=true',
  'filters[__proto__][x]=1',
  '__proto__[x]=1',
  'constructor[prototype][x]=1',
  'pagination[page]=-1',
  'pagination[page]=0',
  'pagination[page]=1000000',
  'pagination[page]=1000001',
  'pagination[page]=99999999999999999999',
  'pagination[page]=1e3',
  'pagination[page]=1&pagination[page]=2',
  'pagination[pageSize]=101',
  'pagination[pageSize]=-1',
  'pagination[pageSize]=1.5',
  'pagination[limit]=-1',
  'pagination[start]=-1',
  'pagination[withCount]=true',
  'pagination[cursor]=x',
  'pagination[cursor]=WyIyMDI0LTAxLTAxVDAwOjAwOjAwLjAwMFoiLDFd',
  'pagination[cursor]=WyIwMDAxLTAxLTAxVDAwOjAwOjAwWiIsOTAwNzE5OTI1NDc0MDk5MV0',
  'pagination=x',
  'sort=password:asc',
  'sort=id',
  'sort[0]=name:asc',
  'sort=name:asc,email:desc',
  'sort[name]=asc',
  '_q=%25',
  '_q=_',
  '_q=%00',
  '_q=%F4%8F%BF%BF',
  '_q=%ff',
  '_q[]=a',
  '_q=%5C',
  `_q=${long(256)}`,
  `_q=${long(9_000)}`,
  '%',
  '%00=%00',
  '&&&=&?',
  `filters${'[a]'.repeat(60)}=1`,
  `${'a[]=1&'.repeat(300)}`,
];

/** The parameters of a value as Strapi's clients write them: an object as `name[key]=value`. */
const parametersOf = (name: string, value: unknown): string[] => {
  if (Array.isArray(value)) {
    return value.flatMap((each) => parametersOf(name, each));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, each]) =>
      parametersOf(`${name}[${encode(key)}]`, each)
    );
  }
  return [`${name}=${encode(String(value))}`];
};

/** A valid or invalid value for a parameter of the route. */
const parameter = ({ name, schema }: FuzzRoute['query'][number]): fc.Arbitrary<string> =>
  fc
    .oneof({ weight: 3, arbitrary: fromSchema(schema) }, { weight: 2, arbitrary: nastyText })
    .map((value) => parametersOf(name, value).join('&'));

const queryOf = (route: FuzzRoute): fc.Arbitrary<string> => {
  const known = route.query.map(parameter);
  const strange = fc.constantFrom(...STRANGE_QUERIES);
  const parts =
    known.length > 0
      ? fc.array(
          fc.oneof({ weight: 4, arbitrary: fc.oneof(...known) }, { weight: 1, arbitrary: strange }),
          { maxLength: 3 }
        )
      : fc.array(strange, { maxLength: 1 });
  return fc
    .oneof(
      { weight: known.length > 0 ? 1 : 4, arbitrary: fc.constant([]) },
      { weight: 3, arbitrary: parts }
    )
    .map((all) => (all.length > 0 ? `?${all.join('&')}` : ''));
};

const HEADERS: Record<string, string[]> = {
  'if-match': [
    '"1"',
    '"0"',
    '"2"',
    'W/"1"',
    '*',
    '1',
    '""',
    '"1", "2"',
    '"-1"',
    '"99999999999999999999"',
    long(900),
  ],
  'x-forwarded-for': [
    '8.8.8.8',
    'x',
    '::ffff:1.2.3.4',
    "'",
    '127.0.0.1, 1.2.3.4',
    '203.0.113.9:50000',
    '[2001:db8:1:2::1]:443',
    '2001:db8:1:2::1',
    'fe80::1%eth0',
    'unknown',
    long(900),
  ],
  forwarded: ['for=9.9.9.9', 'for="[2001:db8::1]:80";proto=x', 'for=_hidden'],
  'x-real-ip': ['9.9.9.9', 'x'],
  'user-agent': [
    '',
    'x',
    "' or 1=1",
    'Mozilla/5.0 (\xff)',
    '%E5%B0%8F%E5%BA%97/3.1 CFNetwork/1494.0.7 Darwin/23.4.0',
    '%zz%/1 CFNetwork/1 Darwin/1',
    'Mozilla/5.0 (Windows NT 10.0; Microsoft Windows 10.0.22631; en-US) PowerShell/7.4.2',
    long(2_000),
  ],
  accept: ['text/html', '*/*;q=0', 'x'],
  'accept-language': ['xx-XX', '*', 'zh-Hant-HK,zh;q=0.9', 'de_AT', 'en;q=x, ;q=1', long(500)],
  'content-encoding': ['gzip', 'br', 'x'],
  origin: ['null', 'http://evil.example', 'x'],
  'x-http-method-override': ['DELETE'],
  'x-strapi-x': ['1'],
  range: ['bytes=0-1'],
  cookie: [
    'jwt=1; a',
    '__proto__=1',
    'strapi_up_refresh=x',
    'strapi_up_refresh=',
    'user-profile-connect=fixed; user-profile-connect.sig=x',
  ],
  'sec-ch-ua': ['"', long(500)],
};

const header = fc
  .constantFrom(...Object.keys(HEADERS))
  .chain((name) => fc.constantFrom(...HEADERS[name]).map((value) => [name, value] as const));

const headers = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.array(header, { maxLength: 3 }).map((pairs) => Object.fromEntries(pairs)),
  }
);

const caller = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Caller>('an authorized client') },
  { weight: 2, arbitrary: fc.constant<Caller>('a user') },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Caller>(
      'an anonymous client',
      'a read-only token',
      'the wrong API',
      'a broken token'
    ),
  }
);

const methodOf = ({ method }: FuzzRoute) =>
  fc.oneof(
    { weight: 40, arbitrary: fc.constant(method) },
    { weight: 1, arbitrary: fc.constantFrom('HEAD', 'OPTIONS', 'PATCH', 'PUT', 'POST') }
  );

/** Nothing but the path and the body may be wrong. Few of the other requests create anything. */
const validParts = (route: FuzzRoute) =>
  fc.record({
    method: fc.constant(route.method),
    path: pathOf(route),
    query: fc.constant(''),
    headers: fc.constant({}),
    caller: fc.constant<Caller>('an authorized client'),
    body: validBody(route.body),
  });

const anyParts = (route: FuzzRoute) =>
  fc.record({
    method: methodOf(route),
    path: pathOf(route),
    query: queryOf(route),
    headers,
    caller,
    body: route.method === 'GET' && !route.body ? fc.constant(undefined) : anyBody(route.body),
  });

const requestTo = (route: FuzzRoute): fc.Arbitrary<FuzzRequest> =>
  fc
    .oneof({ weight: 4, arbitrary: anyParts(route) }, { weight: 1, arbitrary: validParts(route) })
    .map(({ path, query, ...rest }) => ({
      route,
      ...rest,
      path: path.text + query,
      isPlain: path.isPlain,
    }));

const ARBITRARY = fc.oneof(...SURFACE.map(requestTo));

/** The requests of a batch. They are the same for the same seed and batch. */
export const requestsOf = (seed: number, batch: number, count: number): FuzzRequest[] =>
  fc.sample(ARBITRARY, { seed: seed + batch, numRuns: count });
