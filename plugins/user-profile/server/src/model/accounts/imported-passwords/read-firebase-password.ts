import type { FirebaseHashConfig } from '../../../../../shared/contracts/firebase-hash-config';
import { coded } from '../../../utils/errors';
import {
  fromBase64,
  requireBytes,
  requireHash,
  requireSalt,
  requireShort,
  toBase64,
} from './hash-fields';
import { LIMITS, NO_PASSWORD, PasswordHashError, type PasswordRead } from './imported-hash';

/** The fields of a user in the file of `firebase auth:export`. */
export interface FirebasePassword {
  passwordHash?: unknown;
  salt?: unknown;
}

const textOf = (value: unknown, path: string[]): string => {
  if (value === undefined || value === null) {
    return '';
  }
  if (typeof value !== 'string') {
    throw new PasswordHashError(path, 'must be a string');
  }
  return requireShort(value, path);
};

/**
 * Reads the password of a user of Firebase.
 *
 * @param config null if the password hash parameters of the project were not given
 * @throws PasswordHashError
 */
export const readFirebasePassword = (
  user: FirebasePassword,
  config: FirebaseHashConfig | null
): PasswordRead => {
  const encoded = textOf(user.passwordHash, ['passwordHash']);
  if (encoded === '') {
    return NO_PASSWORD;
  }
  if (!config) {
    throw new PasswordHashError(['passwordHash'], coded('import_hash_parameters'));
  }
  const hash = requireHash(fromBase64(encoded), ['passwordHash']);
  const salt = requireSalt(fromBase64(textOf(user.salt, ['salt'])), ['salt']);
  const separator = requireSalt(fromBase64(config.base64_salt_separator), [
    'hash_config',
    'base64_salt_separator',
  ]);
  // Firebase encrypts the signer key, so the hash is as long.
  const key = requireBytes(
    fromBase64(config.base64_signer_key),
    ['hash_config', 'base64_signer_key'],
    { min: hash.length, max: Math.min(hash.length, LIMITS.maxKeyBytes), encoding: 'base64' }
  );
  return {
    kind: 'imported',
    hash: {
      v: 1,
      algorithm: 'firebase-scrypt',
      rounds: config.rounds,
      mem_cost: config.mem_cost,
      salt: toBase64(Buffer.concat([salt, separator])),
      signer_key: toBase64(key),
      hash: toBase64(hash),
    },
  };
};
