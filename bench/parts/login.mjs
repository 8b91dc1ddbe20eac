import { authOf } from '../lib/calls.mjs';
import { compare } from '../lib/compare.mjs';
import { NATIVE_BCRYPT, startServer } from '../lib/server.mjs';

const QUANTILES = { 0.5: 'p50', 0.95: 'p95' };
const ROUNDS = { small: 60, large: 40 };
const BUDGET_MS = 15_000;
const ALONE = 'Users & Permissions alone';

/** Users 2 to 20 of the sample data log in with a password; user 1 is the heavy one. */
const LOGIN_USERS = Array.from({ length: 19 }, (_, index) => index + 2);

export const findIdentifiers = ({ run }) =>
  run(async (db) => {
    const rows = await db.query(
      `select email from up_users where id in (${LOGIN_USERS.join(', ')}) order by id`
    );
    return rows.map(({ email }) => email);
  });

/** The same requests to one site, in turn for different users. */
const createCalls = async (site) => {
  const auth = authOf(site);
  const identifiers = await findIdentifiers(site);
  let turn = 0;
  const next = () => {
    turn += 1;
    return identifiers[turn % identifiers.length];
  };
  const getTokens = async () => JSON.parse((await auth.logIn(next())).text);
  let { refreshToken } = await getTokens();
  /** Of a session that is not refreshed: the check of a token follows each refresh since. */
  let jwt;
  return {
    logIn: async () => (await auth.logIn(next())).ms,
    failToLogIn: async () =>
      (await auth.logIn(next(), { password: 'wrong-password', expected: 400 })).ms,
    refresh: async () => {
      const { ms, text } = await auth.refresh(refreshToken);
      refreshToken = JSON.parse(text).refreshToken ?? refreshToken;
      return ms;
    },
    getMe: async () => {
      jwt ??= (await getTokens()).jwt;
      return (await auth.getMe(jwt)).ms;
    },
  };
};

/** @returns a function that measures one call on both sites */
const comparer = async (report, { where, rounds }, site, plain) => {
  const [own, alone] = [await createCalls(site), await createCalls(plain)];
  return (what, call, atMost) =>
    report.measure(`${what}, ${where}`, (name) =>
      compare(
        report,
        { name, measure: own[call] },
        [{ label: ALONE, measure: alone[call], atMost }],
        { rounds, budgetMs: BUDGET_MS, quantiles: QUANTILES }
      )
    );
};

const measureSite = async (...args) => {
  const measureCall = await comparer(...args);
  await measureCall('login', 'logIn', 1.05);
  await measureCall('failed login', 'failToLogIn', 1.05);
  await measureCall('refresh', 'refresh', 1.2);
  await measureCall('authorized GET', 'getMe');
};

/** What the optional package adds. Without a target, because Users & Permissions alone hashes with bcryptjs. */
const measureNative = async (report, sites, small) => {
  const { database, run } = await sites.small();
  const env = sites.configEnv();
  const server = await startServer(database, { nativeBcrypt: true, env });
  const where = `${small.where}, ${NATIVE_BCRYPT} beside bcryptjs`;
  const site = { server, run };
  const measureCall = await comparer(report, { ...small, where }, site, await sites.smallPlain());
  await measureCall('login', 'logIn');
  await measureCall('failed login', 'failToLogIn');
  await server.stop();
};

export default {
  name: 'login',
  title: 'Logins',
  async run({ report, sites, sizes }) {
    const small = { where: 'small site', rounds: ROUNDS.small };
    const large = { where: `${sizes.users} users`, rounds: ROUNDS.large };
    await measureSite(report, small, await sites.small(), await sites.smallPlain());
    await measureNative(report, sites, small);
    await measureSite(report, large, await sites.large(), await sites.largePlain());
  },
};
