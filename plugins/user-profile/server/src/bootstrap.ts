import type { Core } from '@strapi/types';

import { getConfig } from './config/get';
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
import { checkAccountDefaults } from './model/accounts/account-defaults';
import { lockUniqueAccounts } from './model/connections/uniqueness';
import { createSearchIndexes } from './model/users/search-indexes';
import { sortNullsFirst } from './model/users/sort-nulls-first';
import { compareBytewise } from './runtime/database/compare-bytewise';
import { requireRowLog } from './runtime/database/isolation';
import { keepTables } from './runtime/database/persisted-tables';
import { VIEW_UID } from './runtime/database/plain-models';
import { requireUtc } from './runtime/database/require-utc';
import { measureSharedClock } from './runtime/database/shared-clock';
import { jwtManagement } from './sessions/token';
import { resumeOperations } from './users/bulk/upkeep';
import { getService } from './utils/service';

const RECONCILE_JOB = 'user-profile-reconcile';
const RETENTION_JOB = 'user-profile-retention';
const CLOCK_JOB = 'user-profile-clock';
const BLOCKS_JOB = 'user-profile-blocks';
const COUNTS_JOB = 'user-profile-daily-counts';
const BULK_JOB = 'user-profile-bulk';
const IMPORT_JOB = 'user-profile-import';
const ERASURE_JOB = 'user-profile-erasures';
const EVERY_MINUTE = '0 * * * * *';
/** Soon after midnight UTC too: the weekly and monthly counts of a day are then cheap. */
const EVERY_TEN_MINUTES = '30 */10 * * * *';

const retain = async (strapi: Core.Strapi): Promise<void> => {
  try {
    await getService(strapi, 'retention').run();
  } catch (error) {
    getService(strapi, 'capture-errors').add('the retention of events', error);
  }
};

const measureClock = async (strapi: Core.Strapi): Promise<void> => {
  try {
    await measureSharedClock(strapi);
  } catch (error) {
    getService(strapi, 'capture-errors').add('the time of the database', error);
  }
};

const reconcile = async (strapi: Core.Strapi, scope: 'all' | 'recent'): Promise<void> => {
  try {
    await getService(strapi, 'reconcile').run(scope);
  } catch (error) {
    getService(strapi, 'capture-errors').add('a reconcile pass', error);
  }
};

const countDays = async (strapi: Core.Strapi): Promise<void> => {
  try {
    await getService(strapi, 'daily-counts').run();
  } catch (error) {
    getService(strapi, 'capture-errors').add('the daily counts', error);
  }
};

/** A reconcile pass adds missing events of the past days. */
const onStart = async (strapi: Core.Strapi): Promise<void> => {
  if (getConfig(strapi).reconcile.onStart) {
    await reconcile(strapi, 'all');
  }
  await countDays(strapi);
};

/**
 * Schedules the jobs once the server listens: commands such as `strapi import` also load the application, and
 * no job may write next to them. The start does not wait for the first pass, which is long on a large site.
 */
const scheduleJobs = (strapi: Core.Strapi): void => {
  const {
    reconcile: { schedule },
    retention,
  } = getConfig(strapi);
  strapi.server.httpServer.once('listening', () => {
    if (jwtManagement(strapi) === 'legacy-support') {
      strapi.cron.add({
        [CLOCK_JOB]: { task: () => measureClock(strapi), options: { rule: EVERY_MINUTE } },
      });
    }
    strapi.cron.add({
      [RECONCILE_JOB]: { task: () => reconcile(strapi, 'recent'), options: { rule: schedule } },
    });
    strapi.cron.add({
      [RETENTION_JOB]: { task: () => retain(strapi), options: { rule: retention.schedule } },
    });
    strapi.cron.add({
      [BLOCKS_JOB]: {
        task: () => getService(strapi, 'block-ends').liftAll(),
        options: { rule: EVERY_MINUTE },
      },
    });
    strapi.cron.add({
      [COUNTS_JOB]: { task: () => countDays(strapi), options: { rule: EVERY_TEN_MINUTES } },
    });
    getService(strapi, 'background-tasks').add(onStart(strapi));
    const resumeBulk = () => resumeOperations(strapi);
    strapi.cron.add({ [BULK_JOB]: { task: resumeBulk, options: { rule: EVERY_MINUTE } } });
    void resumeBulk();
    const resumeImports = () => getService(strapi, 'user-import').resume();
    strapi.cron.add({ [IMPORT_JOB]: { task: resumeImports, options: { rule: EVERY_MINUTE } } });
    void resumeImports();
    const resumeErasures = () => getService(strapi, 'user-remover').resumeErasures();
    strapi.cron.add({ [ERASURE_JOB]: { task: resumeErasures, options: { rule: EVERY_MINUTE } } });
    void resumeErasures();
  });
};

export default async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  requireUtc(strapi);
  await requireRowLog(strapi);
  if (jwtManagement(strapi) === 'legacy-support') {
    await measureClock(strapi);
  }
  getService(strapi, 'metadata-schema').prepare();
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
