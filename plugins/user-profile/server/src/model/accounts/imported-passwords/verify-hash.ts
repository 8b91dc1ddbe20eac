import {
  createCipheriv,
  createHash,
  createHmac,
  pbkdf2,
  scrypt,
  timingSafeEqual,
  type ScryptOptions,
} from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';

import { MAX_PASSWORD_BYTES } from '../../../../../shared/user-fields';
import { limitConcurrency } from '../../../utils/limit-concurrency';
import { ARGON2_MISSING, loadArgon2 } from './argon2-library';
import { LIMITS, type ImportedHash, type PasswordEncoding, type Salted } from './imported-hash';

const derivePbkdf2 = promisify(pbkdf2);
const deriveScrypt = promisify<Buffer, Buffer, number, ScryptOptions, Buffer>(scrypt);

type HashOf<Algorithm extends ImportedHash['algorithm']> = Extract<
  ImportedHash,
  { algorithm: Algorithm }
>;

/** Compares a password with a bcrypt hash, as Users & Permissions does. */
export type CompareBcrypt = (password: string, hash: string) => Promise<boolean>;

/** No password is as long, and hashing more would only cost time. */
const MAX_BYTES = 4096;

/** The highest code of a character that has one byte in Latin-1. */
const MAX_LATIN1 = 0xff;

const bytesOf = (base64: string): Buffer => Buffer.from(base64, 'base64');

/** @returns null if the encoding has no bytes for the password: others would have the same ones */
const encode = (password: string, encoding: PasswordEncoding): Buffer | null => {
  const isLatin1 = [...password].every((character) => character.charCodeAt(0) <= MAX_LATIN1);
  return encoding === 'latin1' && !isLatin1 ? null : Buffer.from(password, encoding);
};

const isSame = (one: Buffer, other: Buffer): boolean =>
  one.length === other.length && timingSafeEqual(one, other);

const withSalt = (password: Buffer, { salt, position }: Salted): Buffer =>
  Buffer.concat(position === 'prefix' ? [bytesOf(salt), password] : [password, bytesOf(salt)]);

const isPbkdf2 = async (hash: HashOf<'pbkdf2'>, password: string): Promise<boolean> => {
  const expected = bytesOf(hash.hash);
  const { iterations, digest, salt } = hash;
  const derived = await derivePbkdf2(password, bytesOf(salt), iterations, expected.length, digest);
  return isSame(derived, expected);
};

/** Node.js needs a little more than the memory of the algorithm, and rejects the call otherwise. */
const maxmem = 2 * LIMITS.scryptMemoryBytes;

const isScrypt = async (hash: HashOf<'scrypt'>, password: string): Promise<boolean> => {
  const expected = bytesOf(hash.hash);
  const encoded = encode(password, hash.encoding);
  if (!encoded) {
    return false;
  }
  const derived = await deriveScrypt(encoded, bytesOf(hash.salt), expected.length, {
    N: hash.cost,
    r: hash.block_size,
    p: hash.parallelization,
    maxmem,
  });
  return isSame(derived, expected);
};

const KEY_BYTES = 32;
const NO_COUNTER = Buffer.alloc(16);

/** Firebase encrypts the signer key of the project with a key that scrypt derives from the password. */
const isFirebase = async (hash: HashOf<'firebase-scrypt'>, password: string): Promise<boolean> => {
  const key = await deriveScrypt(Buffer.from(password), bytesOf(hash.salt), KEY_BYTES, {
    N: 2 ** hash.mem_cost,
    r: hash.rounds,
    p: 1,
    maxmem,
  });
  const cipher = createCipheriv('aes-256-ctr', key, NO_COUNTER);
  const encrypted = Buffer.concat([cipher.update(bytesOf(hash.signer_key)), cipher.final()]);
  return isSame(encrypted, bytesOf(hash.hash));
};

const isDigest = (hash: HashOf<'digest'>, password: string): boolean => {
  const encoded = encode(password, hash.encoding);
  return (
    encoded !== null &&
    isSame(createHash(hash.digest).update(withSalt(encoded, hash)).digest(), bytesOf(hash.hash))
  );
};

const isHmac = (hash: HashOf<'hmac'>, password: string): boolean => {
  const encoded = encode(password, hash.encoding);
  const hmac = createHmac(hash.digest, bytesOf(hash.key));
  return (
    encoded !== null && isSame(hmac.update(withSalt(encoded, hash)).digest(), bytesOf(hash.hash))
  );
};

const isBcrypt = async (
  hash: HashOf<'bcrypt'>,
  password: string,
  compareBcrypt: CompareBcrypt
): Promise<boolean> => {
  const input = hash.digest ? createHash(hash.digest).update(password).digest('hex') : password;
  const salted = withSalt(Buffer.from(input), hash);
  return salted.length <= MAX_PASSWORD_BYTES && compareBcrypt(salted.toString(), hash.encoded);
};

const isArgon2 = async ({ encoded }: HashOf<'argon2'>, password: string): Promise<boolean> => {
  const library = await loadArgon2();
  if (!library) {
    throw new Error(ARGON2_MISSING.message);
  }
  return library.verify(encoded, password);
};

const check = (
  hash: ImportedHash,
  password: string,
  compareBcrypt: CompareBcrypt
): Promise<boolean> | boolean => {
  switch (hash.algorithm) {
    case 'argon2':
      return isArgon2(hash, password);
    case 'pbkdf2':
      return isPbkdf2(hash, password);
    case 'scrypt':
      return isScrypt(hash, password);
    case 'firebase-scrypt':
      return isFirebase(hash, password);
    case 'digest':
      return isDigest(hash, password);
    case 'hmac':
      return isHmac(hash, password);
    case 'bcrypt':
      return isBcrypt(hash, password, compareBcrypt);
  }
};

/**
 * Checks of hashes run on libuv's thread pool, of four threads by default. One is left to the file system and to
 * DNS. The limit also bounds the memory of all checks together.
 */
const limited = limitConcurrency(Math.min(3, availableParallelism()));

/**
 * Whether a password has an imported hash.
 *
 * @throws if the hash cannot be checked, e.g. because a library is missing
 */
export const verifyHash = async (
  hash: ImportedHash,
  password: string,
  compareBcrypt: CompareBcrypt
): Promise<boolean> =>
  Buffer.byteLength(password) <= MAX_BYTES &&
  (await limited(async () => check(hash, password, compareBcrypt)));

/**
 * The time that a check takes once it has its turn: what waits for others says nothing about the hash.
 *
 * @param timeOf runs the check
 */
export const measureHash = (
  hash: ImportedHash,
  password: string,
  compareBcrypt: CompareBcrypt,
  timeOf: (work: () => Promise<unknown>) => Promise<number>
): Promise<number> => limited(() => timeOf(async () => check(hash, password, compareBcrypt)));
