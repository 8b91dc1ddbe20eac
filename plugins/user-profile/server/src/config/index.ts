import { configurationError } from './configuration-error';
import { configSchema, type PluginConfig } from './schema';

/** The hosts that common providers serve profile pictures from. */
const DEFAULT_PICTURE_HOSTS = [
  'avatars.githubusercontent.com',
  'lh3.googleusercontent.com',
  'cdn.discordapp.com',
  'secure.gravatar.com',
  'www.gravatar.com',
  'media.licdn.com',
  'pbs.twimg.com',
  'platform-lookaside.fbsbx.com',
];

const DEFAULT_INVITATION = {
  subject: 'Your invitation',
  text: `You are invited to create your account. Choose a password here:

{link}

The link is valid until {date}. If you did not expect this email, you can ignore it.`,
};

const defaults: PluginConfig = {
  geo: { enabled: true, databasePath: null },
  applications: [],
  connections: [],
  sources: { allowedPrivateHosts: [] },
  linking: { automatic: false },
  userMetadata: { schema: null },
  accounts: { defaults: {}, trustConfirmed: 'auto' },
  accountFields: { columns: [], filters: [], search: [] },
  invitations: {
    url: null,
    validDays: 7,
    subject: DEFAULT_INVITATION.subject,
    text: DEFAULT_INVITATION.text,
  },
  imports: { directory: '.tmp/user-profile-imports', maxBytes: 2 * 1024 ** 3 },
  me: { showAppMetadata: false, erasureRequests: 'review' },
  hooks: {
    beforeLogin: null,
    afterLogin: null,
    beforeSignUp: null,
    timeoutSeconds: 5,
    onFailure: 'reject',
  },
  sessions: { refreshGraceSeconds: 10 },
  bruteForce: {
    enabled: true,
    maxFailures: 10,
    maxFailuresPerIp: 100,
    windowMinutes: 60,
    blockMinutes: 60,
  },
  rateLimits: {
    enabled: true,
    loginCodesPerEmail: 5,
    loginCodesPerIp: 100,
    loginCodeWindowMinutes: 60,
    signUpsPerMinute: 50,
    redirectLoginsPerMinute: 100,
    passwordResetsPerHour: 5,
  },
  map: { tileUrl: null, attribution: '' },
  pictures: { hosts: DEFAULT_PICTURE_HOSTS },
  retention: { days: 30, truncateIpAfterDays: null, schedule: '0 23 * * * *' },
  indexes: { usersPermissions: true },
  reconcile: { onStart: true, schedule: '0 */5 * * * *' },
};

export default {
  default: defaults,
  /** Not read by Strapi: docs/configuration.md is generated from it. */
  schema: configSchema,
  /** @throws Error that lists every problem with its path; it stops the start of Strapi */
  validator(config: unknown): void {
    const result = configSchema.safeParse(config);
    if (result.success) {
      return;
    }
    const problems = result.error.issues.map(
      (issue) => `${['config', ...issue.path].join('.')}: ${issue.message}`
    );
    throw configurationError(problems);
  },
};
