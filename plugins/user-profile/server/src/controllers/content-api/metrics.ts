import type { Core } from '@strapi/types';
import type { Context as KoaContext } from 'koa';

import type { JobStatus } from '../../../../shared/contracts/status';
import { SECOND_MS } from '../../../../shared/durations';
import { outcomeOf } from '../../../../shared/event-types';
import { PROMETHEUS_TEXT, prometheusText, type Metric } from '../../utils/prometheus';
import { getService, type Context } from '../../utils/service';

const single = (name: string, type: Metric['type'], help: string, value: number): Metric => ({
  name: `user_profile_${name}`,
  type,
  help,
  samples: [{ value }],
});

const eventMetrics = (strapi: Core.Strapi): Metric[] => {
  const writer = getService(strapi, 'event-writer');
  return [
    {
      name: 'user_profile_events_total',
      type: 'counter',
      help: 'Events that this instance has written, such as logins (s) and lockouts (limit_wc, limit_mu).',
      samples: Object.entries(writer.written()).map(([type, value]) => ({
        labels: { type, outcome: outcomeOf(type) },
        value,
      })),
    },
    single(
      'event_queue_length',
      'gauge',
      'Events that this instance could not write yet.',
      writer.waiting()
    ),
    single(
      'events_dropped_total',
      'counter',
      'Events that were dropped because the queue was full.',
      writer.dropped()
    ),
    single(
      'capture_errors_total',
      'counter',
      'Errors of recording, of event listeners and of hooks.',
      getService(strapi, 'capture-errors').count()
    ),
  ];
};

/** The jobs of the site, which are the same on every instance. Prometheus has a label `job` already. */
const jobMetrics = (jobs: JobStatus[]): Metric[] => {
  const gauge = (
    name: string,
    help: string,
    valueOf: (job: JobStatus) => number | null
  ): Metric => ({
    name: `user_profile_job_${name}`,
    type: 'gauge',
    help,
    samples: jobs.flatMap((job) => {
      const value = valueOf(job);
      return value === null ? [] : [{ labels: { name: job.name }, value }];
    }),
  });
  return [
    gauge('running', 'Whether an instance runs the job now (1) or not (0).', ({ running }) =>
      Number(running)
    ),
    gauge('last_end_timestamp_seconds', 'When the last run ended.', ({ ended_at: endedAt }) =>
      endedAt === null ? null : Date.parse(endedAt) / SECOND_MS
    ),
    gauge('progress_ratio', 'The part of a running job that is done, from 0 to 1.', (job) =>
      job.running && job.progress && job.progress.total > 0
        ? Math.min(1, job.progress.done / job.progress.total)
        : null
    ),
  ];
};

export default ({ strapi }: Context) => ({
  async find(ctx: KoaContext) {
    const jobs = await getService(strapi, 'jobs').list();
    ctx.set('content-type', PROMETHEUS_TEXT);
    ctx.body = prometheusText([...eventMetrics(strapi), ...jobMetrics(jobs)]);
  },
});
