/**
 * `npm run demo`: from a fresh clone to a Strapi with a hundred sample users, on this machine alone.
 *
 *   PORT=1400 npm run demo            on another port than 1337
 *   DEMO_ADMIN_EMAIL=... DEMO_ADMIN_PASSWORD=... npm run demo
 *                                     with another administrator; counts at the first start
 *   DEMO_VERBOSE=true npm run demo    with everything that Strapi and the build say
 *
 * What it makes is in the folder `.demo`, which git ignores.
 */
import fs from 'node:fs';

const { engines } = JSON.parse(
  fs.readFileSync(new URL('../package.json', import.meta.url), 'utf8')
);
const [, oldest, newest] = />=(\d+)\S* <=(\d+)/.exec(engines.node);
const major = Number(process.versions.node.split('.')[0]);

if (major < Number(oldest) || major > Number(newest)) {
  console.error(
    `The demo needs Node.js ${oldest} to ${newest}; this is ${process.version}. Install another one from https://nodejs.org, then run it again.`
  );
  process.exit(1);
}

// Only now: what follows is written for these versions.
const { main } = await import('./demo/main.mjs');
await main();
