import { LIMITS, PasswordHashError, DIGEST_BYTES, type Digest } from './imported-hash';

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const HEX = /^(?:[0-9a-f]{2})*$/i;

/**
 * Reads base64 in the alphabets of RFC 4648 and that of passlib, with or without padding. `Buffer.from` alone skips
 * invalid characters.
 *
 * @returns null if the text is not base64
 */
export const fromBase64 = (text: string): Buffer | null => {
  const usual = text.replace(/[-.]/g, '+').replaceAll('_', '/');
  const digits = usual.replace(/=+$/, '');
  const isPadded = digits.length === usual.length || usual.length % 4 === 0;
  return BASE64.test(usual) && isPadded && digits.length % 4 !== 1
    ? Buffer.from(digits, 'base64')
    : null;
};

export const fromHex = (text: string): Buffer | null =>
  HEX.test(text) ? Buffer.from(text, 'hex') : null;

/** @throws PasswordHashError if the text is too long to be a hash */
export const requireShort = (text: string, path: string[]): string => {
  if (text.length > LIMITS.maxTextLength) {
    throw new PasswordHashError(path, `must have at most ${LIMITS.maxTextLength} characters`);
  }
  return text;
};

export const toBase64 = (bytes: Buffer): string => bytes.toString('base64');

export const requireBytes = (
  bytes: Buffer | null,
  path: string[],
  { min = 0, max, encoding }: { min?: number; max: number; encoding: string }
): Buffer => {
  if (!bytes) {
    throw new PasswordHashError(path, `must be ${encoding}`);
  }
  if (bytes.length < min || bytes.length > max) {
    throw new PasswordHashError(path, `must have ${min} to ${max} bytes, but has ${bytes.length}`);
  }
  return bytes;
};

export const requireHash = (bytes: Buffer | null, path: string[], encoding = 'base64'): Buffer =>
  requireBytes(bytes, path, { min: LIMITS.minHashBytes, max: LIMITS.maxHashBytes, encoding });

export const requireSalt = (bytes: Buffer | null, path: string[], encoding = 'base64'): Buffer =>
  requireBytes(bytes, path, { max: LIMITS.maxSaltBytes, encoding });

export const requireDigest = (
  bytes: Buffer | null,
  digest: Digest,
  path: string[],
  encoding: string
): Buffer => {
  const size = DIGEST_BYTES.get(digest) ?? 0;
  if (!bytes) {
    throw new PasswordHashError(path, `must be ${encoding}`);
  }
  if (bytes.length !== size) {
    throw new PasswordHashError(
      path,
      `must have the ${size} bytes of ${digest}, but has ${bytes.length}`
    );
  }
  return bytes;
};

/** A decimal number without sign or leading zeros. */
export const readCount = (text: string | undefined, name: string, path: string[]): number => {
  if (text === undefined || !/^[1-9]\d{0,9}$/.test(text)) {
    throw new PasswordHashError(path, `the parameter ${name} must be a positive integer`);
  }
  return Number(text);
};

const requireAtMost = (value: number, max: number, name: string, path: string[]): void => {
  if (value > max) {
    throw new PasswordHashError(path, `${name} must be at most ${max}`);
  }
};

export const checkPbkdf2 = (
  { iterations, digest, length }: { iterations: number; digest: Digest; length: number },
  path: string[]
): void => {
  const blocks = Math.ceil(length / (DIGEST_BYTES.get(digest) ?? 1));
  requireAtMost(iterations * blocks, LIMITS.pbkdf2Work, 'iterations times blocks of output', path);
};

/** The bounds of RFC 7914, and those of this plugin. */
export const checkScrypt = (
  { cost, blockSize, parallelization }: Record<'cost' | 'blockSize' | 'parallelization', number>,
  path: string[]
): void => {
  const isPowerOfTwo = cost > 1 && Number.isInteger(Math.log2(cost));
  if (!isPowerOfTwo) {
    throw new PasswordHashError(path, 'cost must be a power of 2 above 1');
  }
  requireAtMost(128 * cost * blockSize, LIMITS.scryptMemoryBytes, 'the memory in bytes', path);
  requireAtMost(
    cost * blockSize * parallelization,
    LIMITS.scryptWork,
    'cost times block size times parallelization',
    path
  );
};

export const checkArgon2 = (
  { memory, passes, lanes }: Record<'memory' | 'passes' | 'lanes', number>,
  path: string[]
): void => {
  requireAtMost(lanes, LIMITS.argon2Lanes, 'p', path);
  requireAtMost(memory, LIMITS.argon2MemoryKib, 'm', path);
  requireAtMost(memory * passes, LIMITS.argon2Work, 'm times t', path);
  if (memory < 8 * lanes) {
    throw new PasswordHashError(path, 'm must be at least 8 times p');
  }
};
