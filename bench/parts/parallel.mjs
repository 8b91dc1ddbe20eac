import { authOf } from '../lib/calls.mjs';
import { NATIVE_BCRYPT, startServer } from '../lib/server.mjs';
import { median } from '../lib/statistics.mjs';
import { findIdentifiers } from './login.mjs';

const CLIENTS = 16;
const ROUND_MS = 4000;
const ROUNDS = 3;

/**
 * Logins of parallel clients for a while.
 * @returns logins per second and the longest stall
 */
const storm = async (site, identifiers) => {
  const auth = authOf(site);
  await site.server.resetProbe();
  const started = performance.now();
  let logins = 0;
  const client = async (identifier) => {
    while (performance.now() - started < ROUND_MS) {
      await auth.logIn(identifier);
      logins += 1;
    }
  };
  await Promise.all(identifiers.slice(0, CLIENTS).map(client));
  const perSecond = logins / ((performance.now() - started) / 1000);
  const { longestStallMs } = await site.server.readProbe();
  return { perSecond, longestStallMs };
};

export default {
  name: 'parallel',
  title: `${CLIENTS} parallel logins`,
  async run({ report, sites }) {
    const [small, plain] = [await sites.small(), await sites.smallPlain()];
    const env = sites.configEnv();
    const native = { server: await startServer(small.database, { nativeBcrypt: true, env }) };
    const sides = {
      [`with ${NATIVE_BCRYPT}`]: native,
      [`without ${NATIVE_BCRYPT}`]: small,
      plain,
    };
    const identifiers = await findIdentifiers(small);

    const results = Object.fromEntries(Object.keys(sides).map((side) => [side, []]));
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [side, site] of Object.entries(sides)) {
        results[side].push(await storm(site, identifiers));
      }
    }
    await native.server.stop();

    const medianOf = (side, key) => median(results[side].map((result) => result[key]));
    const against = 'Users & Permissions alone';
    for (const [side, atLeast, atMost] of [
      [`with ${NATIVE_BCRYPT}`, 2, 50],
      [`without ${NATIVE_BCRYPT}`],
    ]) {
      report.ratio({
        name: `logins per second ${side}`,
        value: medianOf(side, 'perSecond'),
        against,
        baseline: medianOf('plain', 'perSecond'),
        unit: '/s',
        atLeast,
      });
      report.absolute({
        name: `longest stall of the event loop ${side}`,
        value: medianOf(side, 'longestStallMs'),
        against,
        baseline: medianOf('plain', 'longestStallMs'),
        unit: 'ms',
        atMost,
      });
    }
  },
};
