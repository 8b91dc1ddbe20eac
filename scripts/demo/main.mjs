import { parseArgs } from 'node:util';

import { ensureInstalled } from '../lib/install.mjs';
import { formatDuration } from '../lib/run.mjs';
import { ensureBuilt } from './build.mjs';
import { DemoError } from './errors.mjs';
import { findPortAfter, readPort, requireFreePort, siteUrl } from './port.mjs';
import { startSampleProvider } from './sample-provider/index.mjs';
import { loadSettings, strapiEnv } from './settings.mjs';
import { startStrapi } from './strapi.mjs';
import { welcome } from './welcome.mjs';

const MAX_USERS = 1_000_000;

const parseOptions = (args) => {
  try {
    return parseArgs({ args, options: { users: { type: 'string', default: '0' } } });
  } catch (error) {
    throw new DemoError(`${error.message}. The only option is --users=<number>.`);
  }
};

const install = async () => {
  try {
    await ensureInstalled();
  } catch (error) {
    throw new DemoError(
      `The packages could not be installed: ${error.message}. See the output of npm above.`
    );
  }
};

/** @returns the number of accounts that are added to the sample users */
const readUsers = (args) => {
  const { values } = parseOptions(args);
  const users = Number(values.users);
  if (!Number.isInteger(users) || users < 0 || users > MAX_USERS) {
    throw new DemoError(
      `--users must be a number from 0 to ${MAX_USERS}, but is "${values.users}".`
    );
  }
  return users;
};

const runSite = async (settings, options) => {
  const env = strapiEnv(settings, options);
  // With NODE_ENV=production npm skips the devDependencies, which build the plugin.
  delete process.env.NODE_ENV;
  await install();
  await ensureBuilt(env);

  const start = performance.now();
  console.log('Starting Strapi ...');
  const strapi = startStrapi(env, options.port);
  if (await strapi.waitUntilReady()) {
    console.log(`Done in ${formatDuration(performance.now() - start)}`);
    console.log(welcome(settings, options));
  }
  await strapi.ended;
};

const run = async () => {
  const users = readUsers(process.argv.slice(2));
  const port = readPort(process.env.PORT);
  await requireFreePort(port);
  const settings = loadSettings();
  const provider = await startSampleProvider({
    port: await findPortAfter(port),
    site: siteUrl(port),
  });
  try {
    await runSite(settings, { port, users, providerUrl: provider.url });
  } finally {
    provider.close();
  }
};

export const main = async () => {
  try {
    await run();
  } catch (error) {
    const isExpected = error instanceof DemoError && process.env.DEMO_VERBOSE !== 'true';
    console.error(`\n${isExpected ? error.message : (error.stack ?? error)}`);
    process.exitCode = 1;
  }
};
