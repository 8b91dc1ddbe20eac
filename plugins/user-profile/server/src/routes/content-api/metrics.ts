import { z } from '@strapi/utils';

import { route } from './route';

export const metrics = [
  route('GET', '/metrics', 'metrics.find', {
    summary: 'Read metrics for Prometheus',
    description:
      'In the text format of Prometheus, without personal data. Events are counted from the start of the instance that responds: let Prometheus read each instance. Jobs are those of the whole site.',
    response: z.string(),
    mediaType: 'text/plain',
  }),
];
