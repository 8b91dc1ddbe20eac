import { coded, type CodedText } from '../../../utils/errors';

/** Digests that old systems hash passwords with. Node.js offers them without legacy providers of OpenSSL. */
export const DIGESTS = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const;
export type Digest = (typeof DIGESTS)[number];

export const DIGEST_BYTES: ReadonlyMap<string, number> = new Map<Digest, number>([
  ['md5', 16],
  ['sha1', 20],
  ['sha224', 28],
  ['sha256', 32],
  ['sha384', 48],
  ['sha512', 64],
]);

export const isDigest = (name: string): name is Digest => DIGEST_BYTES.has(name);

/** The encodings of a password that differ: `ucs2` is another name of `utf16le`, `binary` and `ascii` of `latin1`. */
export type PasswordEncoding = 'utf8' | 'utf16le' | 'latin1';

export interface Salted {
  /** Base64; empty without a salt. */
  salt: string;
  position: 'prefix' | 'suffix';
}

/**
 * A password hash of another system, as it is stored. All binary values are base64. `v` is the version of the
 * form.
 */
export type ImportedHash = { v: 1 } & (
  | { algorithm: 'argon2'; /** In PHC form. */ encoded: string }
  | {
      algorithm: 'pbkdf2';
      digest: Digest;
      iterations: number;
      salt: string;
      hash: string;
    }
  | {
      algorithm: 'scrypt';
      cost: number;
      block_size: number;
      parallelization: number;
      salt: string;
      hash: string;
      encoding: PasswordEncoding;
    }
  | {
      algorithm: 'firebase-scrypt';
      rounds: number;
      mem_cost: number;
      /** With the salt separator of the project at its end. */
      salt: string;
      signer_key: string;
      hash: string;
    }
  | ({ algorithm: 'digest'; digest: Digest; hash: string; encoding: PasswordEncoding } & Salted)
  | ({
      algorithm: 'hmac';
      digest: Digest;
      key: string;
      hash: string;
      encoding: PasswordEncoding;
    } & Salted)
  | ({
      algorithm: 'bcrypt';
      encoded: string;
      /** bcrypt gets the hexadecimal digest of the password instead of the password. */
      digest?: 'sha256';
    } & Salted)
);

/** What an imported record says about the password. bcrypt hashes become the password of the account as they are. */
export type PasswordRead =
  { kind: 'none' } | { kind: 'bcrypt'; hash: string } | { kind: 'imported'; hash: ImportedHash };

export const NO_PASSWORD: PasswordRead = { kind: 'none' };

/** A password hash that cannot be imported. The text never contains a part of the hash. */
export class PasswordHashError extends Error {
  readonly text: CodedText;

  /** @param text without a code for details of a hash that only its author could change */
  constructor(
    readonly path: string[],
    text: string | CodedText
  ) {
    const asText = typeof text === 'string' ? coded('import_hash', { problem: text }) : text;
    super(asText.message);
    this.text = asText;
    this.name = 'PasswordHashError';
  }
}

/**
 * Upper bounds. Each login computes the hash again, so a file could make the server compute for minutes or use all
 * of its memory. The bounds are several times what current recommendations ask for.
 */
export const LIMITS = {
  /** Four times as slow as the 13 that is the highest in common use. */
  bcryptRounds: 15,
  argon2MemoryKib: 256 * 1024,
  /** Memory times passes. */
  argon2Work: 1024 * 1024,
  argon2Lanes: 16,
  /** Iterations times blocks of output. */
  pbkdf2Work: 3_000_000,
  scryptMemoryBytes: 256 * 1024 * 1024,
  /** N times r times p. */
  scryptWork: 2 ** 22,
  /** Long enough to make collisions infeasible. */
  minHashBytes: 16,
  maxHashBytes: 512,
  maxSaltBytes: 512,
  maxKeyBytes: 1024,
  /** Of the part of bcrypt's 72 bytes that is left for the password. */
  minBcryptPasswordBytes: 32,
  maxTextLength: 4096,
} as const;
