import {
  fromBase64,
  checkArgon2,
  checkPbkdf2,
  checkScrypt,
  readCount,
  requireHash,
  requireSalt,
  toBase64,
} from './hash-fields';
import { isDigest, PasswordHashError, type ImportedHash } from './imported-hash';

/** `$id$v=19$name=value,name=value$salt$hash`, in which the version is optional. */
const PHC =
  /^\$([a-z0-9-]{1,32})(?:\$v=(\d{1,3}))?\$([a-zA-Z0-9=,-]{1,64})\$([A-Za-z0-9+/._=-]*)\$([A-Za-z0-9+/._=-]+)$/;

interface PhcString {
  id: string;
  version: string | undefined;
  parameters: string;
  salt: Buffer;
  hash: Buffer;
}

const parse = (text: string, path: string[]): PhcString => {
  const match = PHC.exec(text);
  if (!match) {
    throw new PasswordHashError(path, 'is not a PHC string ($id$parameters$salt$hash)');
  }
  const [, id, version, parameters, salt, hash] = match;
  return {
    id,
    version,
    parameters,
    salt: requireSalt(fromBase64(salt), path),
    hash: requireHash(fromBase64(hash), path),
  };
};

/**
 * @returns the values of the parameters by name
 * @throws PasswordHashError for a name that is repeated or not one of `names`
 */
const readParameters = (
  parameters: string,
  names: readonly string[],
  path: string[]
): Map<string, string> => {
  const values = new Map<string, string>();
  for (const part of parameters.split(',')) {
    const [name, value, ...rest] = part.split('=');
    if (!names.includes(name) || value === undefined || rest.length > 0 || values.has(name)) {
      throw new PasswordHashError(path, `the parameters must be ${names.join(', ')}, each once`);
    }
    values.set(name, value);
  }
  return values;
};

const ARGON2 = /^argon2(?:id|i|d)$/;
const MIN_ARGON2_SALT = 8;

/** @throws PasswordHashError */
export const readArgon2 = (text: string, path: string[]): ImportedHash => {
  const { id, version, parameters, salt, hash } = parse(text, path);
  if (!ARGON2.test(id)) {
    throw new PasswordHashError(path, 'must start with $argon2id$, $argon2i$ or $argon2d$');
  }
  if (version !== undefined && version !== '16' && version !== '19') {
    throw new PasswordHashError(path, 'the version of argon2 must be 16 or 19');
  }
  const values = readParameters(parameters, ['m', 't', 'p'], path);
  const [memory, passes, lanes] = ['m', 't', 'p'].map((name) =>
    readCount(values.get(name), name, path)
  );
  checkArgon2({ memory, passes, lanes }, path);
  if (salt.length < MIN_ARGON2_SALT) {
    throw new PasswordHashError(path, `the salt must have at least ${MIN_ARGON2_SALT} bytes`);
  }
  const bare = (bytes: Buffer): string => toBase64(bytes).replace(/=+$/, '');
  // Without a version, the hash is one of version 16.
  const encoded = `$${id}$v=${version ?? '16'}$m=${memory},t=${passes},p=${lanes}$${bare(salt)}$${bare(hash)}`;
  return { v: 1, algorithm: 'argon2', encoded };
};

const DEFAULT_ITERATIONS = 100_000;

/**
 * `$pbkdf2-sha512$i=100000,l=64$salt$hash` and passlib's `$pbkdf2-sha512$100000$salt$hash`, in which
 * `$pbkdf2$` means SHA-1.
 *
 * @throws PasswordHashError
 */
export const readPbkdf2 = (text: string, path: string[]): ImportedHash => {
  const { id, parameters, salt, hash } = parse(text, path);
  const digest = id === 'pbkdf2' ? 'sha1' : id.replace(/^pbkdf2-/, '');
  if (!id.startsWith('pbkdf2') || !isDigest(digest)) {
    throw new PasswordHashError(path, 'must start with $pbkdf2- and a supported digest');
  }
  const isPasslib = /^\d+$/.test(parameters);
  const values = isPasslib
    ? new Map([['i', parameters]])
    : readParameters(parameters, ['i', 'l'], path);
  const iterations = readCount(values.get('i') ?? String(DEFAULT_ITERATIONS), 'i', path);
  const length = readCount(values.get('l') ?? String(hash.length), 'l', path);
  if (length !== hash.length) {
    throw new PasswordHashError(path, `the hash must have the ${length} bytes of l`);
  }
  checkPbkdf2({ iterations, digest, length }, path);
  return {
    v: 1,
    algorithm: 'pbkdf2',
    digest,
    iterations,
    salt: toBase64(salt),
    hash: toBase64(hash),
  };
};

/** Larger exponents exceed the limits, and 2 to the power of them may be no safe integer. */
const MAX_EXPONENT = 30;

/**
 * `$scrypt$ln=16,r=8,p=1$salt$hash`, as written by passlib and PHC libraries.
 *
 * @throws PasswordHashError
 */
export const readScrypt = (text: string, path: string[]): ImportedHash => {
  const { id, parameters, salt, hash } = parse(text, path);
  if (id !== 'scrypt') {
    throw new PasswordHashError(path, 'must start with $scrypt$');
  }
  const values = readParameters(parameters, ['ln', 'r', 'p'], path);
  const [exponent, blockSize, parallelization] = ['ln', 'r', 'p'].map((name) =>
    readCount(values.get(name), name, path)
  );
  const cost = 2 ** Math.min(exponent, MAX_EXPONENT);
  checkScrypt({ cost, blockSize, parallelization }, path);
  return {
    v: 1,
    algorithm: 'scrypt',
    cost,
    block_size: blockSize,
    parallelization,
    salt: toBase64(salt),
    hash: toBase64(hash),
    encoding: 'utf8',
  };
};
