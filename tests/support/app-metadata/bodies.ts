import { FORGED } from './write-case';

/** JSON that contains the field, and the status that a route that changes a user returns for it. */
export interface Body {
  what: string;
  json: string;
  status: 200 | 400 | 403;
}

const of = (status: Body['status']) => (what: string, value: unknown) => ({
  what,
  json: typeof value === 'string' ? value : JSON.stringify(value),
  status,
});
const rejected = of(403);
const unknownKey = of(400);
/** The value is not the field there and is stored as other data. */
const harmless = of(200);

const forged = JSON.stringify(FORGED);
const nested = (depth: number) =>
  `{"data":${'{"a":'.repeat(depth)}{"app_metadata":${forged}}${'}'.repeat(depth)}}`;

export const BODIES: Body[] = [
  rejected('in data', { data: { app_metadata: FORGED } }),
  rejected('in data, with what may be changed', { data: { nickname: 'x', app_metadata: FORGED } }),
  rejected('beside data', { app_metadata: FORGED, data: { nickname: 'x' } }),
  rejected('without data', { app_metadata: FORGED }),
  rejected('as null', { data: { app_metadata: null } }),
  rejected('as an empty object, which would clear it', { data: { app_metadata: {} } }),
  rejected('as text', { data: { app_metadata: forged } }),
  rejected('as a list', { data: { app_metadata: [FORGED] } }),
  rejected('as a number', { data: { app_metadata: 0 } }),
  rejected('as what it is already', { data: { app_metadata: { plan: 'gold' } } }),
  rejected('in a list as data', { data: [{ app_metadata: FORGED }] }),
  rejected('in a list as the body', [{ data: { app_metadata: FORGED } }]),
  rejected('in data within data', { data: { data: { app_metadata: FORGED } } }),
  rejected('in attributes, as Strapi 4 had them', {
    data: { attributes: { app_metadata: FORGED } },
  }),
  rejected('in set, as operators have it', { data: { $set: { app_metadata: FORGED } } }),
  rejected('in an identity', { data: { identities: [{ app_metadata: FORGED }] } }),
  rejected('in a relation', { data: { user: { connect: [{ app_metadata: FORGED }] } } }),
  unknownKey('in __proto__ of data', `{"data":{"__proto__":{"app_metadata":${forged}}}}`),
  unknownKey('in __proto__ of the body', `{"__proto__":{"app_metadata":${forged}},"data":{}}`),
  rejected('in constructor.prototype', {
    data: { constructor: { prototype: { app_metadata: FORGED } } },
  }),
  rejected('deep down', nested(20_000)),
  rejected('spelt with an escape', `{"data":{"app\\u005fmetadata":${forged}}}`),
  rejected(
    'spelt with escapes alone',
    `{"data":{"${[...'app_metadata'].map((c) => `\\u00${c.charCodeAt(0).toString(16)}`).join('')}":${forged}}}`
  ),
  rejected('twice', `{"data":{"app_metadata":{},"app_metadata":${forged}}}`),
  rejected(
    'in the second of two data',
    `{"data":{"nickname":"x"},"data":{"app_metadata":${forged}}}`
  ),

  unknownKey('in other letters: App_Metadata', { data: { App_Metadata: FORGED } }),
  unknownKey('in other letters: APP_METADATA', { data: { APP_METADATA: FORGED } }),
  unknownKey('in other letters: appMetadata', { data: { appMetadata: FORGED } }),
  unknownKey('in other letters: app-metadata', { data: { 'app-metadata': FORGED } }),
  unknownKey('with a blank behind', { data: { 'app_metadata ': FORGED } }),
  unknownKey('with a blank before', { data: { ' app_metadata': FORGED } }),
  unknownKey('with a NUL', { data: { 'app_metadata\0': FORGED } }),
  unknownKey('with a line break', { data: { 'app_metadata\n': FORGED } }),
  unknownKey('with a zero-width space', { data: { 'app_metadata\u200b': FORGED } }),
  unknownKey('with a soft hyphen', { data: { 'app_\u00admetadata': FORGED } }),
  unknownKey('with a Cyrillic a', { data: { '\u0430pp_metadata': FORGED } }),
  unknownKey('in full width', { data: { '\uff41pp_metadata': FORGED } }),
  unknownKey('by a path of data', { 'data.app_metadata': FORGED }),
  unknownKey('by a path within', { data: { 'app_metadata.plan': 'forged' } }),
  unknownKey('by a path in brackets', { data: { 'app_metadata[plan]': 'forged' } }),
  unknownKey('by a JSON pointer', { data: { '/app_metadata/plan': 'forged' } }),
  unknownKey('as a JSON patch', [{ op: 'add', path: '/app_metadata', value: FORGED }]),
  unknownKey('in data as text', { data: `{"app_metadata":${forged}}` }),
  unknownKey('as the name of a mode', { data: { nickname: 'x' }, metadata: 'app_metadata' }),
  unknownKey(
    'in __proto__ of user_metadata',
    `{"data":{"user_metadata":{"__proto__":{"app_metadata":${forged}}}}}`
  ),

  harmless(
    'in the first of two data, which JSON drops',
    `{"data":{"app_metadata":${forged}},"data":{"nickname":"x"}}`
  ),
  harmless('in user_metadata, where it is a name like any other', {
    data: { user_metadata: { app_metadata: FORGED } },
  }),
  harmless('deep in user_metadata', { data: { user_metadata: { a: [{ app_metadata: FORGED }] } } }),
];
