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
    summary: 'List the connections',
    description:
      'Those of the panel, of the configuration and of Users & Permissions. Secrets are never returned.',
    response: findConnectionsResponse,
  }),
  route('POST', '/connections', 'connections.create', {
    summary: 'Create a connection',
    description: 'The options depend on the strategy; see `/connection-strategies`.',
    body: createConnectionBody,
    response: findConnectionResponse,
    status: 201,
    errors: [409],
  }),
  route('GET', '/connections/:name', 'connections.findOne', {
    summary: 'Get a connection',
    description: 'Secrets are never returned; `secrets_set` names those that are set.',
    response: findConnectionResponse,
  }),
  route('PUT', '/connections/:name', 'connections.update', {
    summary: 'Update a connection',
    description:
      '`options` replaces all options. Omitted secrets keep their stored value, and `null` removes a secret. If an option changes that determines where secrets are sent, such as `issuer` or `url`, the secrets must be sent again.',
    body: updateConnectionBody,
    response: findConnectionResponse,
  }),
  route('DELETE', '/connections/:name', 'connections.delete', {
    summary: 'Delete a connection',
    description:
      'Returns 409 if the connection has users, unless `users=move` moves them to the connection `to` of the same strategy, or `users=detach` detaches them. If one user cannot be moved, none is: the response lists up to 20 conflicts and counts all of them in `details.total`.',
    query: deleteConnectionQuery,
    response: deleteConnectionResponse,
    errors: [409],
  }),
  route('POST', '/connections/:name/test', 'connections.test', {
    summary: 'Test a connection against its source',
    description:
      'Contacts the source without logging a user in. The response is 200 also if a step failed; see `ok`.',
    response: testConnectionResponse,
  }),
  route('GET', '/connection-strategies', 'strategies.find', {
    summary: 'List the strategies for new connections',
    description: 'Each with a JSON Schema of its options.',
    response: findStrategiesResponse,
  }),
];
