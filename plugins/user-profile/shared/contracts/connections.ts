import { z } from '@strapi/utils';

import { CONNECTION_NAME, MAX_CONNECTION_NAME } from '../constants';
import { codeDetails, isoDate, nameText, plainText } from './common';
import { jsonObject } from './json';
import { component } from './schema';

/** A rule for passwords. The panel translates `code`. */
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
        invite_users: z
          .boolean()
          .describe('Whether users can be created with an invitation instead of a password.'),
        change_email: z.boolean(),
        change_password: z.boolean(),
        username: z.enum(['required', 'optional', 'none']),
        login: z
          .enum(['password', 'code', 'redirect', 'users-permissions'])
          .describe(
            'How its users log in; `users-permissions` uses the routes of Users & Permissions.'
          ),
        test: z.boolean(),
      })
      .describe('What the connection supports.'),
    options: jsonObject.describe('Without secrets.'),
    secrets_set: z
      .array(z.string())
      .describe('The secret options that are set. Their values are never returned.'),
    secrets_unreadable: z
      .array(z.string())
      .describe(
        'The secret options that cannot be decrypted, e.g. after the encryption key was changed. Send them again.'
      ),
    password_rules: z.array(passwordRule),
    users: z.number().int(),
    users_estimated: z
      .boolean()
      .describe('True if `users` is an estimate, which it is above 10,000.'),
    last_login: isoDate.nullable(),
    settings_url: z
      .string()
      .nullable()
      .describe(
        'The page of the panel to edit the connection, if it is not managed by the plugin.'
      ),
    login_url: z.string().describe('The URL to start a login.'),
    callback_url: z
      .string()
      .nullable()
      .describe('The redirect URI to register at the source, for connections that redirect.'),
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
      .describe(
        'The options that determine where secrets are sent. If one changes, the secrets must be sent again.'
      ),
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
  .regex(CONNECTION_NAME, 'must consist of letters and digits, with single hyphens between them');

/** POST /connections. The strategy validates the options. */
export const createConnectionBody = z.strictObject({
  data: z.strictObject({
    name: connectionName,
    strategy: plainText(64),
    display_name: nameText(MAX_CONNECTION_NAME).optional(),
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
 * PUT /connections/:name: `options` replaces all options. Omitted secrets keep their stored value, and
 * `null` removes a secret. If a destination option changes, the secrets must be sent again.
 */
export const updateConnectionBody = z.strictObject({
  data: z.strictObject({
    enabled: z.boolean().optional(),
    display_name: nameText(MAX_CONNECTION_NAME).optional(),
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
export const deleteConnectionQuery = z
  .strictObject({
    users: z.enum(['reject', 'move', 'detach']).default('reject'),
    to: connectionName.optional(),
  })
  .refine(({ users, to }) => users === 'move' || to === undefined, {
    path: ['to'],
    message: 'to is for users=move only',
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
      .array(
        z.object({
          name: z.string(),
          ok: z.boolean(),
          message: z.string(),
          ...codeDetails,
          detail: z.string().optional().describe('What was reported, at the end of the message.'),
        })
      )
      .describe('The steps in order, up to the first that failed.'),
  })
);

/** The result of a connection test. */
export type ConnectionTest = z.output<typeof connectionTest>;

/** POST /connections/:name/test */
export const testConnectionResponse = z.object({ data: connectionTest });

export declare namespace TestConnection {
  export interface Request {
    params: { name: string };
  }
  export type Response = z.output<typeof testConnectionResponse>;
}
