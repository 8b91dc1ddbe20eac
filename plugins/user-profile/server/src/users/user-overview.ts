import type { Core } from '@strapi/types';

import { STRAPI_UIDS, UIDS } from '../../../shared/constants';
import type { RolePermissionGroup, UserOverview } from '../../../shared/contracts/user-overview';
import type { UserRole } from '../../../shared/contracts/users';
import { describeUserAgent } from '../enrich';
import { identitiesOf, type IdentityRow } from '../model/accounts/identities';
import { placeColumns } from '../model/stored-facts';
import type { UserRow } from '../model/users/user-row';
import { asIso, asText, query, type Row } from '../runtime/database/rows';
import { groupBy } from '../utils/group-by';
import { getService } from '../utils/service';

declare module '../utils/service' {
  interface Services {
    'user-overview': ReturnType<typeof createUserOverview>;
  }
}

interface AccountWithRole {
  documentId: string;
  username: string | null;
  email: string | null;
  confirmed: boolean | null;
  blocked: boolean | null;
  role: (UserRole & { permissions: { action: string }[] }) | null;
}

/** `api::article.article.find` is the action `article.find` of `api::article`. */
const splitAction = (action: string): [api: string, name: string] => {
  const dot = action.indexOf('.');
  return dot === -1 ? [action, action] : [action.slice(0, dot), action.slice(dot + 1)];
};

const groupByApi = (actions: string[]): RolePermissionGroup[] => {
  const groups = groupBy([...actions].sort().map(splitAction), ([api]) => api);
  return [...groups].map(([api, group]) => ({ api, actions: group.map(([, name]) => name) }));
};

/** What the panel shows beside the profile: block, logins, accounts with their permissions, applications. */
export const createUserOverview = ({ strapi }: { strapi: Core.Strapi }) => {
  const findAccounts = async (identities: IdentityRow[]): Promise<UserOverview['accounts']> => {
    const connections = new Map(
      identities.flatMap(({ account, connection }) => (account ? [[account, connection]] : []))
    );
    const accounts: AccountWithRole[] = await strapi.db.query(STRAPI_UIDS.account).findMany({
      where: { documentId: { $in: [...connections.keys()] } },
      populate: { role: { populate: { permissions: true } } },
    });
    const order = [...connections.keys()];
    accounts.sort((a, b) => order.indexOf(a.documentId) - order.indexOf(b.documentId));
    return accounts.map(({ documentId, username, email, confirmed, blocked, role }) => ({
      documentId,
      connection: connections.get(documentId) ?? '',
      username,
      email,
      confirmed: confirmed === true,
      blocked: blocked === true,
      role: role && {
        documentId: role.documentId,
        name: role.name,
        type: role.type,
        permissions: groupByApi(role.permissions.map(({ action }) => action)),
      },
    }));
  };

  /** Reads as few connections as possible: most users have one, and it is enabled. */
  const hasEnabledConnection = async (identities: IdentityRow[]): Promise<boolean> => {
    const store = getService(strapi, 'connection-store');
    for (const name of new Set(identities.map(({ connection }) => connection))) {
      if ((await store.findRow(name))?.enabled) {
        return true;
      }
    }
    return false;
  };

  const findApplications = async (userId: number): Promise<UserOverview['applications']> => {
    const rows: Row[] = await query(strapi, UIDS.device)
      .where({ user_id: userId })
      .whereNotNull('application')
      .groupBy('client_id', 'application')
      .orderBy('last_seen', 'desc')
      .select('client_id', 'application')
      .max({ last_seen: 'last_seen' });
    return rows.map((row) => ({
      client_id: asText(row.client_id),
      name: String(row.application),
      last_seen: asIso(row.last_seen) ?? '',
    }));
  };

  const findLatestLogin = async (profile: string): Promise<UserOverview['last_login']> => {
    const event = await getService(strapi, 'event-reader').findLatestLogin(profile);
    if (!event) {
      return null;
    }
    return {
      date: event.date,
      ip: event.ip,
      browser: event.user_agent ? describeUserAgent(event.user_agent).name : null,
      place: event.location_info ?? placeColumns(null),
    };
  };

  return {
    /** @param mayReadEvents whether the caller may see logins, which are events */
    async findForUser(user: UserRow, mayReadEvents: boolean): Promise<UserOverview> {
      const { blocked, block_reason: reason, blocked_until: until } = user;
      const identities = await identitiesOf(strapi, user.id);
      return {
        block: blocked ? { reason, until: until?.toISOString() ?? null } : null,
        last_login: mayReadEvents ? await findLatestLogin(user.document_id) : null,
        logins_per_day: mayReadEvents
          ? await getService(strapi, 'event-reader').countLoginsPerDay(user.document_id)
          : null,
        accounts: await findAccounts(identities),
        connection_enabled: await hasEnabledConnection(identities),
        applications: await findApplications(user.id),
      };
    },
  };
};
