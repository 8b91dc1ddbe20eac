import type { Core } from '@strapi/strapi';

const admin = ({ env }: Core.Config.Shared.ConfigParams): Core.Config.Admin => ({
  auth: {
    secret: env('ADMIN_JWT_SECRET', ''),
  },
  apiToken: {
    salt: env('API_TOKEN_SALT', ''),
  },
  transfer: {
    token: { salt: env('TRANSFER_TOKEN_SALT', '') },
  },
  secrets: {
    encryptionKey: env('ENCRYPTION_KEY'),
  },
  flags: {
    nps: false,
    promoteEE: false,
    // Read by src/admin: the panel of the demo begins with a page that says what to try. Set in any case, because
    // servers that follow each other in one process keep what Strapi has merged (@strapi/core 5.54.0, loaders/admin.js).
    ...{ demo: env.bool('DEMO', false) },
  },
  // The plugin runs from its build. A change in its sources must not restart the server before the
  // build is done.
  watchIgnoreFiles: ['**/plugins/*/admin/**', '**/plugins/*/server/**', '**/plugins/*/shared/**'],
});

export default admin;
