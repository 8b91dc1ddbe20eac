import createAdminRoutes from '../../../plugins/user-profile/server/src/routes/admin';
import createContentApiRoutes from '../../../plugins/user-profile/server/src/routes/content-api';
import { getFullAccessToken } from '../api-tokens';
import type { TestStrapi } from '../strapi';
import { ADMIN_ENTRIES, type Call } from './admin-routes';
import { CONTENT_API_ENTRIES, isOwnHandler } from './content-api-routes';
import type { OtherUser, TargetUser } from './snapshot';

/** A successful call of a route, by a caller who may make it. */
export interface ValidCall {
  /** Such as `content-api GET /users/:id`. */
  name: string;
  method: string;
  /** The route declares a body. */
  takesBody: boolean;
  /** The route needs no token. */
  isOpen: boolean;
  /** Passed to `createTargetUser`. */
  other?: OtherUser;
  /** With the prefix of the API. */
  call(person: TargetUser): Call;
  token(app: TestStrapi, person: TargetUser): Promise<string | undefined>;
}

const contentApi = createContentApiRoutes().routes.map((route): ValidCall => {
  const { method, handler, request, config } = route;
  const { body, other, query, open } = CONTENT_API_ENTRIES[handler] ?? {};
  return {
    name: `content-api ${method} ${route.path}`,
    method,
    takesBody: request.body !== undefined,
    isOpen: config.auth === false,
    other,
    call: (person) => {
      const path = route.path
        .replace(/:id\b/, person.documentId)
        .replace(':identityId', encodeURIComponent((person.other ?? person).userId))
        .replace(':deviceId', person.deviceId)
        .replace(':sessionId', 'unknown')
        .replace(/:(name|connection)/, 'local');
      return {
        path: `/api/user-profile${path}${query?.(person.other) ?? ''}`,
        body: typeof body === 'function' ? body(person.account, person.other) : body,
      };
    },
    token: async (app, { account }) => {
      if (open) {
        return undefined;
      }
      return isOwnHandler(handler) ? account.jwt : getFullAccessToken(app);
    },
  };
});

const admin = createAdminRoutes().routes.map(({ method, path, input }): ValidCall => {
  const [entry] = ADMIN_ENTRIES[`${method} ${path}`];
  return {
    name: `admin ${method} ${path}`,
    method,
    takesBody: input.body !== undefined,
    isOpen: false,
    other: entry.other,
    call: ({ userId, other }) => {
      const call = entry.call(userId, other?.userId);
      return { ...call, path: `/user-profile${call.path}` };
    },
    token: (app) => app.adminToken(),
  };
});

/** One for every route of both APIs, from the route tables. */
export const VALID_CALLS: ValidCall[] = [...contentApi, ...admin];
