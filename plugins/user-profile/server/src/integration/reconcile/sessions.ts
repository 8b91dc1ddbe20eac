import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { SESSION_ORIGIN, STRAPI_UIDS, UIDS } from '../../../../shared/constants';
import { DAY_MS, MINUTE_MS } from '../../../../shared/durations';
import { LOGIN_EVENT } from '../../../../shared/event-types';
import { getConfig } from '../../config/get';
import type { RequestFacts } from '../../enrich';
import { lockEventUser } from '../../events/event-user';
import { storedIp } from '../../events/stored-ip';
import { readSessionFacts, type SessionFacts } from '../../model/stored-facts';
import { hashedDeviceId } from '../../request/device-id';
import {
  asDate,
  asJson,
  asText,
  inTransaction,
  table,
  tableName,
  type Row,
} from '../../runtime/database/rows';
import { sessionFamily } from '../../sessions/session-family';
import { sessionTable } from '../../sessions/session-rows';
import { getService } from '../../utils/service';

const BATCH = 200;

const COLUMNS = [
  'id',
  'user_id',
  'session_id',
  'child_id',
  'device_id',
  'status',
  'metadata',
  'created_at',
  'updated_at',
];

/** The facts of a login, restored from the metadata of its session. */
const factsOf = (strapi: Core.Strapi, stored: SessionFacts | null): RequestFacts => {
  const headers = { 'user-agent': stored?.user_agent ?? undefined };
  const facts = getService(strapi, 'request-facts').from({ ip: stored?.ip, headers, query: {} });
  const application = {
    client_id: stored?.client_id ?? null,
    name: stored?.client_name ?? null,
  };
  return { ...facts, application };
};

/** Assigns a device to a session that is older than the plugin, and to its whole family: they end together. */
const assignDevice = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  session: Row,
  profileDocumentId: string
): Promise<string> => {
  const { deviceName } = asJson<{ deviceName?: string }>(session.metadata, {});
  const deviceId = hashedDeviceId([profileDocumentId, deviceName ?? String(session.session_id)]);
  const family = await sessionFamily(
    strapi,
    trx,
    Number(session.user_id),
    null,
    String(session.session_id)
  );
  // A refresh may have given the sessions that followed a device.
  await sessionTable(strapi, trx)
    .whereIn('session_id', family)
    .whereNull('device_id')
    .update({ device_id: deviceId });
  return deviceId;
};

const hasDevice = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  userId: number,
  deviceId: string
): Promise<boolean> =>
  Boolean(
    await table(strapi, trx, UIDS.device)
      .where({ user_id: userId, device_id: deviceId })
      .first('id')
  );

const factsIn = (session: Row): SessionFacts | null =>
  readSessionFacts(asJson<unknown>(session.metadata, null));

/**
 * The id of the login's event. Null for one whose event the retention has deleted: each refresh of a session that
 * lives longer would otherwise bring it back, and count the login again.
 */
const logIdOf = (strapi: Core.Strapi, stored: SessionFacts | null): string | null => {
  const loginAt = asDate(stored?.login_at);
  const oldest = Date.now() - getConfig(strapi).retention.days * DAY_MS;
  return loginAt && loginAt.getTime() < oldest ? null : (stored?.log_id ?? null);
};

const reconcileSession = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  session: Row
): Promise<boolean> => {
  // The session may have ended since the batch was read: its login was rejected.
  if (!(await sessionTable(strapi, trx).where({ id: session.id }).first('id'))) {
    return false;
  }
  const accountId = Number(session.user_id);
  const found = await getService(strapi, 'accounts').ensureProfile(trx, accountId);
  // In the order of a login, which may be in flight: with the device first, the two would deadlock.
  const user = found && (await lockEventUser(strapi, trx, { type: LOGIN_EVENT, profile: found }));
  if (!user?.history) {
    return false;
  }
  const { profile } = user;
  const stored = factsIn(session);
  const facts = factsOf(strapi, stored);
  const deviceId =
    asText(session.device_id) ?? (await assignDevice(strapi, trx, session, profile.documentId));
  if (!(await hasDevice(strapi, trx, profile.id, deviceId))) {
    const first = asDate(stored?.login_at) ?? asDate(session.created_at) ?? new Date();
    const last = asDate(session.created_at) ?? first;
    const owner = { ...profile, identityKey: stored?.identity ?? profile.identityKey };
    await getService(strapi, 'devices').record(trx, owner, deviceId, facts, { first, last });
  }
  const logId = logIdOf(strapi, stored);
  if (!stored || logId === null) {
    return false;
  }
  const date = asDate(stored.login_at) ?? new Date();
  const { connection, identity } = stored;
  return getService(strapi, 'event-writer').write(trx, {
    type: LOGIN_EVENT,
    profile,
    facts: { ...facts, ip: storedIp(strapi, facts.ip, date) },
    logId,
    date,
    connection,
    identity,
    deviceId,
  });
};

/** The profiles of accounts, by the id of the account. */
const findProfiles = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  accountIds: number[]
): Promise<Map<number, number>> => {
  const accounts = tableName(strapi, STRAPI_UIDS.account);
  const identities = tableName(strapi, UIDS.identity);
  const rows: Row[] = await table(strapi, trx, STRAPI_UIDS.account)
    .join(identities, `${identities}.account`, `${accounts}.document_id`)
    .whereIn(`${accounts}.id`, accountIds)
    .select(`${accounts}.id`, `${identities}.user_id`);
  return new Map(rows.map((row) => [row.id, Number(row.user_id)]));
};

/** The sessions that lack their device or their event. Most lack neither, so three queries find the others. */
const findIncomplete = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  sessions: Row[]
): Promise<Set<number>> => {
  const profiles = await findProfiles(
    strapi,
    trx,
    sessions.map((session) => Number(session.user_id))
  );
  const deviceRows: Row[] = await table(strapi, trx, UIDS.device)
    .whereIn('user_id', [...new Set(profiles.values())])
    .whereIn('device_id', [...new Set(sessions.map((row) => asText(row.device_id) ?? ''))])
    .select('id', 'user_id', 'device_id');
  const devices = new Set(deviceRows.map((row) => `${Number(row.user_id)} ${row.device_id}`));
  const logIdIn = (session: Row): string | null => logIdOf(strapi, factsIn(session));
  const logIds = sessions.map(logIdIn).filter((logId) => logId !== null);
  const eventRows: Row[] = await table(strapi, trx, UIDS.event)
    .whereIn('log_id', logIds)
    .select('id', 'log_id');
  const events = new Set(eventRows.map((row) => String(row.log_id)));
  const isComplete = (session: Row): boolean => {
    const logId = logIdIn(session);
    const device = `${profiles.get(Number(session.user_id))} ${session.device_id}`;
    return devices.has(device) && (logId === null || events.has(logId));
  };
  return new Set(sessions.filter((session) => !isComplete(session)).map(({ id }) => id));
};

export interface SessionBatch {
  /** The id of the last session of the batch, or null after the last one. */
  last: number | null;
  /** The id up to which every session is complete and no other session can appear. */
  completedUpTo: number;
  events: number;
}

/** Transactions can commit out of id order, so a lower id can still appear next to a recent session. */
const FINAL_AFTER_MS = 10 * MINUTE_MS;

const isFinal = (session: Row): boolean =>
  (asDate(session.created_at)?.getTime() ?? 0) < Date.now() - FINAL_AFTER_MS;

/** @returns whether it wrote an event; undefined if it failed, or if it is too early */
const restore = async (
  strapi: Core.Strapi,
  session: Row,
  settledBefore: number
): Promise<boolean | undefined> => {
  const createdAt = asDate(session.created_at)?.getTime() ?? 0;
  const undecided = Date.now() - getService(strapi, 'login-hooks').undecidedFor();
  if (createdAt > Math.min(settledBefore, undecided)) {
    return undefined;
  }
  try {
    return await inTransaction(strapi, (trx) => reconcileSession(strapi, trx, session));
  } catch (error) {
    getService(strapi, 'capture-errors').addErrorOfPass('a session', error);
    return undefined;
  } finally {
    await yieldToEventLoop();
  }
};

/**
 * Restores missing devices and login events from the metadata of sessions.
 *
 * @param after the id of the last session of the previous batch; 0 for the first batch
 * @param settledBefore later sessions (in milliseconds) are left to a later pass: their logins may be in flight
 */
export const reconcileSessions = async (
  strapi: Core.Strapi,
  after: number,
  settledBefore: number
): Promise<SessionBatch> => {
  const { rows, incomplete } = await inTransaction(strapi, async (trx) => {
    const found: Row[] = await table(strapi, trx, STRAPI_UIDS.session)
      .where('id', '>', after)
      .where({ origin: SESSION_ORIGIN, status: 'active' })
      .orderBy('id')
      .limit(BATCH)
      .select(COLUMNS);
    return { rows: found, incomplete: await findIncomplete(strapi, trx, found) };
  });
  let events = 0;
  let completedUpTo = after;
  let isUnbroken = true;
  for (const row of rows) {
    const made = incomplete.has(row.id) ? await restore(strapi, row, settledBefore) : false;
    if (made) {
      events += 1;
    }
    isUnbroken = isUnbroken && made !== undefined && isFinal(row);
    if (isUnbroken) {
      completedUpTo = row.id;
    }
  }
  return { last: rows.length < BATCH ? null : rows[rows.length - 1].id, completedUpTo, events };
};
