/**
 * Serves the built application again and again, each time as a new server with an environment of its
 * own: to load the three thousand modules of Strapi takes longer than the rest of its start.
 *
 * Each line on the standard input is a command: `{ "start": <environment> }` or `{ "stop": true }`.
 * Ends with the process that started it.
 */
const readline = require('node:readline');

const createApplication = require('./application.cjs');

/** Where Strapi counts requests: in a module, and so for all servers of the process. */
const { Stores } = require(
  require.resolve('koa2-ratelimit', { paths: [require.resolve('@strapi/admin/package.json')] })
);

const ownEnv = { ...process.env };
let strapi;

const start = async (env) => {
  for (const name of Object.keys(process.env)) {
    delete process.env[name];
  }
  Object.assign(process.env, ownEnv, env);
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
