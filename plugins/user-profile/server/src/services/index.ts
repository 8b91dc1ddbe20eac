import { createAccounts } from '../capture/accounts/service';
import { createFaults } from '../capture/faults';
import { createPending } from '../capture/pending';
import { createRequestFacts } from '../capture/request-facts';
import { createAppMetadata } from './app-metadata';
import { createConnections } from './connections';
import { createDevices } from './devices';
import { createEventReader } from './events/reader';
import { createEventWriter } from './events/writer';
import { createJobs } from './jobs';
import { createLocations } from './locations';
import { createOverview } from './overview';
import { createPlaces } from './places';
import { createProfiles } from './profiles/service';
import { createReconcile } from './reconcile/service';

const services = {
  accounts: createAccounts,
  'app-metadata': createAppMetadata,
  connections: createConnections,
  devices: createDevices,
  'event-reader': createEventReader,
  'event-writer': createEventWriter,
  faults: createFaults,
  jobs: createJobs,
  locations: createLocations,
  overview: createOverview,
  pending: createPending,
  places: createPlaces,
  profiles: createProfiles,
  reconcile: createReconcile,
  'request-facts': createRequestFacts,
};

export type Services = typeof services;

export default services;
