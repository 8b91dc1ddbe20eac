import {
  findLogQuery,
  findLogResponse,
  sendEventsBody,
  sendEventsResponse,
} from '../../../../shared/contracts/event-log';
import { exportLogBody } from '../../../../shared/contracts/exports';
import { EXPORT_FORMATS } from '../../../../shared/export-fields';
import { route } from './route';

export const eventLog = [
  route('GET', '/events', 'event-log.find', {
    summary: 'List the events of all users',
    description:
      'Oldest first, in the order in which the events were stored. Continue with `nextCursor`, also after an empty page: no event is skipped or returned twice.',
    query: findLogQuery,
    response: findLogResponse,
  }),
  route('POST', '/events', 'event-log.create', {
    summary: 'Import events',
    description:
      'For events from other identity providers and gateways. Each event is validated separately and has its own result. An event that was sent before is a duplicate and changes nothing.',
    body: sendEventsBody,
    response: sendEventsResponse,
  }),
  route('POST', '/events/export', 'event-log.export', {
    summary: 'Export events',
    description:
      'The events of all users, oldest first, as a file without the envelope. To follow the log, use `GET /events`, which continues where it ended.',
    body: exportLogBody,
    file: EXPORT_FORMATS,
  }),
];
