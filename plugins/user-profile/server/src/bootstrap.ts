import type { Core } from '@strapi/types';

import { storeConfiguredConnections } from './connections/configured';
import { limitAccountSearch } from './integration/auth-actions/foreign-accounts';
import { followAccountFields } from './integration/lifecycles/account-fields';
import { followAccountRoles } from './integration/lifecycles/account-roles';
import { followAccounts } from './integration/lifecycles/accounts';
import { protectAppMetadata } from './integration/lifecycles/app-metadata';
import { foldUserWrites } from './integration/lifecycles/folded-columns';
import { followSessions } from './integration/lifecycles/sessions';
import { completeSignUps } from './integration/lifecycles/sign-up-fields';
import { followOwnProfileGrants, grantOwnProfile } from './integration/own-profile-grants';
import { registerAdminActions } from './integration/permissions';
import { measureClock, requireSchedules, scheduleJobs } from './integration/scheduled-jobs';
import { checkAccountDefaults } from './model/accounts/account-defaults';
import { lockUniqueAccounts } from './model/connections/uniqueness';
import { createSearchIndexes } from './model/users/search-indexes';
import { sortNullsFirst } from './model/users/sort-nulls-first';
import { compareBytewise } from './runtime/database/compare-bytewise';
import { requireRowLog } from './runtime/database/isolation';
import { keepTables } from './runtime/database/persisted-tables';
import { VIEW_UID } from './runtime/database/plain-models';
import { requireUtc } from './runtime/database/require-utc';
import { getService } from './utils/service';

export default async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  requireUtc(strapi);
  await requireRowLog(strapi);
  await measureClock(strapi);
  getService(strapi, 'metadata-schema').prepare();
  requireSchedules(strapi);
  await checkAccountDefaults(strapi);
  await keepTables(strapi);
  await createSearchIndexes(strapi);
  // Names of saved views that differ in case only are two names on every database.
  await compareBytewise(strapi, VIEW_UID, ['name']);
  await sortNullsFirst(strapi);
  // Inserts the row that is locked: parallel first inserts would deadlock on MariaDB.
  await lockUniqueAccounts(strapi);
  await getService(strapi, 'confirmed-accounts').prepare();
  await registerAdminActions(strapi);
  await grantOwnProfile(strapi);
  followOwnProfileGrants(strapi);
  protectAppMetadata(strapi);
  foldUserWrites(strapi);
  getService(strapi, 'event-publisher').offerWebhooks();
  await getService(strapi, 'places').open();
  await storeConfiguredConnections(strapi);
  await getService(strapi, 'connection-store').load();
  limitAccountSearch(strapi);
  followAccounts(strapi);
  followAccountRoles(strapi);
  followAccountFields(strapi);
  completeSignUps(strapi);
  followSessions(strapi);

  // The panel starts these jobs.
  const { start, progress } = getService(strapi, 'reconcile');
  getService(strapi, 'jobs').define('reconcile', { start, progress });
  const dailyCounts = getService(strapi, 'daily-counts');
  getService(strapi, 'jobs').define('daily-counts', {
    start: dailyCounts.run,
    progress: dailyCounts.progress,
  });
  scheduleJobs(strapi);
};
