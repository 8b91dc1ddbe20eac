import { createRates } from '../brute-force/rates';
import { createBruteForce } from '../brute-force/service';
import { createAccounts } from '../capture/accounts/service';
import { createFaults } from '../capture/faults';
import { createPending } from '../capture/pending';
import { createRequestFacts } from '../capture/request-facts';
import { createStrategies } from '../connections/registry';
import { createAppMetadata } from './app-metadata';
import { createAudit } from './audit';
import { createCodeLogin } from './code-login';
import { createConnectionManager } from './connections/manager';
import { createConnectionReader } from './connections/reader';
import { createConnectionRemover } from './connections/remover';
import { createConnectionStore } from './connections/store';
import { createDevices } from './devices';
import { createErasure } from './erasure';
import { createEventIntake } from './events/intake/service';
import { createLogReader } from './events/log-reader';
import { createEventReader } from './events/reader';
import { createEventWriter } from './events/writer';
import { createHub } from './hub';
import { createJobs } from './jobs';
import { createLinker } from './linking/link';
import { createIdentityUnlinker } from './linking/unlink';
import { createLocations } from './locations';
import { createLogin } from './login';
import { createOpenApi } from './openapi';
import { createOverview } from './overview';
import { createOwnExport } from './own-export';
import { createPasswordReset } from './password-reset';
import { createPlaces } from './places';
import { createProfiles } from './profiles/service';
import { createProgress } from './progress';
import { createReconcile } from './reconcile/service';
import { createRedirectLogin } from './redirect-login';
import { createRetention } from './retention/service';
import { createSessions } from './sessions';
import { createSignIn } from './sign-in';
import { createSignUp } from './sign-up';
import { createTickets } from './tickets';
import { createUnlinker } from './unlinker';
import { createUserActions } from './users/actions';
import { createBulk } from './users/bulk';
import { createUserCreator } from './users/creator';
import { createUserDetails } from './users/details';
import { createEditor } from './users/editor';
import { createExport } from './users/export';
import { createMetadataSchema } from './users/metadata-schema';
import { createRemover } from './users/remover';

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
