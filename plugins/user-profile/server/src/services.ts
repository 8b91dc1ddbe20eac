import { createBruteForce } from './brute-force/brute-force';
import { createLoginBlocks } from './brute-force/login-blocks';
import { createRateLimits } from './brute-force/rate-limits';
import { createConnectionManager } from './connections/manager';
import { createConnectionReader } from './connections/reader';
import { createConnectionRemover } from './connections/remover';
import { createAudit } from './events/audit';
import { createDailyCounts } from './events/daily-counts';
import { createEventLogReader } from './events/event-log-reader';
import { createEventReader } from './events/event-reader';
import { createEventSearch } from './events/event-search';
import { createEventWriter } from './events/event-writer';
import { createEventImport } from './events/import/event-import';
import { createLocations } from './events/locations';
import { createOverviewReader } from './events/overview-reader';
import { createRecentCounts } from './events/recent-counts';
import { createDataRemoval } from './integration/data-removal';
import { createReconcile } from './integration/reconcile';
import { createRetention } from './integration/retention';
import { createBlockEnds } from './login/block-ends';
import { createCodeLogin } from './login/code-login';
import { createLogin } from './login/login';
import { createLoginHooks } from './login/login-hooks';
import { createPasswordReset } from './login/password-reset';
import { createRedirectLogin } from './login/redirect-login';
import { createAccountResolver } from './login/resolve-account';
import { createAccounts } from './model/accounts/accounts';
import { createConfirmedAccounts } from './model/accounts/confirmed-accounts';
import { createImportedPasswords } from './model/accounts/imported-passwords/imported-passwords';
import { createConnectionStore } from './model/connections/connection-store';
import { createStrategies } from './model/connections/strategies';
import { createEventPublisher } from './model/event-publisher';
import { createAppMetadata } from './model/users/app-metadata';
import { createOpenApi } from './openapi/describe-api';
import { createPlaces, createRequestFacts } from './request/request-facts';
import { createBackgroundTasks } from './runtime/background-tasks';
import { createCaptureErrors } from './runtime/capture-errors';
import { createJobs } from './runtime/jobs';
import { createOneTimeTokens } from './runtime/one-time-tokens';
import { createSavedViews } from './runtime/saved-views';
import { createDeviceSessions } from './sessions/device-sessions';
import { createDeviceUnlinker } from './sessions/device-unlinker';
import { createDevices } from './sessions/devices';
import { createSessions } from './sessions/sessions';
import { createUserActions } from './users/actions';
import { createUserBulk } from './users/bulk/user-bulk';
import { createUserCreator } from './users/creator';
import { createUserDetails } from './users/details';
import { createUserEditor } from './users/editor';
import { createErasureRequests } from './users/erasure-requests';
import { createUserExport } from './users/export/user-export';
import { createUserImport } from './users/import/user-import';
import { createInvitations } from './users/invitations';
import { createIdentityLinker } from './users/linking/identity-linker';
import { createIdentityUnlinker } from './users/linking/identity-unlinker';
import { createMetadataSchema } from './users/metadata-schema';
import { createOwnExport } from './users/own-export';
import { createUserRemover } from './users/remover';
import { createUserRoles } from './users/roles';
import { createSignUp } from './users/sign-up';
import { createUserOverview } from './users/user-overview';
import { createUserReader } from './users/user-reader';
import type { Context, Services } from './utils/service';

/** Every service of the plugin. A missing or superfluous entry does not compile. */
export default {
  'account-resolver': createAccountResolver,
  accounts: createAccounts,
  'app-metadata': createAppMetadata,
  audit: createAudit,
  'background-tasks': createBackgroundTasks,
  'block-ends': createBlockEnds,
  'brute-force': createBruteForce,
  'capture-errors': createCaptureErrors,
  'code-login': createCodeLogin,
  'confirmed-accounts': createConfirmedAccounts,
  'connection-manager': createConnectionManager,
  'connection-reader': createConnectionReader,
  'connection-remover': createConnectionRemover,
  'connection-store': createConnectionStore,
  'daily-counts': createDailyCounts,
  'data-removal': createDataRemoval,
  'device-sessions': createDeviceSessions,
  'device-unlinker': createDeviceUnlinker,
  devices: createDevices,
  'erasure-requests': createErasureRequests,
  'event-import': createEventImport,
  'event-log-reader': createEventLogReader,
  'event-publisher': createEventPublisher,
  'event-reader': createEventReader,
  'event-search': createEventSearch,
  'event-writer': createEventWriter,
  'identity-linker': createIdentityLinker,
  'identity-unlinker': createIdentityUnlinker,
  'imported-passwords': createImportedPasswords,
  invitations: createInvitations,
  jobs: createJobs,
  locations: createLocations,
  login: createLogin,
  'login-blocks': createLoginBlocks,
  'login-hooks': createLoginHooks,
  'metadata-schema': createMetadataSchema,
  'one-time-tokens': createOneTimeTokens,
  openapi: createOpenApi,
  'overview-reader': createOverviewReader,
  'own-export': createOwnExport,
  'password-reset': createPasswordReset,
  places: createPlaces,
  'rate-limits': createRateLimits,
  'recent-counts': createRecentCounts,
  reconcile: createReconcile,
  'redirect-login': createRedirectLogin,
  'request-facts': createRequestFacts,
  retention: createRetention,
  'saved-views': createSavedViews,
  sessions: createSessions,
  'sign-up': createSignUp,
  strategies: createStrategies,
  'user-actions': createUserActions,
  'user-bulk': createUserBulk,
  'user-creator': createUserCreator,
  'user-details': createUserDetails,
  'user-editor': createUserEditor,
  'user-export': createUserExport,
  'user-import': createUserImport,
  'user-overview': createUserOverview,
  'user-reader': createUserReader,
  'user-remover': createUserRemover,
  'user-roles': createUserRoles,
} satisfies { [Name in keyof Services]: (context: Context) => Services[Name] };
