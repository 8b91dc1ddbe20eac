import { z } from '@strapi/utils';

import { CONNECTION_NAME, MAX_CONNECTION_NAME } from '../constants';
import { isoDate, plainText } from './common';
import { jsonObject } from './json';
import { component } from './schema';

/** A rule that a password must meet; the text is made from `code` by translation. */
export const passwordRule = component(
  'PasswordRule',
  z.object({
    code: z.enum([
      'min-length',
      'max-bytes',
      'custom',
      'letters-and-digits',
      'three-of-four',
      'no-triples',
    ]),
    value: z.number().optional(),
  })
);

export type PasswordRule = z.output<typeof passwordRule>;

export const connection = component(
  'Connection',
  z.object({
    name: z.string(),
    display_name: z.string(),
    strategy: z.string(),
    enabled: z.boolean(),
    managed_by: z.enum(['panel', 'config', 'users-permissions']),
    capabilities: z
      .object({
        create_users: z.boolean(),
        change_email: z.boolean(),
        change_password: z.boolean(),
        username: z.enum(['required', 'optional', 'none']),
        login: z
          .enum(['password', 'code', 'redirect', 'users-permissions'])
          .describe('How its users sign in; `users-permissions` by the routes of that plugin.'),
        test: z.boolean(),
      })
      .describe('What can be done with users of this connection.'),
    options: jsonObject.describe('Without secrets.'),
    secrets_set: z
      .array(z.string())
      .describe('The secret options that are set; their values are never answered.'),
    secrets_unreadable: z
      .array(z.string())
      .describe(
        "The secret options that were stored under another key than the site's present one."
      ),
    password_rules: z.array(passwordRule),
    users: z.number().int(),
    last_login: isoDate.nullable(),
    settings_url: z
      .string()
      .nullable()
      .describe("Where in the panel it is set up, if not on the plugin's own page."),
    login_url: z.string().describe('Where a login by it begins.'),
    callback_url: z
      .string()
      .nullable()
      .describe('Where the source sends the browser back to, for connections that redirect.'),
  })
);

export type Connection = z.output<typeof connection>;

/** GET /connections */
export const findConnectionsResponse = component(
  'ConnectionListResponse',
  z.object({ data: z.array(connection) })
);

export declare namespace FindConnections {
  export type Response = z.output<typeof findConnectionsResponse>;
}

/** GET /connections/:name */
export const findConnectionResponse = component(
  'ConnectionResponse',
  z.object({ data: connection })
);

export declare namespace FindConnection {
  export interface Request {
    params: { name: string };
  }
  export type Response = z.output<typeof findConnectionResponse>;
}

export const strategyDescription = component(
  'StrategyDescription',
  z.object({
    name: z.string(),
    type: z.enum(['database', 'social', 'enterprise', 'passwordless']),
    options: jsonObject.describe('JSON Schema of the options.'),
    secrets: z.array(z.string()).describe('The options that are stored encrypted.'),
    destinations: z
      .array(z.string())
      .describe('The options that say where secrets go: with a new one, secrets are sent anew.'),
  })
);

export type StrategyDescription = z.output<typeof strategyDescription>;

/** GET /connection-strategies */
export const findStrategiesResponse = z.object({ data: z.array(strategyDescription) });

export declare namespace FindStrategies {
  export type Response = z.output<typeof findStrategiesResponse>;
}

export const connectionName = z
  .string()
  .max(MAX_CONNECTION_NAME)
  .regex(CONNECTION_NAME, 'must be letters and digits, with single hyphens between them');

/** POST /connections; the options are checked by the strategy. */
export const createConnectionBody = z.strictObject({
  data: z.strictObject({
    name: connectionName,
    strategy: plainText(64),
    display_name: plainText(MAX_CONNECTION_NAME).optional(),
    enabled: z.boolean().default(true),
    options: jsonObject.optional(),
  }),
});

export declare namespace CreateConnection {
  export interface Request {
    body: z.input<typeof createConnectionBody>;
  }
  export type Response = FindConnection.Response;
}

/**
 * PUT /connections/:name: `options` replaces them all, but for secrets that are left out, which stay;
 * `null` removes a secret. With a new destination, secrets must be sent anew.
 */
export const updateConnectionBody = z.strictObject({
  data: z.strictObject({
    enabled: z.boolean().optional(),
    display_name: plainText(MAX_CONNECTION_NAME).optional(),
    options: jsonObject.optional(),
  }),
});

export declare namespace UpdateConnection {
  export interface Request {
    params: { name: string };
    body: z.input<typeof updateConnectionBody>;
  }
  export type Response = FindConnection.Response;
}

/**
 * DELETE /connections/:name. If users depend on the connection, `reject` returns 409, `move` moves
 * them to the connection `to` of the same strategy, and `detach` keeps their profiles without a login.
 */
export const deleteConnectionQuery = z.strictObject({
  users: z.enum(['reject', 'move', 'detach']).default('reject'),
  to: connectionName.optional(),
});

export const deleteConnectionResponse = z.object({
  data: z.object({ name: z.string(), moved: z.number().int(), detached: z.number().int() }),
});

export declare namespace DeleteConnection {
  export interface Request {
    params: { name: string };
    query: z.input<typeof deleteConnectionQuery>;
  }
  export type Response = z.output<typeof deleteConnectionResponse>;
}

export const connectionTest = component(
  'ConnectionTest',
  z.object({
    ok: z.boolean(),
    steps: z
      .array(z.object({ name: z.string(), ok: z.boolean(), message: z.string() }))
      .describe('One step after the other, up to the first that failed.'),
  })
);

/** What the source answered when it was asked whether the connection works. */
export type ConnectionTest = z.output<typeof connectionTest>;

/** POST /connections/:name/test */
export const testConnectionResponse = z.object({ data: connectionTest });

export declare namespace TestConnection {
  export interface Request {
    params: { name: string };
  }
  export type Response = z.output<typeof testConnectionResponse>;
}
