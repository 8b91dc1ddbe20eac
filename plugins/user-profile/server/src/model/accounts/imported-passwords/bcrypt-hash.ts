import { LIMITS, PasswordHashError } from './imported-hash';

const HASH = /^\$2([abxy])\$(\d\d)\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})$/;
const ALPHABET = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const MIN_ROUNDS = 4;

const maskLast = (text: string, mask: number): string =>
  text.slice(0, -1) + ALPHABET[ALPHABET.indexOf(text.slice(-1)) & mask];

/**
 * Checks a bcrypt hash. The last characters of salt and hash contain unused bits. bcryptjs compares them, so they
 * are cleared, as it writes them.
 *
 * @throws PasswordHashError
 */
export const readBcrypt = (text: string, path: string[]): string => {
  const match = HASH.exec(text);
  if (!match) {
    throw new PasswordHashError(path, 'is not a bcrypt hash of 60 characters ($2a$, $2b$ or $2y$)');
  }
  const [, revision, rounds, salt, hash] = match;
  if (revision === 'x') {
    throw new PasswordHashError(
      path,
      'bcrypt hashes of the defective revision $2x$ are not supported'
    );
  }
  if (Number(rounds) < MIN_ROUNDS || Number(rounds) > LIMITS.bcryptRounds) {
    throw new PasswordHashError(
      path,
      `the cost of bcrypt must be ${MIN_ROUNDS} to ${LIMITS.bcryptRounds}, but is ${Number(rounds)}`
    );
  }
  return `$2${revision}$${rounds}$${maskLast(salt, 0x30)}${maskLast(hash, 0x3c)}`;
};
