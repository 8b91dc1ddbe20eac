import { z } from '@strapi/utils';

import { DIGESTS, LIMITS } from './imported-hash';

const text = z.string().max(LIMITS.maxTextLength);
const encoding = z.enum(['base64', 'hex', 'utf8']);

const salt = z.strictObject({
  value: text,
  encoding: encoding.default('utf8'),
  position: z.enum(['prefix', 'suffix']).default('prefix'),
});

const password = z.strictObject({
  encoding: z.enum(['ascii', 'utf8', 'utf16le', 'ucs2', 'latin1', 'binary']).default('utf8'),
});

/** A hash that contains its parameters and its salt. */
const encodedHash = z.strictObject({
  value: text,
  encoding: z.literal('utf8').default('utf8'),
});

const binaryHash = z.strictObject({ value: text, encoding: z.enum(['base64', 'hex']) });

const key = z.strictObject({ value: text, encoding: encoding.default('utf8') });

const utf8 = z.strictObject({ encoding: z.literal('utf8').default('utf8') });

const positive = z.number().int().positive();

/** Auth0's form by algorithm, and one for hashes of Firebase, which Auth0 has no form for. */
export const SCHEMAS = {
  argon2: z.strictObject({
    algorithm: z.literal('argon2'),
    hash: encodedHash,
    password: utf8.optional(),
  }),
  bcrypt: z.strictObject({
    algorithm: z.literal('bcrypt'),
    hash: encodedHash,
    salt: salt.optional(),
    password: utf8.optional(),
    digest: z.literal('sha256').optional(),
  }),
  ldap: z.strictObject({
    algorithm: z.literal('ldap'),
    hash: encodedHash,
    password: utf8.optional(),
  }),
  pbkdf2: z.strictObject({
    algorithm: z.literal('pbkdf2'),
    hash: encodedHash,
    password: utf8.optional(),
  }),
  digest: z.strictObject({
    algorithm: z.enum(DIGESTS),
    hash: binaryHash,
    salt: salt.optional(),
    password: password.optional(),
  }),
  hmac: z.strictObject({
    algorithm: z.literal('hmac'),
    hash: binaryHash.extend({ digest: z.enum(DIGESTS), key }),
    salt: salt.optional(),
    password: password.optional(),
  }),
  scrypt: z.strictObject({
    algorithm: z.literal('scrypt'),
    hash: binaryHash,
    salt: salt.optional(),
    password: password.optional(),
    keylen: positive,
    cost: positive.default(16_384),
    blockSize: positive.default(8),
    parallelization: positive.default(1),
  }),
  'firebase-scrypt': z.strictObject({
    algorithm: z.literal('firebase-scrypt'),
    hash: binaryHash,
    salt: salt.extend({ encoding: z.literal('base64') }),
    signer_key: z.strictObject({ value: text, encoding: z.literal('base64') }),
    rounds: positive.max(8),
    mem_cost: positive.max(14),
  }),
} as const;

export type Kind = keyof typeof SCHEMAS;
export type Parsed<Name extends Kind> = z.infer<(typeof SCHEMAS)[Name]>;
export type ByteEncoding = z.infer<typeof encoding>;
export type SentSalt = z.infer<typeof salt>;
export type SentPassword = z.infer<typeof password>;
