import { z } from '@strapi/utils';

import { MAX_PASSWORD_BYTES } from '../../../../../shared/user-fields';
import { readBcrypt } from './bcrypt-hash';
import {
  checkScrypt,
  fromBase64,
  fromHex,
  requireBytes,
  requireDigest,
  requireHash,
  requireSalt,
  toBase64,
} from './hash-fields';
import {
  DIGESTS,
  LIMITS,
  NO_PASSWORD,
  PasswordHashError,
  type ImportedHash,
  type PasswordEncoding,
  type PasswordRead,
  type Salted,
} from './imported-hash';
import { readLdap } from './ldap-hash';
import { readArgon2, readPbkdf2 } from './phc-string';
import { readFirebasePassword } from './read-firebase-password';
import { readPasswordText } from './read-password-text';

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
const SCHEMAS = {
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

type Kind = keyof typeof SCHEMAS;
type Parsed<Name extends Kind> = z.infer<(typeof SCHEMAS)[Name]>;

const PATH = 'custom_password_hash';
const VALUE = [PATH, 'hash', 'value'];

const decode = (value: string, form: z.infer<typeof encoding>): Buffer | null => {
  switch (form) {
    case 'base64':
      return fromBase64(value);
    case 'hex':
      return fromHex(value);
    case 'utf8':
      return Buffer.from(value);
  }
};

const nameOf = (form: z.infer<typeof encoding>): string => (form === 'hex' ? 'hexadecimal' : form);

const passwordEncodings: Record<z.infer<typeof password>['encoding'], PasswordEncoding> = {
  utf8: 'utf8',
  utf16le: 'utf16le',
  ucs2: 'utf16le',
  // As Node.js encodes ASCII.
  ascii: 'latin1',
  latin1: 'latin1',
  binary: 'latin1',
};

const encodingOf = (sent: z.infer<typeof password> | undefined): PasswordEncoding =>
  passwordEncodings[sent?.encoding ?? 'utf8'];

const saltOf = (sent: z.infer<typeof salt> | undefined): Salted => {
  if (!sent) {
    return { salt: '', position: 'prefix' };
  }
  const path = [PATH, 'salt', 'value'];
  const bytes = requireSalt(decode(sent.value, sent.encoding), path, nameOf(sent.encoding));
  return { salt: toBase64(bytes), position: sent.position };
};

const imported = (hash: ImportedHash): PasswordRead => ({ kind: 'imported', hash });

const readers: { [Name in Kind]: (sent: Parsed<Name>) => PasswordRead } = {
  argon2: ({ hash }) => imported(readArgon2(hash.value, VALUE)),

  ldap: ({ hash }) => imported(readLdap(hash.value, VALUE)),

  pbkdf2: ({ hash }) => imported(readPbkdf2(hash.value, VALUE)),

  bcrypt({ hash, salt: sentSalt, digest }) {
    const encoded = readBcrypt(hash.value, VALUE);
    const salted = saltOf(sentSalt);
    if (salted.salt === '' && !digest) {
      return { kind: 'bcrypt', hash: encoded };
    }
    const saltBytes = Buffer.from(salted.salt, 'base64');
    if (!saltBytes.equals(Buffer.from(saltBytes.toString('utf8')))) {
      throw new PasswordHashError(
        [PATH, 'salt', 'value'],
        'must be text if the algorithm is bcrypt'
      );
    }
    // A salt of 72 bytes before the password would make every password right.
    const left = MAX_PASSWORD_BYTES - saltBytes.length;
    if (left < LIMITS.minBcryptPasswordBytes) {
      throw new PasswordHashError(
        [PATH, 'salt', 'value'],
        'leaves too few of the 72 bytes that bcrypt reads to the password'
      );
    }
    return imported({ v: 1, algorithm: 'bcrypt', encoded, ...(digest && { digest }), ...salted });
  },

  digest({ algorithm: digest, hash, salt: sentSalt, password: sentPassword }) {
    const bytes = decode(hash.value, hash.encoding);
    return imported({
      v: 1,
      algorithm: 'digest',
      digest,
      hash: toBase64(requireDigest(bytes, digest, VALUE, nameOf(hash.encoding))),
      encoding: encodingOf(sentPassword),
      ...saltOf(sentSalt),
    });
  },

  hmac({ hash, salt: sentSalt, password: sentPassword }) {
    const { digest } = hash;
    const bytes = decode(hash.value, hash.encoding);
    const keyBytes = requireBytes(
      decode(hash.key.value, hash.key.encoding),
      [PATH, 'hash', 'key', 'value'],
      { max: LIMITS.maxKeyBytes, encoding: nameOf(hash.key.encoding) }
    );
    return imported({
      v: 1,
      algorithm: 'hmac',
      digest,
      key: toBase64(keyBytes),
      hash: toBase64(requireDigest(bytes, digest, VALUE, nameOf(hash.encoding))),
      encoding: encodingOf(sentPassword),
      ...saltOf(sentSalt),
    });
  },

  scrypt({ hash, salt: sentSalt, password: sentPassword, ...sent }) {
    const { cost, blockSize, parallelization } = sent;
    checkScrypt({ cost, blockSize, parallelization }, [PATH, 'cost']);
    const bytes = requireHash(decode(hash.value, hash.encoding), VALUE, nameOf(hash.encoding));
    if (bytes.length !== sent.keylen) {
      throw new PasswordHashError(VALUE, `must have the ${sent.keylen} bytes of keylen`);
    }
    return imported({
      v: 1,
      algorithm: 'scrypt',
      cost,
      block_size: blockSize,
      parallelization,
      salt: saltOf(sentSalt).salt,
      hash: toBase64(bytes),
      encoding: encodingOf(sentPassword),
    });
  },

  'firebase-scrypt': ({ hash, salt: sentSalt, signer_key: signerKey, ...sent }) => {
    const bytes = requireHash(decode(hash.value, hash.encoding), VALUE, nameOf(hash.encoding));
    return readFirebasePassword(
      { passwordHash: toBase64(bytes), salt: sentSalt.value },
      {
        algorithm: 'SCRYPT',
        base64_signer_key: signerKey.value,
        base64_salt_separator: '',
        rounds: sent.rounds,
        mem_cost: sent.mem_cost,
      }
    );
  },
};

const kindOf = (algorithm: unknown): Kind => {
  const path = [PATH, 'algorithm'];
  if (typeof algorithm !== 'string') {
    throw new PasswordHashError(path, 'must be a string');
  }
  if ((DIGESTS as readonly string[]).includes(algorithm)) {
    return 'digest';
  }
  if (algorithm === 'md4') {
    throw new PasswordHashError(path, 'md4 is not supported: OpenSSL 3 no longer offers it');
  }
  const names = Object.keys(SCHEMAS).filter((name) => name !== 'digest');
  if (!names.includes(algorithm)) {
    throw new PasswordHashError(path, `must be one of ${[...names, ...DIGESTS].join(', ')}`);
  }
  return algorithm as Kind;
};

const readAs = <Name extends Kind>(kind: Name, value: unknown): PasswordRead => {
  const result = SCHEMAS[kind].safeParse(value);
  if (!result.success) {
    const [{ path, message }] = result.error.issues;
    throw new PasswordHashError([PATH, ...path.map(String)], message);
  }
  return readers[kind](result.data as Parsed<Name>);
};

const readCustom = (value: unknown): PasswordRead => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new PasswordHashError([PATH], 'must be an object');
  }
  return readAs(kindOf((value as { algorithm?: unknown }).algorithm), value);
};

/**
 * Reads `password_hash` and `custom_password_hash` of a record of Auth0. Auth0 has bcrypt hashes only in
 * `password_hash`; other texts that name their algorithm are read too.
 *
 * @throws PasswordHashError with the path in the record
 */
export const readAuth0Password = (record: {
  password_hash?: unknown;
  custom_password_hash?: unknown;
}): PasswordRead => {
  const { password_hash: bcrypt, custom_password_hash: custom } = record;
  const hasBcrypt = bcrypt !== undefined && bcrypt !== null;
  const hasCustom = custom !== undefined && custom !== null;
  if (hasBcrypt && hasCustom) {
    throw new PasswordHashError([PATH], 'excludes password_hash: a user has one password');
  }
  if (hasCustom) {
    return readCustom(custom);
  }
  if (!hasBcrypt) {
    return NO_PASSWORD;
  }
  if (typeof bcrypt !== 'string') {
    throw new PasswordHashError(['password_hash'], 'must be a string');
  }
  return readPasswordText(bcrypt, ['password_hash']);
};
