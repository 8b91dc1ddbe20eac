import { DIGEST_BYTES, type ImportedHash } from './imported-hash';

const bytesOf = (base64: string): number => Buffer.from(base64, 'base64').length;

/** Algorithm and cost of a hash, without its secrets. Hashes with the same text take the same time to check. */
export const describeParameters = (hash: ImportedHash): string => {
  switch (hash.algorithm) {
    case 'argon2':
      return hash.encoded.split('$').slice(1, 4).join(' ');
    case 'pbkdf2': {
      const blocks = Math.ceil(bytesOf(hash.hash) / (DIGEST_BYTES.get(hash.digest) ?? 1));
      return `pbkdf2-${hash.digest} i=${hash.iterations},b=${blocks}`;
    }
    case 'scrypt':
      return `scrypt n=${hash.cost},r=${hash.block_size},p=${hash.parallelization}`;
    case 'firebase-scrypt':
      return `firebase-scrypt n=${2 ** hash.mem_cost},r=${hash.rounds}`;
    case 'digest':
    case 'hmac':
      return `${hash.algorithm} ${hash.digest}`;
    case 'bcrypt':
      return `bcrypt ${hash.encoded.slice(4, 6)}`;
  }
};
