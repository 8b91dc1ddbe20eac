import { z } from '@strapi/utils';
import { isoDate, plainText } from './common';
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
      })
      .describe('What can be done with users of this connection.'),
    password_rules: z.array(passwordRule),
    users: z.number().int(),
    last_login: isoDate.nullable(),
    settings_url: z
      .string()
      .nullable()
      .describe("Where in the panel it is set up, if not on the plugin's own page."),
  })
);

export type Connection = z.output<typeof connection>;

/** GET /connections */
export const findConnectionsResponse = z.object({ data: z.array(connection) });

export declare namespace FindConnections {
  export type Response = z.output<typeof findConnectionsResponse>;
}

/** GET /connections/:name */
export const findConnectionResponse = z.object({ data: connection });

export declare namespace FindConnection {
  export interface Request {
    params: { name: string };
  }
  export type Response = z.output<typeof findConnectionResponse>;
}

/** PUT /connections/:name */
export const updateConnectionBody = z.strictObject({
  data: z.strictObject({
    enabled: z.boolean().optional(),
    display_name: plainText(128).optional(),
  }),
});

export declare namespace UpdateConnection {
  export interface Request {
    params: { name: string };
    body: z.input<typeof updateConnectionBody>;
  }
  export type Response = FindConnection.Response;
}
