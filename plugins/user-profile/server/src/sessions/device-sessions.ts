import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Knex } from 'knex';

import { SESSION_ORIGIN, STRAPI_UIDS, UIDS } from '../../../shared/constants';
import type { DeviceSession, FindDeviceSessions } from '../../../shared/contracts/devices';
import { isStorable } from '../../../shared/storable-text';
import { identitiesOf } from '../model/accounts/identities';
import { readSessionFacts } from '../model/stored-facts';
import { loadUser } from '../model/users/load-user';
import {
  asIso,
  asJson,
  asText,
  inTransaction,
  query,
  table,
  type Row,
} from '../runtime/database/rows';
import { sharedNow } from '../runtime/database/shared-clock';
import { pageMeta, type PageQuery } from '../runtime/paging';
import { codedError } from '../utils/errors';
import { getService } from '../utils/service';
import { deviceNotFound, lockLinkedDevice } from './device-unlinker';
import { sessionFamily } from './session-family';
import { sessionTable } from './session-rows';

declare module '../utils/service' {
  interface Services {
    'device-sessions': ReturnType<typeof createDeviceSessions>;
  }
}

/** A refresh stores a new session, so the row is as old as the latest use. */
const toSession = (row: Row): DeviceSession => {
  const facts = readSessionFacts(asJson<unknown>(row.metadata, null));
  const lastUsed = asIso(row.created_at) ?? '';
  return {
    session_id: String(row.session_id),
    application: facts?.client_name ?? facts?.client_id ?? null,
    created_at: facts?.login_at ?? lastUsed,
    last_used: lastUsed,
    expires_at: asIso(row.expires_at) ?? '',
  };
};

/** Sessions with a valid refresh token. */
const onlyLive = (rows: Knex.QueryBuilder): Knex.QueryBuilder =>
  rows.where({ status: 'active' }).where('expires_at', '>', new Date());

/** The sessions of one device of a user. */
export const createDeviceSessions = ({ strapi }: { strapi: Core.Strapi }) => {
  const findAccountIds = async (userId: number): Promise<string[]> => {
    const accounts = (await identitiesOf(strapi, userId)).flatMap(({ account }) => account ?? []);
    const rows: Row[] = await query(strapi, STRAPI_UIDS.account)
      .whereIn('document_id', accounts)
      .select('id');
    return rows.map(({ id }) => String(id));
  };

  return {
    /**
     * Most recently used first.
     * @throws NotFoundError if the user has no such device
     */
    async find(
      userId: number,
      deviceId: string,
      { page, pageSize }: PageQuery
    ): Promise<FindDeviceSessions.Response> {
      const device = isStorable(deviceId)
        ? await query(strapi, UIDS.device)
            .where({ user_id: userId, device_id: deviceId, unlinked_at: null })
            .first('id')
        : undefined;
      if (!device) {
        throw deviceNotFound();
      }
      const sessions = onlyLive(
        query(strapi, STRAPI_UIDS.session)
          .whereIn('user_id', await findAccountIds(userId))
          .where({ origin: SESSION_ORIGIN, device_id: deviceId })
      );
      const total = await sessions.clone().count({ count: '*' }).first();
      const rows: Row[] = await sessions
        .orderBy([
          { column: 'created_at', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .offset((page - 1) * pageSize)
        .limit(pageSize);
      return {
        data: rows.map(toSession),
        meta: pageMeta({ page, pageSize }, Number(total?.count ?? 0)),
      };
    },

    /**
     * Ends one login of a device, also if it was refreshed since its session was listed. It takes effect on
     * the next request.
     *
     * @param id the user's `documentId` or `user_id`
     * @throws NotFoundError if the user has no such device, or the device no such session
     */
    end: (id: string, deviceId: string, sessionId: string): Promise<{ session_id: string }> =>
      inTransaction(strapi, async (trx) => {
        const { row, profile, accountIds } = await loadUser(strapi, id);
        const device = await lockLinkedDevice(strapi, trx, row.id, deviceId);
        const session: Row | undefined = isStorable(sessionId)
          ? await sessionTable(strapi, trx)
              .where({ session_id: sessionId, device_id: deviceId })
              .whereIn('user_id', accountIds.map(String))
              .first('user_id', 'metadata')
          : undefined;
        const family = session
          ? await sessionFamily(strapi, trx, Number(session.user_id), deviceId, sessionId)
          : [];
        const members = () => sessionTable(strapi, trx).whereIn('session_id', family);
        // What has ended or expired is not listed, so it is not found either.
        const live = await onlyLive(members()).first('metadata');
        if (!live) {
          throw new errors.NotFoundError(...codedError('session_not_found'));
        }
        await members().delete();
        const facts = readSessionFacts(asJson<unknown>(live.metadata, null));
        await getService(strapi, 'audit').record('srrt', profile, {
          operation: 'end-session',
          device_id: deviceId,
          device: asText(device.name),
          application: facts?.client_name ?? facts?.client_id ?? null,
        });
        return { session_id: sessionId };
      }),

    /**
     * Ends all sessions of a device, which stays linked, and in `legacy-support` mode its tokens.
     *
     * @param id the user's `documentId` or `user_id`
     * @throws NotFoundError if the user has no such device
     */
    endAll: (id: string, deviceId: string): Promise<{ sessions: number }> =>
      inTransaction(strapi, async (trx) => {
        const { row, profile, accountIds } = await loadUser(strapi, id);
        const device = await lockLinkedDevice(strapi, trx, row.id, deviceId);
        const live = await onlyLive(
          sessionTable(strapi, trx)
            .whereIn('user_id', accountIds.map(String))
            .where({ device_id: deviceId })
        )
          .count({ count: '*' })
          .first();
        const sessions = Number(live?.count ?? 0);
        await getService(strapi, 'sessions').endDevice(accountIds, deviceId);
        await table(strapi, trx, UIDS.device)
          .where({ id: device.id })
          .update({ tokens_not_before: new Date(sharedNow(strapi)), updated_at: new Date() });
        await getService(strapi, 'audit').record('srrt', profile, {
          operation: 'end-device-sessions',
          device_id: deviceId,
          device: asText(device.name),
          sessions,
        });
        return { sessions };
      }),
  };
};
