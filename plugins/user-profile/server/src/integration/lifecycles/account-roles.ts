import type { Core } from '@strapi/types';

import { STRAPI_UIDS } from '../../../../shared/constants';
import { isJsonObject } from '../../../../shared/contracts/json';
import type { UserRole } from '../../../../shared/contracts/profile';
import { findUsersOf, syncRoles } from '../../model/accounts/account-roles';
import { actorOfRequest, currentActor } from '../../request/actor';
import { afterCommit } from '../../runtime/background-tasks';
import { neverThrows } from '../../runtime/never-throws';
import { getService } from '../../utils/service';

/** A change of more accounts from the side of the role is recorded for the first ones only. */
const MAX_BULK = 1000;

interface AccountWithRole {
  id: number;
  role: UserRole | null;
}

interface LifecycleEvent {
  action: string;
  params: { where?: Record<string, unknown>; data?: Record<string, unknown> };
  state: { before?: AccountWithRole[] };
}

const findAccounts = (
  strapi: Core.Strapi,
  where: Record<string, unknown>
): Promise<AccountWithRole[]> =>
  strapi.db.query(STRAPI_UIDS.account).findMany({
    select: ['id'],
    where,
    populate: { role: { select: ['documentId', 'name', 'type'] } },
    orderBy: 'id',
    limit: MAX_BULK,
  });

/** The role as an event stores it. The event outlives the role. */
const roleInEvent = ({ role }: AccountWithRole) =>
  role && { documentId: role.documentId, name: role.name, type: role.type };

/** Every change is recorded here, also those that the plugin itself makes. */
const recordChanges = async (strapi: Core.Strapi, before: AccountWithRole[]): Promise<void> => {
  const facts = getService(strapi, 'request-facts').current();
  const actor = currentActor() ?? actorOfRequest(strapi);
  const after = await findAccounts(strapi, { id: { $in: before.map(({ id }) => id) } });
  for (const account of after) {
    const earlier = before.find(({ id }) => id === account.id);
    const [from, to] = [earlier ? roleInEvent(earlier) : null, roleInEvent(account)];
    if (from?.documentId === to?.documentId) {
      continue;
    }
    const details = { operation: 'change-role' as const, from, to };
    await afterCommit(strapi, () =>
      getService(strapi, 'event-writer').record({
        type: 'sapi',
        accountId: account.id,
        facts,
        actor,
        details,
      })
    );
  }
};

/** Ids in the value of a relation, whatever its form: an id, an object, a list, or lists to connect. */
const idsIn = (value: unknown): number[] => {
  if (typeof value === 'number') {
    return [value];
  }
  if (Array.isArray(value)) {
    return value.flatMap(idsIn);
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const { id, connect, disconnect, set } = value as Record<string, unknown>;
  return [id, connect, disconnect, set].flatMap(idsIn);
};

/** Whether the value of the relation replaces all users of a role. */
const replacesAll = (value: unknown): boolean => !isJsonObject(value) || 'set' in value;

/** The accounts that a change of a role may give another role. */
const accountsOfRole = (
  strapi: Core.Strapi,
  { action, params: { where, data } }: LifecycleEvent
): Promise<AccountWithRole[]> => {
  const named = { id: { $in: idsIn(data?.users) } };
  const removesAll = where !== undefined && (data === undefined || replacesAll(data.users));
  return findAccounts(
    strapi,
    action !== 'beforeCreate' && removesAll ? { $or: [named, { role: where }] } : named
  );
};

/** Records changes of roles by the routes of Users & Permissions, by the Content Manager or by other code. */
export const followAccountRoles = (strapi: Core.Strapi): void => {
  const cast = (event: unknown) => event as LifecycleEvent;

  const remember = async (
    event: LifecycleEvent,
    find: () => Promise<AccountWithRole[]>
  ): Promise<void> => {
    event.state.before = (await neverThrows(strapi, 'which roles change', find)) ?? [];
  };

  const record = async ({ state: { before = [] } }: LifecycleEvent): Promise<void> => {
    if (before.length > 0) {
      await neverThrows(strapi, 'a change of roles', () => recordChanges(strapi, before));
      await neverThrows(strapi, 'the roles of users', async (trx) => {
        const ids = before.map(({ id }) => id);
        await syncRoles(strapi, trx, await findUsersOf(strapi, ids));
      });
    }
  };

  strapi.db.lifecycles.subscribe({
    models: [STRAPI_UIDS.account],
    async beforeUpdate(event) {
      const { where, data } = cast(event).params;
      if (data?.role !== undefined) {
        await remember(cast(event), () => findAccounts(strapi, where ?? {}));
      }
    },
    afterUpdate: (event) => record(cast(event)),
  });

  const beforeRoleChange = async (event: unknown): Promise<void> => {
    const { data } = cast(event).params;
    if (data?.users !== undefined) {
      await remember(cast(event), () => accountsOfRole(strapi, cast(event)));
    }
  };
  const beforeRoleDeletion = (event: unknown) =>
    remember(cast(event), () => accountsOfRole(strapi, cast(event)));

  strapi.db.lifecycles.subscribe({
    models: [STRAPI_UIDS.role],
    beforeCreate: beforeRoleChange,
    afterCreate: (event) => record(cast(event)),
    beforeUpdate: beforeRoleChange,
    afterUpdate: (event) => record(cast(event)),
    beforeDelete: beforeRoleDeletion,
    afterDelete: (event) => record(cast(event)),
    beforeDeleteMany: beforeRoleDeletion,
    afterDeleteMany: (event) => record(cast(event)),
  });
};
