/**
 * Loaded before Strapi with `--require` if `BENCH_PROFILE` names a folder: writes a CPU profile of the whole life of
 * the server into it. The Performance panel of Chrome's DevTools opens the file.
 */
const fs = require('node:fs');
const { Session } = require('node:inspector');
const path = require('node:path');

const folder = process.env.BENCH_PROFILE;
fs.mkdirSync(folder, { recursive: true });

const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.start');

// Strapi ends the process without waiting for listeners that are added later.
process.once('SIGTERM', () => {
  session.post('Profiler.stop', (error, { profile }) => {
    const name = `${process.env.USER_PROFILE_ENABLED === 'false' ? 'alone' : 'plugin'}-${process.pid}`;
    fs.writeFileSync(path.join(folder, `${name}.cpuprofile`), JSON.stringify(profile));
  });
});
