import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { codeBlockOf, runModule } from './docs-examples/code-blocks';
import type { AnyBody } from './http';

export interface ServiceUser {
  id: string;
  email: string;
  password: string;
  [attribute: string]: unknown;
}

export interface ServiceRequest {
  operation: string;
  body: AnyBody;
}

type Respond = (
  request: ServiceRequest,
  response: http.ServerResponse
) => void | boolean | Promise<void | boolean>;

/** A user service on loopback, as a site might have one. */
export interface UserService {
  url: string;
  host: string;
  secret: string;
  people: Map<string, ServiceUser>;
  /** The requests with a valid signature. */
  requests: ServiceRequest[];
  /** The number of requests with an invalid signature. */
  rejectedCount: number;
  /** Responds instead of the service, unless it returns `false`. */
  override: Respond | null;
  stop(): Promise<void>;
}

type IsGenuine = (
  secret: string,
  operation: string,
  headers: http.IncomingHttpHeaders,
  body: string
) => boolean;

/** The check that the documentation recommends to services. */
const { isGenuine } = runModule(
  codeBlockOf('docs/connections/web-service.md', 'src/example.js').code
) as { isGenuine: IsGenuine };

export const json = (response: http.ServerResponse, status: number, body?: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
};

const publicOf = ({ password: _secret, ...person }: ServiceUser) => person;

export const startUserService = async (): Promise<UserService> => {
  const service: UserService = {
    url: '',
    host: '',
    secret: 'a-secret-of-more-than-thirty-two-characters',
    people: new Map(),
    requests: [],
    rejectedCount: 0,
    override: null,
    stop: async () => {},
  };
  const find = (identifier: string) =>
    [...service.people.values()].find(
      ({ email, username }) => email === identifier.toLowerCase() || username === identifier
    );
  let nextId = 1;

  const OPERATIONS: Record<string, (body: AnyBody, response: http.ServerResponse) => void> = {
    login({ identifier, password }, response) {
      const person = find(identifier);
      if (person?.password === password && person) {
        json(response, 200, publicOf(person));
      } else {
        json(response, 401);
      }
    },
    'get-user'({ identifier }, response) {
      const person = find(identifier);
      if (person) {
        json(response, 200, publicOf(person));
      } else {
        json(response, 404);
      }
    },
    create(user, response) {
      if (find(user.email)) {
        json(response, 409, { path: ['email'], message: 'Taken at the service' });
      } else if (user.password.includes('password')) {
        const message = 'This password is in every dictionary';
        json(response, 422, { errors: [{ path: ['password'], message }] });
      } else {
        const id = `made-${nextId}`;
        nextId += 1;
        service.people.set(id, { ...user, id });
        json(response, 201, publicOf({ ...user, id }));
      }
    },
    'change-email'({ id, new_email: email }, response) {
      const person = service.people.get(id);
      if (person) {
        service.people.set(id, { ...person, email });
      }
      json(response, person ? 204 : 404);
    },
    'change-password'({ id, password }, response) {
      const person = service.people.get(id);
      if (person) {
        service.people.set(id, { ...person, password });
      }
      json(response, person ? 204 : 404);
    },
    delete({ id }, response) {
      json(response, service.people.delete(id) ? 204 : 404);
    },
  };

  const server = http.createServer(async (request, response) => {
    const operation = (request.url ?? '').replace(/^\/users\//, '');
    const raw = await text(request);
    if (!isGenuine(service.secret, operation, request.headers, raw)) {
      service.rejectedCount += 1;
      json(response, 403);
      return;
    }
    const serviceRequest = { operation, body: JSON.parse(raw) };
    service.requests.push(serviceRequest);
    if (service.override && (await service.override(serviceRequest, response)) !== false) {
      return;
    }
    OPERATIONS[operation]?.(serviceRequest.body, response);
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  service.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  service.url = `http://${service.host}/users`;
  service.stop = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return service;
};
