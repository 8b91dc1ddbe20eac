import { readBcrypt } from './bcrypt-hash';
import {
  checkPbkdf2,
  checkScrypt,
  fromBase64,
  fromHex,
  readCount,
  requireDigest,
  requireHash,
  requireSalt,
  requireShort,
  toBase64,
} from './hash-fields';
import {
  isDigest,
  NO_PASSWORD,
  PasswordHashError,
  type Digest,
  type ImportedHash,
  type PasswordRead,
} from './imported-hash';
import { readLdap } from './ldap-hash';
import { readArgon2, readPbkdf2, readScrypt } from './phc-string';

const imported = (hash: ImportedHash): PasswordRead => ({ kind: 'imported', hash });

/** @throws PasswordHashError if the text has another number of parts */
const partsOf = (text: string, count: number, path: string[]): string[] => {
  const parts = text.split('$');
  if (parts.length !== count) {
    throw new PasswordHashError(path, `must have ${count} parts that are separated by $`);
  }
  return parts;
};

/** Django's `pbkdf2_sha256$iterations$salt$hash`. The salt is text. */
const readDjangoPbkdf2 = (text: string, path: string[]): ImportedHash => {
  const [id, count, salt, encoded] = partsOf(text, 4, path);
  const digest = id.slice('pbkdf2_'.length);
  if (!isDigest(digest)) {
    throw new PasswordHashError(path, 'must start with pbkdf2_ and a supported digest');
  }
  const iterations = readCount(count, 'iterations', path);
  const hash = requireHash(fromBase64(encoded), path);
  checkPbkdf2({ iterations, digest, length: hash.length }, path);
  return {
    v: 1,
    algorithm: 'pbkdf2',
    digest,
    iterations,
    salt: toBase64(requireSalt(Buffer.from(salt), path)),
    hash: toBase64(hash),
  };
};

/** Django's `scrypt$cost$salt$block size$parallelization$hash`. The salt is text. */
const readDjangoScrypt = (text: string, path: string[]): ImportedHash => {
  const [, n, salt, r, p, encoded] = partsOf(text, 6, path);
  const cost = readCount(n, 'cost', path);
  const blockSize = readCount(r, 'block size', path);
  const parallelization = readCount(p, 'parallelization', path);
  checkScrypt({ cost, blockSize, parallelization }, path);
  return {
    v: 1,
    algorithm: 'scrypt',
    cost,
    block_size: blockSize,
    parallelization,
    salt: toBase64(requireSalt(Buffer.from(salt), path)),
    hash: toBase64(requireHash(fromBase64(encoded), path)),
    encoding: 'utf8',
  };
};

/** Django's `md5$salt$hash` and `sha1$salt$hash`. The salt is text that precedes the password. */
const readDjangoDigest =
  (digest: Digest) =>
  (text: string, path: string[]): ImportedHash => {
    const [, salt, encoded] = partsOf(text, 3, path);
    return {
      v: 1,
      algorithm: 'digest',
      digest,
      salt: toBase64(requireSalt(Buffer.from(salt), path)),
      position: 'prefix',
      encoding: 'utf8',
      hash: toBase64(requireDigest(fromHex(encoded), digest, path, 'hexadecimal')),
    };
  };

const after = (text: string, prefix: string): string => text.slice(prefix.length);

type Reader = (text: string, path: string[]) => PasswordRead;

/** The forms by how they start. The first that fits is the one. */
const FORMS: readonly (readonly [prefix: RegExp, read: Reader])[] = [
  [/^\$2[a-z]\$/, (text, path) => ({ kind: 'bcrypt', hash: readBcrypt(text, path) })],
  [/^\$argon2/, (text, path) => imported(readArgon2(text, path))],
  [/^\$scrypt\$/, (text, path) => imported(readScrypt(text, path))],
  [/^\$pbkdf2/, (text, path) => imported(readPbkdf2(text, path))],
  [/^pbkdf2_/, (text, path) => imported(readDjangoPbkdf2(text, path))],
  [/^scrypt\$/, (text, path) => imported(readDjangoScrypt(text, path))],
  [/^argon2\$/, (text, path) => imported(readArgon2(after(text, 'argon2'), path))],
  [
    /^bcrypt\$\$/,
    (text, path) => ({ kind: 'bcrypt', hash: readBcrypt(after(text, 'bcrypt$'), path) }),
  ],
  [
    /^bcrypt_sha256\$\$/,
    (text, path) =>
      imported({
        v: 1,
        algorithm: 'bcrypt',
        encoded: readBcrypt(after(text, 'bcrypt_sha256$'), path),
        digest: 'sha256',
        salt: '',
        position: 'prefix',
      }),
  ],
  [/^md5\$/, (text, path) => imported(readDjangoDigest('md5')(text, path))],
  [/^sha1\$/, (text, path) => imported(readDjangoDigest('sha1')(text, path))],
  [/^\{/, (text, path) => imported(readLdap(text, path))],
];

/**
 * Reads a password hash in a text that names its algorithm: crypt and PHC strings, those of Django, passlib and
 * LDAP. An empty text and Django's `!…` mean that there is no password.
 *
 * @param path of the text in the record
 * @throws PasswordHashError
 */
export const readPasswordText = (
  text: string | null | undefined,
  path: string[] = ['password_hash']
): PasswordRead => {
  const trimmed = (text ?? '').trim();
  if (trimmed === '' || trimmed.startsWith('!')) {
    return NO_PASSWORD;
  }
  requireShort(trimmed, path);
  const form = FORMS.find(([prefix]) => prefix.test(trimmed));
  if (!form) {
    throw new PasswordHashError(
      path,
      'is not a supported password hash: bcrypt, argon2, scrypt and pbkdf2 strings, and those of Django, passlib and LDAP are read'
    );
  }
  return form[1](trimmed, path);
};
