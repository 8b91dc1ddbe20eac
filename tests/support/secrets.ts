import { randomBytes } from 'node:crypto';

const secret = () => randomBytes(24).toString('base64');

/** All secrets that a Strapi application requires. */
export const randomSecrets = (): Record<string, string> => ({
  APP_KEYS: `${secret()},${secret()}`,
  ADMIN_JWT_SECRET: secret(),
  API_TOKEN_SALT: secret(),
  TRANSFER_TOKEN_SALT: secret(),
  ENCRYPTION_KEY: secret(),
  JWT_SECRET: secret(),
});
