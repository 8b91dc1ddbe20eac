import {
  createConnectionBody,
  deleteConnectionQuery,
  deleteConnectionResponse,
  findConnectionResponse,
  findConnectionsResponse,
  findStrategiesResponse,
  testConnectionResponse,
  updateConnectionBody,
} from '../../../../shared/contracts/connections';
import { route } from './route';

export const connections = [
  route('GET', '/connections', 'connections.find', {
    summary: 'The connections',
    response: findConnectionsResponse,
  }),
  route('POST', '/connections', 'connections.create', {
    summary: 'Make a connection',
    description: 'Which options there are depends on the strategy: see `/connection-strategies`.',
    body: createConnectionBody,
    response: findConnectionResponse,
    status: 201,
    errors: [409],
  }),
  route('GET', '/connections/:name', 'connections.findOne', {
    summary: 'One connection',
    response: findConnectionResponse,
  }),
  route('PUT', '/connections/:name', 'connections.update', {
    summary: 'Change a connection',
    description:
      '`options` replaces them all, but for secrets that are left out, which stay; `null` removes a secret. Where an option changes that says where secrets go, as `issuer` and `url` do, they must be sent anew.',
    body: updateConnectionBody,
    response: findConnectionResponse,
  }),
  route('DELETE', '/connections/:name', 'connections.delete', {
    summary: 'Delete a connection',
    description:
      'Rejected with 409 while users depend on it, unless `users=move` moves them to the connection `to` of the same strategy or `users=detach` detaches them. A move covers all users or none: the error lists up to 20 conflicts and counts all of them in `details.total`.',
    query: deleteConnectionQuery,
    response: deleteConnectionResponse,
    errors: [409],
  }),
  route('POST', '/connections/:name/test', 'connections.test', {
    summary: 'Ask the source whether the connection works',
    response: testConnectionResponse,
  }),
  route('GET', '/connection-strategies', 'strategies.find', {
    summary: 'The kinds of connections that can be made',
    response: findStrategiesResponse,
  }),
];
