import { randomUUID } from 'node:crypto';

import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { STRAPI_UIDS, UIDS } from '../../../shared/constants';
import type { BlockRequest } from '../../../shared/contracts/blocks';
import { isOver } from '../model/accounts/look-up';
import { userNotFound } from '../model/users/find-user';
import { loadUsers, type UserContext } from '../model/users/load-user';
import { unavailable } from '../model/users/user-actions';
import { keepSessions } from '../request/keep-sessions';
import { inTransaction, table } from '../runtime/database/rows';
import { sharedNow } from '../runtime/database/shared-clock';
import { getService } from '../utils/service';

const idsOf = (users: UserContext[]): number[] => users.map(({ row }) => row.id);
const accountIdsOf = (users: UserContext[]): number[] =>
  users.flatMap(({ accountIds }) => accountIds);

/** A blocked user stays blocked, and every user can be unblocked. */
const problemOf = (user: UserContext | undefined, blocked: boolean): Error | undefined => {
  if (!user) {
    return userNotFound();
  }
  return blocked && !user.row.blocked ? unavailable(user, 'block') : undefined;
};

/** What the users table stores of a block. */
export interface Block {
  blocked: boolean;
  block_reason: string | null;
  blocked_until: Date | null;
  /** The id of the change that set or lifted it, so an undo finds its own. */
  block_change: string | null;
}

export const NO_BLOCK: Block = {
  blocked: false,
  block_reason: null,
  blocked_until: null,
  block_change: null,
};

const blockOf = ({ reason, until }: BlockRequest): Block => ({
  ...NO_BLOCK,
  blocked: true,
  block_reason: reason || null,
  blocked_until: until ? new Date(until) : null,
});

/** Whether a user already has the state, reason and end of a block. */
const hasBlock = ({ row }: UserContext, block: Block): boolean =>
  row.blocked === block.blocked &&
  row.block_reason === block.block_reason &&
  Number(row.blocked_until) === Number(block.blocked_until);

export interface BlockOutcome {
  /** The errors of the users that stay as they are, by the ids in the call. */
  problems: Map<string, Error>;
  /** What each changed user had before, by `documentId`. */
  before: Map<string, Block>;
}

const beforeOf = (users: UserContext[]): BlockOutcome['before'] =>
  new Map(
    users.map(({ row: { document_id: id, ...row } }) => {
      const { blocked, block_reason, blocked_until, block_change } = row;
      return [id, { blocked, block_reason, blocked_until, block_change }];
    })
  );

/**
 * Stores a block, or the end of one, and records it. Sessions are left to the caller.
 *
 * @param actor if it is not that of the call
 */
export const storeBlock = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  users: UserContext[],
  block: Block,
  actor?: string
): Promise<void> => {
  const { blocked, block_reason: reason, blocked_until: until } = block;
  // Each update of a user writes to all indexes of the list, so there is one for everything that changes.
  await table(strapi, trx, UIDS.user)
    .whereIn('id', idsOf(users))
    .update({
      ...block,
      updated_at: new Date(),
      ...(blocked ? { tokens_not_before: new Date(sharedNow(strapi)) } : {}),
    })
    .increment('revision', 1);
  // After the users: the lifecycle then finds them up to date.
  await keepSessions(accountIdsOf(users), () =>
    strapi.db.query(STRAPI_UIDS.account).updateMany({
      where: { id: { $in: accountIdsOf(users) } },
      data: { blocked },
    })
  );
  await getService(strapi, 'event-publisher').profilesChanged(trx, idsOf(users));
  await getService(strapi, 'audit').recordForEach(
    'sapi',
    users.map(({ profile }) => profile),
    {
      operation: blocked ? 'block-user' : 'unblock-user',
      ...(reason === null ? {} : { block_reason: reason }),
      ...(until === null ? {} : { until: until.toISOString() }),
    },
    actor
  );
};

/**
 * Blocks users and ends their sessions, or unblocks them, all in one transaction. The number of statements does
 * not depend on that of the users.
 *
 * @param ids each a `documentId` or a `user_id`
 * @param terms replace the reason and the end of users who are blocked already; if both are omitted, those stay
 * @param change the id by which `restoreBlocks` finds what this call has changed
 */
export const setBlocked = (
  strapi: Core.Strapi,
  ids: string[],
  blocked: boolean,
  terms: BlockRequest = {},
  change: string = randomUUID()
): Promise<BlockOutcome> =>
  inTransaction(strapi, async (trx) => {
    const found = await loadUsers(strapi, ids);
    const problems = new Map<string, Error>();
    // By the row, because a request may name a user by both ids.
    const users = new Map<number, UserContext>();
    for (const id of ids) {
      const user = found.get(id);
      const problem = problemOf(user, blocked);
      if (problem) {
        problems.set(id, problem);
      } else if (user) {
        users.set(user.row.id, user);
      }
    }
    const all = [...users.values()];
    const block = { ...(blocked ? blockOf(terms) : NO_BLOCK), block_change: change };
    const hasTerms = blocked && (terms.reason !== undefined || terms.until !== undefined);
    const changed = all.filter(
      (user) => user.row.blocked !== blocked || (hasTerms && !hasBlock(user, block))
    );
    if (blocked) {
      const sessions = getService(strapi, 'sessions');
      await sessions.lockDevices(trx, idsOf(all));
      await sessions.endSessions(trx, accountIdsOf(changed));
      await sessions.endAll(accountIdsOf(all.filter((user) => !changed.includes(user))));
    }
    if (changed.length > 0) {
      await storeBlock(strapi, trx, changed, block);
    }
    return { problems, before: beforeOf(changed) };
  });

/** A block that is over by now is not set again. */
const stillDue = (block: Block): Block => (isOver(block.blocked_until) ? NO_BLOCK : block);

const groupByBlock = (
  users: UserContext[],
  targetOf: (user: UserContext) => Block
): { block: Block; members: UserContext[] }[] => {
  const groups = new Map<string, { block: Block; members: UserContext[] }>();
  for (const user of users) {
    const block = targetOf(user);
    const key = JSON.stringify(block);
    const { members } = groups.get(key) ?? { members: [] };
    groups.set(key, { block, members: [...members, user] });
  }
  return [...groups.values()];
};

/**
 * Undoes `setBlocked`, in one transaction: gives each user the earlier block, with its reason and end. Users
 * who were blocked or unblocked since stay as they are. Ended sessions stay ended.
 *
 * @param earlier the blocks before, by `documentId`
 * @param change the id in the call of `setBlocked`
 */
export const restoreBlocks = (
  strapi: Core.Strapi,
  earlier: Map<string, Block>,
  change: string
): Promise<BlockOutcome> =>
  inTransaction(strapi, async (trx) => {
    const ids = [...earlier.keys()];
    const found = await loadUsers(strapi, ids);
    const problems = new Map(
      ids.filter((id) => !found.has(id)).map((id) => [id, userNotFound()] as const)
    );
    const targetOf = ({ row }: UserContext): Block =>
      stillDue(earlier.get(row.document_id) ?? NO_BLOCK);
    const changed = [...found.values()].filter(
      (user) => user.row.block_change === change && !hasBlock(user, targetOf(user))
    );
    const blockedAgain = changed.filter((user) => targetOf(user).blocked);
    if (blockedAgain.length > 0) {
      const sessions = getService(strapi, 'sessions');
      await sessions.lockDevices(trx, idsOf(blockedAgain));
      await sessions.endSessions(trx, accountIdsOf(blockedAgain));
    }
    for (const { block, members } of groupByBlock(changed, targetOf)) {
      await storeBlock(strapi, trx, members, block);
    }
    return { problems, before: beforeOf(changed) };
  });
