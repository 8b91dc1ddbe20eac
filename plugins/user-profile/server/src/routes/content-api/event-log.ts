import {
  findLogQuery,
  findLogResponse,
  sendEventsBody,
  sendEventsResponse,
} from '../../../../shared/contracts/event-log';
import { route } from './route';

export const eventLog = [
  route('GET', '/events', 'event-log.find', {
    summary: 'The log of the whole site',
    description:
      'Oldest first, in the order in which events were stored. Ask again with `nextCursor`, also after an empty page: no event is missed or comes twice.',
    query: findLogQuery,
    response: findLogResponse,
  }),
  route('POST', '/events', 'event-log.create', {
    summary: 'Send events in',
    description:
      'From other identity providers and gateways. Each event stands for itself and has a result of its own; one that was sent before is a duplicate and changes nothing.',
    body: sendEventsBody,
    response: sendEventsResponse,
    errors: [413],
  }),
];
