import { gzipSync } from 'node:zlib';

import fc from 'fast-check';

import type { JsonSchema } from './surface';
import {
  expandJson,
  jsonObject,
  KEYS,
  nastyValue,
  NOW,
  PASSWORD_PLACEHOLDER,
  USER,
  USER_ID,
} from './values';

/** Corruptions of the bytes after the value was serialized as JSON. */
const SPOILS = [
  'nothing',
  'cut off',
  'cut off on the way',
  'duplicate key',
  'byte order mark',
  'bytes that are no UTF-8',
  'UTF-16',
  'something after it',
  'compressed',
  'wrong content encoding',
  'empty',
] as const;

export interface FuzzBody {
  value: unknown;
  spoil: (typeof SPOILS)[number];
  type: string | null;
}

const TYPES = [
  null,
  'text/plain',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'multipart/form-data; boundary=x',
  'application/json; charset=utf-16',
  'application/json; charset=nothing',
  'application/vnd.api+json',
  'application/octet-stream',
  'application/json, application/json',
  ';',
];

/** The options of an unreachable provider. */
export const OIDC_OPTIONS = {
  issuer: 'https://127.0.0.1:9/',
  client_id: 'sample',
  client_secret: 'sample-secret',
};

/** Fields, by name, for which a random text that fits the schema would be rejected too early. */
const BY_NAME: Record<string, fc.Arbitrary<unknown>> = {
  connection: fc.constantFrom('local', 'local', 'local', 'local', 'fuzz-code', 'fuzz-oidc'),
  email: fc.integer({ min: 0, max: 2_000 }).map((n) => `fuzz-${n}@example.test`),
  password: fc.constantFrom('long enough', 'ä'.repeat(36)),
  current_password: fc.constant(PASSWORD_PLACEHOLDER),
  name: fc.constantFrom('Acacia', 'fuzz-1', 'fuzz-2'),
  username: fc.integer({ min: 0, max: 2_000 }).map((n) => `fuzz-${n}`),
  phone_number: fc.constant('+15551234567'),
  strategy: fc.constantFrom('email', 'email', 'oidc', 'database', 'web-service', 'custom-database'),
  options: fc.constantFrom({}, {}, { code_minutes: 5 }, OIDC_OPTIONS),
  ids: fc.array(fc.constantFrom(USER, USER_ID), { minLength: 1, maxLength: 3 }),
  user_id: fc.constant(USER_ID),
  documentId: fc.constant(USER),
  log_id: fc.integer({ min: 0, max: 500 }).map((n) => `fuzz-${n}`),
  revision: fc.constantFrom(1, 2),
  confirm: fc.constant(true),
  user_metadata: fc.dictionary(fc.constantFrom('colour', 'size', 'tags'), fc.jsonValue(), {
    maxKeys: 3,
  }),
};

const scalar = ({ type, format, minimum, maximum, maxLength }: JsonSchema) => {
  if (type === 'boolean') {
    return fc.boolean();
  }
  if (type === 'null') {
    return fc.constant(null);
  }
  if (type === 'integer' || type === 'number') {
    const [min, max] = [Number(minimum ?? 0), Number(maximum ?? 1000)];
    return fc.integer({ min, max: Math.max(min, max) });
  }
  if (format === 'uri') {
    return fc.constant('http://127.0.0.1:9/picture.png');
  }
  if (format === 'uuid') {
    return fc.constant('00000000-0000-4000-8000-000000000000');
  }
  if (format === 'date-time') {
    return fc.constantFrom(NOW, NOW, '2024-01-01T00:00:00Z');
  }
  return fc.constantFrom('sample', 'Ünïcode', 'x'.repeat(Math.min(Number(maxLength ?? 300), 300)));
};

/** Values that a schema accepts. */
export const fromSchema = (schema: JsonSchema, name = ''): fc.Arbitrary<unknown> => {
  if (BY_NAME[name]) {
    return BY_NAME[name];
  }
  if (Array.isArray(schema.anyOf)) {
    return fc.oneof(...schema.anyOf.map((each: JsonSchema) => fromSchema(each, name)));
  }
  if (Array.isArray(schema.enum)) {
    return fc.constantFrom<unknown>(...schema.enum);
  }
  if (schema.const !== undefined) {
    return fc.constant(schema.const);
  }
  if (schema.type === 'array') {
    return fc.array(fromSchema(schema.items as JsonSchema), { minLength: 1, maxLength: 3 });
  }
  if (schema.type !== 'object') {
    return scalar(schema);
  }
  if (!schema.properties) {
    return jsonObject;
  }
  const properties = Object.entries(schema.properties as Record<string, JsonSchema>);
  return fc.record(
    Object.fromEntries(properties.map(([key, inner]) => [key, fromSchema(inner, key)])),
    { requiredKeys: (schema.required as string[] | undefined) ?? [] }
  );
};

interface Mutation {
  kind: 'replace' | 'remove' | 'add' | 'wrap';
  at: number;
  key: string;
  value: unknown;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'add', 'add', 'wrap'),
  at: fc.nat(1000),
  key: fc.constantFrom(...KEYS),
  value: nastyValue,
});

type Container = Record<string, unknown>;

const isContainer = (value: unknown): value is Container =>
  typeof value === 'object' && value !== null;

/** Every position inside a value: its container and its key. */
const places = (value: unknown): [Container, string][] =>
  isContainer(value)
    ? Object.keys(value).flatMap((key) => [
        [value, key] as [Container, string],
        ...places(value[key]),
      ])
    : [];

/** Defines an own key: an assignment to `__proto__` would set the prototype instead. */
const put = (target: Container, key: string, value: unknown): void => {
  Object.defineProperty(target, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
};

const mutate = (original: unknown, mutations: Mutation[]): unknown => {
  const root: Container = { value: structuredClone(original) };
  for (const { kind, at, key, value: shared } of mutations) {
    const all = places(root);
    // Requests share objects. Inserting the same object twice could create a cycle.
    const value = structuredClone(shared);
    const [target, place] = all[at % all.length];
    if (kind === 'remove' && target !== root) {
      delete target[place];
    }
    if (kind === 'replace') {
      put(target, place, value);
    }
    if (kind === 'wrap') {
      put(target, place, [target[place]]);
    }
    if (kind === 'add' && isContainer(target[place])) {
      put(target[place], key, value);
    }
  }
  return root.value;
};

const bodyOf = (schema: JsonSchema | undefined): fc.Arbitrary<unknown> =>
  schema
    ? fc.oneof(
        { weight: 10, arbitrary: fromSchema(schema) },
        {
          weight: 8,
          arbitrary: fc
            .tuple(fromSchema(schema), fc.array(mutation, { minLength: 1, maxLength: 2 }))
            .map(([value, mutations]) => mutate(value, mutations)),
        },
        { weight: 1, arbitrary: nastyValue }
      )
    : fc.oneof(fc.constant({}), fc.record({ data: nastyValue }), nastyValue);

/** A body that the schema of a route accepts. */
export const validBody = (schema: JsonSchema | undefined): fc.Arbitrary<FuzzBody | undefined> =>
  schema
    ? fromSchema(schema).map((value) => ({ value, spoil: 'nothing', type: 'application/json' }))
    : fc.constant(undefined);

/** A body for a route, or undefined for no body. */
export const anyBody = (schema: JsonSchema | undefined): fc.Arbitrary<FuzzBody | undefined> =>
  fc.oneof(
    { weight: schema ? 1 : 12, arbitrary: fc.constant(undefined) },
    {
      weight: 12,
      arbitrary: fc.record({
        value: bodyOf(schema),
        spoil: fc.oneof(
          { weight: 6, arbitrary: fc.constant('nothing' as const) },
          { weight: 1, arbitrary: fc.constantFrom(...SPOILS) }
        ),
        type: fc.oneof(
          { weight: 8, arbitrary: fc.constant('application/json') },
          { weight: 1, arbitrary: fc.constantFrom(...TYPES) }
        ),
      }),
    }
  );

/** The bytes of a body. `fill` inserts what is known only at the time of sending. */
export const bytesOf = ({ value, spoil }: FuzzBody, fill: (text: string) => string): Buffer => {
  const text = expandJson(fill(JSON.stringify(value) ?? ''));
  switch (spoil) {
    case 'cut off':
      return Buffer.from(text.slice(0, Math.floor(text.length / 2)));
    case 'duplicate key':
      return Buffer.from(text.replace(/^\{(.*)\}$/s, '{$1,$1}'));
    case 'byte order mark':
      return Buffer.from(`\ufeff${text}`);
    case 'bytes that are no UTF-8':
      return Buffer.concat([Buffer.from(text.slice(0, -2)), Buffer.from([0xc3, 0x28, 0xff, 0x7d])]);
    case 'UTF-16':
      return Buffer.from(text, 'utf16le');
    case 'something after it':
      return Buffer.from(`${text} {}`);
    case 'compressed':
      return gzipSync(text);
    case 'empty':
      return Buffer.alloc(0);
    default:
      return Buffer.from(text);
  }
};
