/**
 * Serves the built application until the parent process exits. In contrast to the server of the tests, it
 * hashes passwords in as many rounds as a real site.
 */
const path = require('node:path');

const { createStrapi } = require('@strapi/strapi');

process.stdin.on('end', () => process.exit(1)).resume();

const appDir = path.resolve(__dirname, '..', '..');
process.chdir(appDir);
const strapi = createStrapi({
  appDir,
  distDir: path.join(appDir, 'dist'),
  autoReload: false,
  serveAdminPanel: process.env.BENCH_PANEL === 'true',
});

/** Runs a job of the plugin that no route starts. */
process.on('message', async ({ service, method, args }) => {
  if (service) {
    const instance = strapi.plugin('user-profile').service(service);
    const result = await instance[method](...args);
    process.send({ result });
  }
});

void strapi.start();
