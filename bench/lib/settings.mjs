import { parseArgs } from 'node:util';

const SCALES = {
  default: { users: 100_000, events: 500_000, sqliteUsers: 50_000 },
  full: { users: 1_000_000, events: 10_000_000, sqliteUsers: 100_000 },
};

const DEFAULT_TIMEOUT_MINUTES = { default: 30, full: 180 };

const countFrom = (name, fallback) => {
  const value = Number(process.env[name] ?? fallback);
  if (!Number.isInteger(value) || value < 0) {
    throw new Error(`${name} must be a whole number, but is "${process.env[name]}"`);
  }
  return value;
};

/** @param names the parts that `--only` may select */
export const readSettings = (names) => {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: names.join(',') },
      write: { type: 'boolean', default: false },
    },
  });
  const parts = values.only.split(',');
  const unknown = parts.filter((part) => !names.includes(part));
  if (unknown.length > 0) {
    throw new Error(`Unknown part in --only: ${unknown.join(', ')}. Parts: ${names.join(', ')}`);
  }

  if (values.write && parts.length < names.length) {
    throw new Error('--write needs all parts: leave out --only');
  }

  const scale = process.env.BENCH_SCALE ?? 'default';
  if (!Object.hasOwn(SCALES, scale)) {
    throw new Error(`BENCH_SCALE must be one of ${Object.keys(SCALES).join(', ')}`);
  }
  const users = countFrom('BENCH_USERS', SCALES[scale].users);
  if (users < 1000) {
    throw new Error('BENCH_USERS must be at least 1000');
  }
  return {
    parts,
    write: values.write,
    timeoutMs: countFrom('BENCH_MINUTES', DEFAULT_TIMEOUT_MINUTES[scale]) * 60_000,
    sizes: {
      users,
      events: countFrom('BENCH_EVENTS', SCALES[scale].events),
      sessions: countFrom('BENCH_SESSIONS', Math.floor(users / 2)),
      sqliteUsers: countFrom('BENCH_SQLITE_USERS', Math.min(users, SCALES[scale].sqliteUsers)),
    },
  };
};
