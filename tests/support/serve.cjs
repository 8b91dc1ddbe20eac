/**
 * Starts the built application, as `strapi start` would but for four things: the panel is served
 * only when it is asked for, what costs time is made cheap, code of a test can run inside, and the
 * process ends with the test that started it.
 *
 * CommonJS, because Strapi loads the plugins as CommonJS: an ES module would get a second copy of
 * Strapi's classes.
 */
const path = require('node:path');

const { createStrapi } = require('@strapi/strapi');

const appDir = path.resolve(__dirname, '..', '..');
process.chdir(appDir);

process.stdin.on('end', () => process.exit(1)).resume();

const strapi = createStrapi({
  appDir,
  distDir: path.join(appDir, 'dist'),
  autoReload: false,
  serveAdminPanel: process.env.TEST_SERVE_PANEL === 'true',
});

require('./quick.cjs')(strapi);
if (process.env.TEST_SERVER_CODE === 'true') require('./server-code.cjs')(strapi);

strapi.start();
