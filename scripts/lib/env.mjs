import { randomBytes } from 'node:crypto';

/** Sends no telemetry and uses UTC. */
export const quietEnv = {
  STRAPI_TELEMETRY_DISABLED: 'true',
  TZ: 'UTC',
};

const secret = () => randomBytes(24).toString('base64');

/** Random secrets for a temporary application. */
export const randomSecrets = () => ({
  APP_KEYS: `${secret()},${secret()}`,
  ADMIN_JWT_SECRET: secret(),
  API_TOKEN_SALT: secret(),
  TRANSFER_TOKEN_SALT: secret(),
  ENCRYPTION_KEY: secret(),
  JWT_SECRET: secret(),
});
