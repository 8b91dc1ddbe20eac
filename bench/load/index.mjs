import { loadEvents, loadLoginBlocks, loadSessions } from './activity.mjs';
import { dialectOf } from './dialects.mjs';
import { createPeople, loadAccounts } from './people.mjs';
import { loadProfiles } from './profiles.mjs';
import { withBulkLoading } from './tables.mjs';
import { createWordTables } from './words.mjs';

/** The temporary tables of names and people, for statements that load more rows. */
export const createSource = async (db, { users }) => {
  const dialect = dialectOf(db);
  const sizes = { users, now: Date.now() };
  await createWordTables(db);
  await createPeople(db, dialect, sizes);
  return { dialect, ...sizes };
};

/**
 * Fills a database that a Strapi has started on once. The data is the same for the same sizes, except that
 * dates are relative to `now`.
 *
 * @param what.users, what.events, what.sessions how many rows
 * @param what.profiles false loads only accounts, as if they were older than the plugin
 */
export const load = async (db, { users, events = 0, sessions = 0, profiles = true }) => {
  await withBulkLoading(db, async () => {
    const { dialect, now } = await createSource(db, { users });
    const sizes = { users, events, sessions, now };
    const hasPlugin = (await dialect.columns(db, 'user_profile_users')).length > 0 && profiles;
    await loadAccounts(db, dialect);
    if (hasPlugin) {
      await loadProfiles(db, dialect, sizes);
      await loadEvents(db, dialect, sizes);
      await loadLoginBlocks(db, dialect, sizes);
    }
    await loadSessions(db, dialect, { ...sizes, hasPlugin });
  });
};
