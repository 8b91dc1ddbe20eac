import type { ImportedHash } from './imported-hash';

const base64 = (value: string) => ({ value, encoding: 'base64' as const });
const utf8 = (value: string) => ({ value, encoding: 'utf8' as const });

const unpadded = (value: string): string => value.replace(/=+$/, '');

type Salted = Extract<ImportedHash, { position: unknown }>;

const saltOf = ({ salt, position }: Salted) =>
  salt === '' ? {} : { salt: { ...base64(salt), position } };

/**
 * An imported hash as `custom_password_hash` of Auth0, so `readAuth0Password` reads it back. Auth0 has no form for
 * hashes of Firebase, nor for bcrypt over a digest.
 */
export const writeAuth0Password = (hash: ImportedHash): Record<string, unknown> => {
  switch (hash.algorithm) {
    case 'argon2':
      return { algorithm: 'argon2', hash: utf8(hash.encoded) };
    case 'pbkdf2': {
      const { digest, iterations, salt, hash: bytes } = hash;
      const length = Buffer.from(bytes, 'base64').length;
      const encoded = `$pbkdf2-${digest}$i=${iterations},l=${length}$${unpadded(salt)}$${unpadded(bytes)}`;
      return { algorithm: 'pbkdf2', hash: utf8(encoded) };
    }
    case 'scrypt':
      return {
        algorithm: 'scrypt',
        hash: base64(hash.hash),
        salt: base64(hash.salt),
        password: { encoding: hash.encoding },
        keylen: Buffer.from(hash.hash, 'base64').length,
        cost: hash.cost,
        blockSize: hash.block_size,
        parallelization: hash.parallelization,
      };
    case 'firebase-scrypt':
      return {
        algorithm: 'firebase-scrypt',
        hash: base64(hash.hash),
        salt: base64(hash.salt),
        signer_key: base64(hash.signer_key),
        rounds: hash.rounds,
        mem_cost: hash.mem_cost,
      };
    case 'digest':
      return {
        algorithm: hash.digest,
        hash: base64(hash.hash),
        ...saltOf(hash),
        password: { encoding: hash.encoding },
      };
    case 'hmac':
      return {
        algorithm: 'hmac',
        hash: { ...base64(hash.hash), digest: hash.digest, key: base64(hash.key) },
        ...saltOf(hash),
        password: { encoding: hash.encoding },
      };
    case 'bcrypt':
      return {
        algorithm: 'bcrypt',
        hash: utf8(hash.encoded),
        ...saltOf(hash),
        ...(hash.digest ? { digest: hash.digest } : {}),
      };
  }
};
