import type { Core } from '@strapi/types';

import { STRAPI_UIDS } from '../../../../shared/constants';
import type { EventType } from '../../../../shared/event-types';
import type { EventDetails } from '../../events/row';
import { actorOfRequest, currentActor } from '../../request/actor';
import { currentAttempt } from '../../request/attempt';
import { afterCommit } from '../../runtime/background-tasks';
import { neverThrows } from '../../runtime/never-throws';
import { getService } from '../../utils/service';

/** The attributes of an account that are compared before and after a change. */
export interface AccountState {
  id: number;
  email?: string | null;
  blocked?: boolean | null;
}

interface Change {
  type: EventType;
  details: EventDetails;
}

/** The plugin's own services and the auth controller write their own events. */
const isLoggedElsewhere = (): boolean => currentActor() !== null || currentAttempt() !== undefined;

const changesBetween = (
  before: AccountState,
  after: AccountState,
  data: Record<string, unknown> | undefined
): Change[] => {
  const changes: Change[] = [];
  if (before.email !== after.email) {
    const details = { from: before.email ?? null, to: after.email ?? null };
    changes.push({ type: 'sce', details });
  }
  if ((before.blocked === true) !== (after.blocked === true)) {
    const operation = after.blocked ? 'block-user' : 'unblock-user';
    changes.push({ type: 'sapi', details: { operation } });
  }
  if (data && 'password' in data) {
    changes.push({ type: 'scp', details: { operation: 'set-password' } });
  }
  return changes;
};

/**
 * Logs changes of accounts that bypass the plugin: by the Content Manager, by the routes of
 * Users & Permissions or by other code.
 */
export const logAccountChanges = async (
  strapi: Core.Strapi,
  before: AccountState[],
  data: Record<string, unknown> | undefined
): Promise<void> => {
  if (isLoggedElsewhere() || before.length === 0) {
    return;
  }
  const actor = actorOfRequest(strapi);
  const facts = getService(strapi, 'request-facts').current();
  const after = await neverThrows(strapi, 'a change of accounts', () =>
    strapi.db.query(STRAPI_UIDS.account).findMany({
      select: ['id', 'email', 'blocked'],
      where: { id: { $in: before.map(({ id }) => id) } },
    })
  );
  const writer = getService(strapi, 'event-writer');
  for (const state of (after ?? []) as AccountState[]) {
    const earlier = before.find(({ id }) => id === state.id);
    for (const change of earlier ? changesBetween(earlier, state, data) : []) {
      await afterCommit(strapi, () =>
        writer.record({ ...change, accountId: state.id, facts, actor })
      );
    }
  }
};
