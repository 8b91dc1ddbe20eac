import { z } from '@strapi/utils';

import { findHealthResponse } from '../../../../shared/contracts/health';
import { route } from './route';

export const monitoring = [
  route('GET', '/metrics', 'metrics.find', {
    summary: 'Read metrics for Prometheus',
    description:
      'In the text format of Prometheus, without personal data. Events are counted from the start of the instance that responds: let Prometheus read each instance. Jobs are those of the whole site.',
    response: z.string(),
    mediaType: 'text/plain',
  }),
  route('GET', '/health', 'health.find', {
    summary: 'Read the health of the plugin',
    description:
      'The status is 200, or 503 if a check fails. Warnings do not change it: an interrupted job or a missing place database must not take an instance out of a load balancer.',
    response: findHealthResponse,
    alsoStatus: 503,
  }),
];
