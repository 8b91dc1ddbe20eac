import { z } from '@strapi/utils';
import { plainText } from './common';

/** A rule that a password must meet; the text is made from `code` by translation. */
export interface PasswordRule {
  code:
    'min-length' | 'max-bytes' | 'custom' | 'letters-and-digits' | 'three-of-four' | 'no-triples';
  value?: number;
}

export interface Connection {
  name: string;
  display_name: string;
  strategy: string;
  enabled: boolean;
  managed_by: 'panel' | 'config' | 'users-permissions';
  /** What can be done with users of this connection. */
  capabilities: {
    create_users: boolean;
    change_email: boolean;
    change_password: boolean;
    username: 'required' | 'optional' | 'none';
  };
  password_rules: PasswordRule[];
  users: number;
  last_login: string | null;
  /** Where in the panel the connection is set up, if not on the plugin's own page. */
  settings_url: string | null;
}

/** GET /connections */
export declare namespace FindConnections {
  export interface Response {
    data: Connection[];
  }
}

/** GET /connections/:name */
export declare namespace FindConnection {
  export interface Request {
    params: { name: string };
  }
  export interface Response {
    data: Connection;
  }
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
