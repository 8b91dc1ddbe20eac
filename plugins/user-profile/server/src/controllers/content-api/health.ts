import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import type { FindHealth, HealthCheck } from '../../../../shared/contracts/health';
import { SECOND_MS } from '../../../../shared/durations';
import { getConfig } from '../../config/get';
import { logError } from '../../utils/log-error';
import { getService, type Context } from '../../utils/service';
import { withTimeout } from '../../utils/with-timeout';

type Checks = FindHealth.Response['data']['checks'];

/** A monitor should get a response before it gives up. */
const DATABASE_TIMEOUT_MS = 5 * SECOND_MS;

const PASS: HealthCheck = { status: 'pass', message: null };
const warn = (message: string): HealthCheck => ({ status: 'warn', message });
const fail = (message: string): HealthCheck => ({ status: 'fail', message });

const jobProblems = async (strapi: Core.Strapi): Promise<string[]> => {
  const stuck = await getService(strapi, 'jobs').findStuck();
  const waiting = await getService(strapi, 'user-import').findWaitingForFile();
  return [
    ...(stuck.length > 0
      ? [`Jobs that were interrupted and not continued: ${stuck.join(', ')}.`]
      : []),
    ...(waiting.length > 0
      ? [
          `Imports that no server continues, whose files this server does not have: ${waiting.join(', ')}. Start the server that has them, or cancel them.`,
        ]
      : []),
  ];
};

const checkDatabase = async (strapi: Core.Strapi): Promise<Pick<Checks, 'database' | 'jobs'>> => {
  try {
    const problems = await withTimeout(
      DATABASE_TIMEOUT_MS,
      () => jobProblems(strapi),
      () => new Error(`no result after ${DATABASE_TIMEOUT_MS} ms`)
    );
    return { database: PASS, jobs: problems.length === 0 ? PASS : warn(problems.join(' ')) };
  } catch (error) {
    logError(strapi, 'health: the database cannot be read', error);
    return {
      database: fail('The tables of the plugin cannot be read. The log has the error.'),
      jobs: warn('Unknown, because the database cannot be read.'),
    };
  }
};

const checkQueue = (strapi: Core.Strapi): HealthCheck => {
  const writer = getService(strapi, 'event-writer');
  const waiting = writer.waiting();
  if (writer.isFull()) {
    return fail(`The queue is full with ${waiting} events. Further events are lost.`);
  }
  return waiting === 0 ? PASS : warn(`Events that could not be written yet: ${waiting}.`);
};

const checkPlaces = (strapi: Core.Strapi): HealthCheck => {
  const { state } = getService(strapi, 'places').current();
  if (state === 'failed') {
    return warn('The place database cannot be read, so logins have no place.');
  }
  return state === 'none' && getConfig(strapi).geo.enabled
    ? warn('No place database is installed, so logins have no place.')
    : PASS;
};

const worstOf = (checks: Checks): HealthCheck['status'] => {
  const found = Object.values(checks).map(({ status }) => status);
  return (['fail', 'warn'] as const).find((status) => found.includes(status)) ?? 'pass';
};

export default ({ strapi }: Context) => ({
  async find(ctx: KoaContext) {
    const checks: Checks = {
      ...(await checkDatabase(strapi)),
      event_queue: checkQueue(strapi),
      places: checkPlaces(strapi),
    };
    const status = worstOf(checks);
    ctx.status = status === 'fail' ? 503 : 200;
    ctx.body = { data: { status, checks } } satisfies FindHealth.Response;
  },
});
