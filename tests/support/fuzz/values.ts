import fc from 'fast-check';

import { tableOf, UIDS } from '../database';

/**
 * Markers stand for values that JSON cannot express or that would bloat the report of a failure.
 * They are replaced when the request is sent.
 */
export const raw = (literal: string): string => `@@raw:${literal}@@`;
export const long = (length: number): string => `@@long:${length}@@`;
export const deep = (depth: number): string => `@@deep:${depth}@@`;
/** An object with that many keys, each with a dot, which `user_metadata` does not allow. */
const manyKeys = (count: number): string => `@@keys:${count}@@`;

export const expandText = (text: string): string =>
  text.replace(/@@long:(\d+)@@/g, (_match, length: string) => 'x'.repeat(Number(length)));

export const expandJson = (text: string): string =>
  expandText(text)
    .replace(/"@@raw:([^@]*)@@"/g, '$1')
    .replace(/"@@keys:(\d+)@@"/g, (_match, count: string) =>
      JSON.stringify(
        Object.fromEntries(Array.from({ length: Number(count) }, (_, n) => [`k.${n}`, n]))
      )
    )
    .replace(/"@@deep:(\d+)@@"/g, (_match, depth: string) =>
      Number(depth) % 2 === 0
        ? '['.repeat(Number(depth)) + ']'.repeat(Number(depth))
        : `${'{"a":'.repeat(Number(depth))}1${'}'.repeat(Number(depth))}`
    );

/** A user that no test depends on, by `documentId` and by `user_id`. */
export const USER = '{user}';
export const USER_ID = '{user_id}';

/** The device id and password of that user. */
export const DEVICE = '{device}';
export const PASSWORD_PLACEHOLDER = '{password}';

/** The time at which a request is sent. */
export const NOW = '{now}';

const STRINGS = [
  '',
  ' ',
  '\0',
  'a\0b',
  '%',
  '_',
  '%%%',
  '\\',
  "'",
  "' or '1'='1",
  `'; drop table ${tableOf(UIDS.account)}; --`,
  '"',
  '`',
  '$1',
  '?',
  '??',
  ':id',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '\ud800',
  '\udc00x',
  'é',
  'e\u0301',
  'İ',
  'ß',
  'ΣΑΣ',
  '\u0301',
  '\u1112\u1161\u11ab',
  // One character that compatibility normalization makes eighteen.
  '\ufdfa'.repeat(250),
  '\u200b',
  '\u202e',
  '\u2028',
  '\ufeff',
  '\u{1f4a9}',
  '\u{10ffff}',
  '\r\nSet-Cookie: a=b',
  '\t',
  'null',
  'undefined',
  'true',
  'NaN',
  '-1',
  '1e400',
  '0x10',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '$where',
  '{{7*7}}',
  'local',
  'local|x',
  'google',
  'x@example.test',
  'x@example.test\n',
  ' x@example.test ',
  'x, y@example.test',
  'x@example.test\nBcc: y@example.test',
  'x\uff20example.test',
  'x@example.test.',
  'x@b\u00fccher.example.test',
  'x@xn--bcher-kva.example.test',
  '123-456',
  '\uff11\uff12\uff13\uff14\uff15\uff16',
  '123456\u200b',
  '\u03a3\u038a\u03a3\u03a5\u03a6\u039f\u03a3',
  '\u1112\u1161\u11ab',
  'zh-Hant-TW',
  'de_AT',
  '+49 (151) 1234-5678',
  ';=1+1',
  'x@bücher.example.test',
  ' X@BÜCHER.example.test',
  'x@example.test/y.example.test',
  'x, y@example.test',
  'x@example.test\nBcc: y@example.test',
  'x＠example.test',
  '\u212a@example.test',
  '+49 (0) 151 1234567',
  '0049 151 1234567',
  'http://127.0.0.1:9/',
  'javascript:alert(1)',
  'data:text/html,x',
  '0000-00-00T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '2024-02-30T00:00:00Z',
  '2024-01-01T00:00:00+14:00',
  '2024-01-01',
  '+275760-09-13T00:00:00.000Z',
  'created_at:desc',
  'password:asc',
  'id:asc',
  long(300),
  long(5_000),
  long(70_000),
];

const NUMBERS: (number | string)[] = [
  0,
  -1,
  0.5,
  2_147_483_647,
  2_147_483_648,
  Number.MAX_SAFE_INTEGER,
  1e308,
  raw('-0'),
  raw('1e999'),
  raw('9007199254740993'),
  raw('-99999999999999999999999999'),
  raw('0.1e-400'),
];

const STRUCTURES = [null, true, false, [], {}, [[]], [null], { '': '' }, { length: 1 }, deep(50)];

const HEAVY = [manyKeys(5_000), deep(1_001), deep(20_000), deep(150_000), Array(2_000).fill('x')];

/** Keys that have a special meaning in some layer and must not be sent. */
export const KEYS = [
  'app_metadata',
  '__proto__',
  'constructor',
  'prototype',
  'id',
  'documentId',
  'user_id',
  'role',
  'provider',
  'confirmed',
  'blocked',
  'password',
  'resetPasswordToken',
  'identities',
  'connection',
  'revision',
  'overrides',
  'a.b',
  '$set',
  '',
  'unheard_of',
];

export const nastyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...STRINGS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.constantFrom(USER, USER_ID) }
);

const { metadata } = fc.letrec<{ metadata: Record<string, unknown>; leaf: unknown }>((tie) => ({
  leaf: fc.oneof(
    nastyText,
    fc.constantFrom(...NUMBERS),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(...STRUCTURES)
  ),
  metadata: fc.dictionary(
    fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom(...KEYS)),
    fc.oneof({ maxDepth: 3 }, tie('leaf'), tie('metadata')),
    { maxKeys: 4 }
  ),
}));

/** A value that is valid for `user_metadata`, or nearly so. */
export const jsonObject = metadata;

/** An arbitrary value of another type than expected. */
export const nastyValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: nastyText },
  { weight: 3, arbitrary: fc.constantFrom(...NUMBERS) },
  { weight: 3, arbitrary: fc.constantFrom<unknown>(...STRUCTURES) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(...HEAVY) },
  { weight: 2, arbitrary: jsonObject }
);
