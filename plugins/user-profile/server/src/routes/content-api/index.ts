import { answerRefusals } from '../../middlewares/answer-refusals';
import { refuseAppMetadata } from '../../middlewares/read-only-metadata';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** The permission of a route is named after its handler: `plugin::user-profile.<handler>`. */
const route = (method: Method, path: string, handler: string) => ({
  method,
  path,
  handler,
  config: { middlewares: [answerRefusals, refuseAppMetadata] },
});

/** Under `/api/user-profile`, for API tokens and the roles of Users & Permissions. */
export default () => ({
  type: 'content-api' as const,
  routes: [
    route('GET', '/me', 'me.findOne'),
    route('PUT', '/me', 'me.update'),
    route('GET', '/me/devices', 'me-devices.find'),
    route('DELETE', '/me/devices/:deviceId', 'me-devices.unlink'),
    route('GET', '/me/events', 'me-events.find'),

    route('GET', '/users', 'users.find'),
    route('POST', '/users', 'users.create'),
    route('GET', '/users/:id', 'users.findOne'),
    route('PUT', '/users/:id', 'users.update'),
    route('DELETE', '/users/:id', 'users.delete'),
    route('POST', '/users/:id/block', 'users.block'),
    route('POST', '/users/:id/unblock', 'users.unblock'),
    route('DELETE', '/users/:id/login-blocks', 'users.liftLoginBlocks'),
    route('PUT', '/users/:id/password', 'users.setPassword'),
    route('POST', '/users/:id/verification-email', 'users.sendVerificationEmail'),
    route('POST', '/users/:id/password-reset', 'users.sendPasswordReset'),

    route('GET', '/users/:id/devices', 'devices.find'),
    route('DELETE', '/users/:id/devices', 'devices.unlinkAll'),
    route('DELETE', '/users/:id/devices/:deviceId', 'devices.unlink'),
    route('GET', '/users/:id/events', 'events.find'),
    route('GET', '/users/:id/locations', 'locations.find'),

    route('GET', '/connections', 'connections.find'),
    route('GET', '/connections/:name', 'connections.findOne'),
    route('PUT', '/connections/:name', 'connections.update'),
  ],
});
