import { type Account, registerAccount } from '../accounts';
import { UIDS } from '../database';
import { mustLink } from '../linking';
import { mustLogIn } from '../sessions';
import type { TestStrapi } from '../strapi';
import { userIdOf, verifyEmail } from '../users';

/** A user with a device, so every route has something to work on. */
export interface TargetUser {
  account: Account;
  documentId: string;
  userId: string;
  deviceId: string;
  /** Another user, for calls that link or unlink. */
  other: TargetUser | null;
}

/** Whether the other user has been linked with the first. */
export type OtherUser = 'separate' | 'linked';

export const createTargetUser = async (
  app: TestStrapi,
  otherUser?: OtherUser
): Promise<TargetUser> => {
  const account = await registerAccount(app);
  await mustLogIn(app, account, 'phone');
  const userId = userIdOf(account);
  const [{ document_id: documentId }] = await app.database.rows(
    UIDS.user,
    { user_id: userId },
    { columns: ['document_id'] }
  );
  const other = otherUser ? await createTargetUser(app) : null;
  if (otherUser === 'separate') {
    await verifyEmail(app, account);
  }
  if (other && otherUser === 'linked') {
    await mustLink(app, userId, other.userId);
  }
  return { account, documentId, userId, deviceId: 'phone', other };
};

/** What others write at any moment: the log, leases of jobs, counters of failed logins. */
const VOLATILE = [UIDS.event, UIDS.job, UIDS.loginFailure, UIDS.dailyCount];

/** What belongs to users: of these, the rows of the person are looked at, and how many there are. */
const OF_USERS = [UIDS.user, UIDS.identity, UIDS.device];

/**
 * Everything in the database that a call on a user could change: the rows of the user, the number
 * of users and the other tables of the plugin.
 */
export const getSnapshot = async (
  { database }: TestStrapi,
  { account, documentId }: TargetUser
) => {
  const [user] = await database.rows(UIDS.user, { document_id: documentId });
  const ownId = user?.id ?? 0;
  return {
    user,
    identities: await database.rows(UIDS.identity, { user_id: ownId }),
    devices: await database.rows(UIDS.device, { user_id: ownId }),
    events: await database.rows(UIDS.event, { profile: documentId }),
    sentIn: await database.count(UIDS.event, { type: 's', profile: null }),
    account: await database.rows(UIDS.account, { id: account.id }),
    sessions: await database.rows(UIDS.session, { user_id: String(account.id) }),
    users: await database.count(UIDS.user),
    accounts: await database.count(UIDS.account),
    providers: await database.rows(UIDS.setting, { key: 'plugin_users-permissions_grant' }),
    others: await database.pluginRows([...VOLATILE, ...OF_USERS]),
  };
};
