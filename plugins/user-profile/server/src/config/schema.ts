import { z } from '@strapi/utils';

import { connectionName } from '../../../shared/contracts/connections';

const databasePath = z.union([
  z.string().min(1),
  z.strictObject({ ipv4: z.string().min(1).optional(), ipv6: z.string().min(1).optional() }),
  z.null(),
]);

const application = z.strictObject({
  client_id: z.string().min(1).max(128),
  name: z.string().min(1).max(128),
  /** Origins that the application is served from, such as `https://shop.example.com`. */
  origins: z.array(z.url()).default([]),
});

const connectionFunctions = z.record(
  z.string(),
  z.custom<(...given: never[]) => unknown>(
    (value) => typeof value === 'function',
    'must be a function'
  )
);

const connection = z.strictObject({
  name: connectionName,
  strategy: z.string().min(1).max(64),
  display_name: z.string().min(1).max(128).optional(),
  enabled: z.boolean().default(true),
  /** Checked by the strategy. */
  options: z.record(z.string(), z.unknown()).default({}),
  /** For `custom-database`. */
  functions: connectionFunctions.default({}),
});

/** What a site may set under `config` of the plugin in `config/plugins`. */
export const configSchema = z.strictObject({
  geo: z.strictObject({
    enabled: z.boolean(),
    /** A `.mmdb` file, or one for each address family. Without it, the optional package is looked for. */
    databasePath,
  }),
  applications: z.array(application),
  /** Connections that are set up here and not in the panel. */
  connections: z.array(connection).superRefine((all, context) => {
    const names = all.map(({ name }) => name.toLowerCase());
    names.forEach((name, index) => {
      if (names.indexOf(name) === index) {
        return;
      }
      context.addIssue({
        code: 'custom',
        path: [index, 'name'],
        message: 'must be unique, but another connection has this name',
      });
    });
  }),
  sources: z.strictObject({
    /**
     * Hosts, such as `auth.internal` or `127.0.0.1:4000`, that connections may reach at private
     * addresses and without TLS.
     */
    allowPrivateAddresses: z.array(z.string().min(1).max(260).toLowerCase()),
  }),
  linking: z.strictObject({
    /** Makes one user of two where the source vouches for an email that the site has verified too. */
    automatic: z.boolean(),
  }),
  userMetadata: z.strictObject({
    /** A JSON Schema that `user_metadata` must meet. */
    schema: z.record(z.string(), z.unknown()).nullable(),
  }),
  me: z.strictObject({
    /** Whether users may read their own `app_metadata`. */
    showAppMetadata: z.boolean(),
    /** What becomes of a user's wish to be erased: refused, kept for an admin, or done at once. */
    erasure: z.enum(['off', 'request', 'immediate']),
  }),
  sessions: z.strictObject({
    /** A refresh token that was just used is answered once more within this time; 0 never does. */
    refreshGraceSeconds: z.number().min(0).max(300),
  }),
  bruteForce: z.strictObject({
    enabled: z.boolean(),
    /** Failures of one identifier from one address before that pair is blocked. */
    maxFailures: z.number().int().min(1).max(100),
    /** Failures from one address, over all identifiers, before the address is blocked. */
    maxFailuresPerIp: z.number().int().min(1).max(100_000),
    /** Codes that are mailed to one address within the window. */
    maxCodesPerAddress: z.number().int().min(1).max(1000),
    /** Codes that one address of the network asks for within the window. */
    maxCodesPerIp: z.number().int().min(1).max(100_000),
    /** Failures and codes count within this time. */
    windowMinutes: z.number().int().min(1).max(43_200),
    /** A block ends by itself after this time. */
    blockMinutes: z.number().int().min(1).max(43_200),
    /** Sign-ups from one address within a minute. */
    maxSignUpsPerMinute: z.number().int().min(1).max(100_000),
    /** Logins by redirect that are begun from one address within a minute, come back, or trade a code. */
    maxRedirectLoginsPerMinute: z.number().int().min(1).max(100_000),
    /** Mails for a new password to one address of mail within an hour. */
    maxPasswordResetsPerHour: z.number().int().min(1).max(100_000),
  }),
  retention: z.strictObject({
    /** Events are deleted after this many days. */
    days: z.number().int().min(1).max(3650),
    /** Addresses are truncated (IPv4 to /24, IPv6 to /48) after this many days; null never does. */
    truncateIpAfterDays: z.number().int().min(0).max(3650).nullable(),
    /** When the job runs: six fields, seconds first. */
    schedule: z.string().min(1),
  }),
  map: z.strictObject({
    /** Tiles of a map server, such as `https://tiles.example.com/{z}/{x}/{y}.png`; it sees what admins look at. */
    tileUrl: z
      .string()
      .regex(
        /^https?:\/\/(?=.*\{z\})(?=.*\{x\})(?=.*\{y\})/,
        'must be an http(s) URL with {z}, {x} and {y}'
      )
      .nullable(),
    attribution: z.string().max(300),
  }),
  pictures: z.strictObject({
    /** Hosts that pictures of users may come from, such as `avatars.githubusercontent.com`. */
    hosts: z.array(z.string().regex(/^(\*\.)?[a-z0-9.-]+$/i, 'must be a host name')),
  }),
  indexes: z.strictObject({
    /** Adds the indexes that the tables of accounts and sessions lack. */
    usersPermissions: z.boolean(),
  }),
  reconcile: z.strictObject({
    onStart: z.boolean(),
    /** Six fields, seconds first. */
    schedule: z.string().min(1),
  }),
});

export type PluginConfig = z.output<typeof configSchema>;
