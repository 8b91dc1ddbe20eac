import { performance } from 'node:perf_hooks';

import type { Core } from '@strapi/types';

/** The time of the database (milliseconds since 1970), measured with an error of at most `error`. */
export interface Measurement {
  time: number;
  error: number;
  /** When it was measured, on the monotonic clock of this process. */
  at: number;
}

const MILLISECONDS: Record<string, string> = {
  sqlite: "(julianday('now') - 2440587.5) * 86400000",
  postgres: 'extract(epoch from clock_timestamp()) * 1000',
  mysql: 'unix_timestamp(now(6)) * 1000',
};

const SAMPLES = 3;

const clocks = new WeakMap<Core.Strapi, Measurement>();

const estimate = ({ time, at }: Measurement, now: number): number => time + (now - at);

/** The resolution of SQLite's clock (milliseconds). */
const RESOLUTION = 1;

/** The database read its clock between the request and the response, so half of that time is the error. */
const sample = async (strapi: Core.Strapi): Promise<Measurement> => {
  const { connection, dialect } = strapi.db;
  const sent = performance.now();
  const row = await connection
    .select(connection.raw(`${MILLISECONDS[dialect.client]} as ms`))
    .first();
  const received = performance.now();
  const half = (received - sent) / 2;
  return { time: Number(row.ms), error: half + RESOLUTION, at: sent + half };
};

/**
 * Whether the clock must follow a new measurement. Two measurements that agree within their errors do not
 * move the clock, so it never steps back by a few milliseconds: a revocation would then precede a token that
 * was issued before it.
 */
export const hasMoved = (current: Measurement | undefined, next: Measurement): boolean =>
  current === undefined ||
  Math.abs(estimate(current, next.at) - next.time) > current.error + next.error;

/**
 * Measures how the clock of the database differs from that of this process. Must not be called inside a
 * transaction, since SQLite has one connection.
 */
export const measureSharedClock = async (strapi: Core.Strapi): Promise<void> => {
  let best: Measurement | undefined;
  for (let count = 0; count < SAMPLES; count += 1) {
    const next = await sample(strapi);
    best = best && best.error <= next.error ? best : next;
  }
  if (best && Number.isFinite(best.time) && hasMoved(clocks.get(strapi), best)) {
    clocks.set(strapi, best);
  }
};

/**
 * The time of the database, which all servers share, in whole milliseconds. It is known at once, because a
 * token is signed synchronously. Before the first measurement, it is the time of this process.
 */
export const sharedNow = (strapi: Core.Strapi): number => {
  const clock = clocks.get(strapi);
  return clock ? Math.floor(estimate(clock, performance.now())) : Date.now();
};
