import { z } from '@strapi/utils';

import { component } from './schema';

const healthCheck = component(
  'HealthCheck',
  z.object({
    status: z
      .enum(['pass', 'warn', 'fail'])
      .describe('`warn`: something needs attention, but users can log in and every event is kept.'),
    message: z.string().nullable().describe('What is wrong; null with `pass`.'),
  })
);

export type HealthCheck = z.output<typeof healthCheck>;

export const findHealthResponse = component(
  'HealthResponse',
  z.object({
    data: z.object({
      status: healthCheck.shape.status.describe('The worst status of the checks.'),
      checks: z.object({
        database: healthCheck.describe('Whether the tables of the plugin can be read.'),
        event_queue: healthCheck.describe(
          'Events that the responding instance could not write yet. It fails if the queue is full, because further events are lost.'
        ),
        jobs: healthCheck.describe(
          'Jobs of the site that an instance did not finish, and that no instance has continued, and imports that no instance continues and whose files the responding one does not have.'
        ),
        places: healthCheck.describe(
          'The place database of the responding instance. It passes if it is turned off.'
        ),
      }),
    }),
  })
);

/** GET /health */
export declare namespace FindHealth {
  export type Response = z.output<typeof findHealthResponse>;
}
