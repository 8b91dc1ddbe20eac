import { createHash, generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto';

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signs with a new RSA key (RS256). */
export const createSigner = () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = randomUUID();
  const header = encode({ alg: 'RS256', typ: 'JWT', kid });
  return {
    publicJwk: { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' },
    sign(claims) {
      const content = `${header}.${encode(claims)}`;
      const signature = sign('sha256', Buffer.from(content), privateKey);
      return `${content}.${signature.toString('base64url')}`;
    },
  };
};

/** Secrets that stand for a value until they expire. */
export const createSecrets = (lifetimeMs) => {
  const values = new Map();
  const read = (secret) => {
    const found = values.get(secret);
    return found && found.until > Date.now() ? found.value : null;
  };
  return {
    read,
    issue(value) {
      const secret = randomBytes(32).toString('base64url');
      values.set(secret, { value, until: Date.now() + lifetimeMs });
      return secret;
    },
    consume(secret) {
      const value = read(secret);
      values.delete(secret);
      return value;
    },
  };
};

/** Of PKCE with the method S256. */
export const challengeOf = (verifier) => createHash('sha256').update(verifier).digest('base64url');
