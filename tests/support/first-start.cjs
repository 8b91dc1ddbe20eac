/** Lets Strapi create its tables and default rows in an empty database, then exits. */
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

const { createStrapi } = require('@strapi/strapi');

const appDir = path.resolve(__dirname, '..', '..');
process.chdir(appDir);

/** Strapi emits its events shortly after the change that they describe. */
const SETTLE_MS = 500;

const main = async () => {
  const strapi = createStrapi({
    appDir,
    distDir: path.join(appDir, 'dist'),
    autoReload: false,
    serveAdminPanel: false,
  });
  await strapi.load();
  await sleep(SETTLE_MS);
  await strapi.destroy();
};

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  }
);
