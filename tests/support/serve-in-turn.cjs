/**
 * Serves the built application repeatedly, each time as a new server with its own environment:
 * loading Strapi's three thousand modules takes longer than the rest of its start.
 *
 * Each line of standard input is a command: `{ "start": <environment> }` or `{ "stop": true }`.
 * The process exits with its parent.
 */
const path = require('node:path');
const readline = require('node:readline');

const createApplication = require('./application.cjs');

/** Strapi counts requests in module state, which all servers of the process share. */
const { Stores } = require(
  require.resolve('koa2-ratelimit', { paths: [require.resolve('@strapi/admin/package.json')] })
);

const ownEnv = { ...process.env };
let strapi;

/** The code of the site keeps state in its modules, such as an open database. */
const forgetCodeOfSite = () => {
  for (const file of Object.keys(require.cache)) {
    if (path.dirname(file) === __dirname && file !== __filename) {
      delete require.cache[file];
    }
  }
};

const start = async (env) => {
  for (const name of Object.keys(process.env)) {
    delete process.env[name];
  }
  Object.assign(process.env, ownEnv, env);
  forgetCodeOfSite();
  strapi = createApplication();
  await strapi.start();
  process.send('started');
};

const stop = async () => {
  await strapi.destroy();
  Stores.Memory.cleanAll();
  process.send('stopped');
};

readline
  .createInterface({ input: process.stdin })
  .on('line', (line) => {
    const command = JSON.parse(line);
    return command.start ? start(command.start) : stop();
  })
  .on('close', () => process.exit(1));
