/**
 * The built application, as `strapi start` creates it, with three exceptions: the panel is served
 * only on request, slow operations are made cheap, and the code named by `TEST_CODE` runs inside it
 * as code of the site.
 *
 * This is CommonJS, because Strapi loads the plugins as CommonJS: an ES module would get a second
 * copy of Strapi's classes.
 */
const path = require('node:path');

const { createStrapi } = require('@strapi/strapi');

const appDir = path.resolve(__dirname, '..', '..');

module.exports = () => {
  process.chdir(appDir);
  const strapi = createStrapi({
    appDir,
    distDir: path.join(appDir, 'dist'),
    autoReload: false,
    serveAdminPanel: process.env.TEST_SERVE_PANEL === 'true',
  });
  require('./quick.cjs')(strapi);
  if (process.env.TEST_CODE) {
    require(process.env.TEST_CODE)(strapi);
  }
  return strapi;
};
