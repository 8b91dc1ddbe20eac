import { fromBase64, requireBytes, requireDigest, toBase64 } from './hash-fields';
import {
  DIGEST_BYTES,
  LIMITS,
  PasswordHashError,
  type Digest,
  type ImportedHash,
} from './imported-hash';

/** The schemes of RFC 2307 and their successors, with a salt after the digest or without one. */
const SCHEMES: ReadonlyMap<string, { digest: Digest; isSalted: boolean }> = new Map([
  ['MD5', { digest: 'md5', isSalted: false }],
  ['SMD5', { digest: 'md5', isSalted: true }],
  ['SHA', { digest: 'sha1', isSalted: false }],
  ['SSHA', { digest: 'sha1', isSalted: true }],
  ['SHA256', { digest: 'sha256', isSalted: false }],
  ['SSHA256', { digest: 'sha256', isSalted: true }],
  ['SHA384', { digest: 'sha384', isSalted: false }],
  ['SSHA384', { digest: 'sha384', isSalted: true }],
  ['SHA512', { digest: 'sha512', isSalted: false }],
  ['SSHA512', { digest: 'sha512', isSalted: true }],
]);

const HASH = /^\{([A-Za-z0-9-]{1,16})\}(.*)$/;

/**
 * `{SSHA}base64`, in which the salt follows the digest.
 *
 * @throws PasswordHashError
 */
export const readLdap = (text: string, path: string[]): ImportedHash => {
  const [, name = '', encoded = ''] = HASH.exec(text) ?? [];
  const scheme = SCHEMES.get(name.toUpperCase().replace('-', ''));
  if (!scheme) {
    const names = [...SCHEMES.keys()].join(', ');
    throw new PasswordHashError(path, `must start with a supported scheme in braces: ${names}`);
  }
  const { digest, isSalted } = scheme;
  const size = DIGEST_BYTES.get(digest) ?? 0;
  const bytes = requireBytes(fromBase64(encoded), path, {
    min: size,
    max: isSalted ? size + LIMITS.maxSaltBytes : size,
    encoding: 'base64',
  });
  return {
    v: 1,
    algorithm: 'digest',
    digest,
    hash: toBase64(requireDigest(bytes.subarray(0, size), digest, path, 'base64')),
    salt: toBase64(bytes.subarray(size)),
    position: isSalted ? 'suffix' : 'prefix',
    encoding: 'utf8',
  };
};
