import { createBruteForce } from './brute-force/brute-force';
import { createRates } from './brute-force/rate-limits';
import { createConnectionManager } from './connections/manager';
import { createConnectionReader } from './connections/reader';
import { createConnectionRemover } from './connections/remover';
import { createAudit } from './events/audit';
import { createLogReader } from './events/event-log-reader';
import { createEventReader } from './events/event-reader';
import { createEventWriter } from './events/event-writer';
import { createEventIntake } from './events/import/event-import';
import { createLocations } from './events/locations';
import { createReconcile } from './integration/reconcile';
import { createRetention } from './integration/retention';
import { createCodeLogin } from './login/code-login';
import { createLogin } from './login/login';
import { createPasswordReset } from './login/password-reset';
import { createRedirectLogin } from './login/redirect-login';
import { createSignIn } from './login/resolve-account';
import { createAccounts } from './model/accounts/accounts';
import { createConnectionStore } from './model/connections/connection-store';
import { createStrategies } from './model/connections/strategies';
import { createHub } from './model/event-publisher';
import { createOpenApi } from './openapi/describe-api';
import { createPlaces } from './request/places';
import { createRequestFacts } from './request/request-facts';
import { createPending } from './runtime/background-tasks';
import { createFaults } from './runtime/capture-errors';
import { createProgress } from './runtime/job-progress';
import { createJobs } from './runtime/jobs';
import { createTickets } from './runtime/one-time-tokens';
import { createUnlinker } from './sessions/device-unlinker';
import { createDevices } from './sessions/devices';
import { createSessions } from './sessions/sessions';
import { createUserActions } from './users/actions';
import { createAppMetadata } from './users/app-metadata';
import { createBulk } from './users/bulk';
import { createUserCreator } from './users/creator';
import { createUserDetails } from './users/details';
import { createEditor } from './users/editor';
import { createErasure } from './users/erasure-requests';
import { createExport } from './users/export';
import { createLinker } from './users/linking/link';
import { createIdentityUnlinker } from './users/linking/unlink';
import { createMetadataSchema } from './users/metadata-schema';
import { createOwnExport } from './users/own-export';
import { createRemover } from './users/remover';
import { createSignUp } from './users/sign-up';
import { createOverview } from './users/user-overview';
import { createProfiles } from './users/user-reader';

const services = {
  accounts: createAccounts,
  'app-metadata': createAppMetadata,
  audit: createAudit,
  'brute-force': createBruteForce,
  'code-login': createCodeLogin,
  connections: createConnectionStore,
  'connection-manager': createConnectionManager,
  'connection-reader': createConnectionReader,
  'connection-remover': createConnectionRemover,
  devices: createDevices,
  erasure: createErasure,
  'event-intake': createEventIntake,
  'event-reader': createEventReader,
  'event-writer': createEventWriter,
  faults: createFaults,
  hub: createHub,
  'identity-unlinker': createIdentityUnlinker,
  jobs: createJobs,
  linker: createLinker,
  locations: createLocations,
  'log-reader': createLogReader,
  login: createLogin,
  overview: createOverview,
  'own-export': createOwnExport,
  'metadata-schema': createMetadataSchema,
  openapi: createOpenApi,
  'password-reset': createPasswordReset,
  pending: createPending,
  places: createPlaces,
  profiles: createProfiles,
  progress: createProgress,
  rates: createRates,
  reconcile: createReconcile,
  'redirect-login': createRedirectLogin,
  'request-facts': createRequestFacts,
  retention: createRetention,
  sessions: createSessions,
  'sign-in': createSignIn,
  'sign-up': createSignUp,
  strategies: createStrategies,
  tickets: createTickets,
  unlinker: createUnlinker,
  'user-actions': createUserActions,
  'user-bulk': createBulk,
  'user-creator': createUserCreator,
  'user-details': createUserDetails,
  'user-editor': createEditor,
  'user-export': createExport,
  'user-remover': createRemover,
};

export type Services = typeof services;

export default services;
