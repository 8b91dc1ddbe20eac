/**
 * `npm run demo`: installs, builds and starts a Strapi with a hundred sample users on loopback.
 *
 *   PORT=1400 npm run demo            uses another port than 1337
 *   npm run demo -- --users=100000    adds so many accounts, whose profiles appear in the background
 *   DEMO_ADMIN_EMAIL=... DEMO_ADMIN_PASSWORD=... npm run demo
 *                                     sets the admin, at the first start only
 *   DEMO_VERBOSE=true npm run demo    shows the full output of Strapi and the build
 *
 * The data is in the folder `.demo`, which git ignores.
 */
import fs from 'node:fs';

const { engines } = JSON.parse(
  fs.readFileSync(new URL('../package.json', import.meta.url), 'utf8')
);
const [, oldest, newest] = />=(\d+)\S* <=(\d+)/.exec(engines.node);
const major = Number(process.versions.node.split('.')[0]);

if (major < Number(oldest) || major > Number(newest)) {
  console.error(
    `The demo requires Node.js ${oldest} to ${newest}, but this is ${process.version}. Install a supported version from https://nodejs.org and try again.`
  );
  process.exit(1);
}

// A static import would load modules that an unsupported version may fail to parse.
const { main } = await import('./demo/main.mjs');
await main();
