import type { Core } from '@strapi/types';
import type { Knex } from 'knex';

import { UIDS } from '../../../shared/constants';
import {
  FAILED_LOGIN_EVENTS,
  LOGIN_EVENT,
  SIGN_UP_EVENT,
  type EventType,
} from '../../../shared/event-types';
import { DAILY_COUNT_UID } from '../runtime/database/plain-models';
import { inTransaction, query, table, tableName, type Row } from '../runtime/database/rows';
import { addDays, startOfUtcDay, type UtcDay } from '../utils/utc-days';

/** Counts of events, which can be added up over connections, applications and days. */
export const EVENT_KINDS = {
  sign_ups: [SIGN_UP_EVENT],
  logins: [LOGIN_EVENT],
  failed_logins: FAILED_LOGIN_EVENTS,
} as const satisfies Record<string, readonly EventType[]>;

export type EventKind = keyof typeof EVENT_KINDS;

/** Users cannot be added up, so each level has its own count. */
export type ActiveKind =
  'active' | 'active_by_connection' | 'active_by_application' | 'active_by_both';

/** The users who logged in on the day or in the days before it, by the length of that window. */
export const WINDOWS = { active_7_days: 7, active_30_days: 30 } as const;

export type WindowKind = keyof typeof WINDOWS;

export interface DailyCount {
  kind: EventKind | ActiveKind | WindowKind;
  connection: string;
  application: string;
  count: number;
}

/**
 * An application that is not configured is named after the `Origin` of the request, which any client can choose.
 * Beyond this number a day has no more rows: the rest is counted without connection and application.
 */
const MAX_GROUPS = 100;

type Group = 'connection' | 'application';

const INSERT_BATCH = 100;

export const createDayCounter = (strapi: Core.Strapi) => {
  const columns = {
    // An expression: with the column itself, PostgreSQL counts distinct users in the order of the index of user and
    // type, and reads all of it (60,000 blocks of 10 million events).
    profile: () => strapi.db.connection.raw("nullif(??, '')", ['profile']),
    connection: () => strapi.db.connection.raw("coalesce(??, '')", ['connection']),
    application: () =>
      strapi.db.connection.raw("coalesce(??, ??, '')", ['client_id', 'client_name']),
  } satisfies Record<Group | 'profile', () => Knex.Raw>;

  const between = (types: readonly EventType[], from: Date, to: Date): Knex.QueryBuilder =>
    query(strapi, UIDS.event)
      .whereIn('type', types)
      .where('date', '>=', from)
      .where('date', '<', to);

  const eventsOf = (types: readonly EventType[], day: UtcDay): Knex.QueryBuilder =>
    between(types, startOfUtcDay(day), startOfUtcDay(addDays(day, 1)));

  /** A subquery with expressions as columns, because MySQL and PostgreSQL group expressions in different ways. */
  const named = (events: Knex.QueryBuilder, names: readonly (Group | 'profile')[]) =>
    query(strapi, UIDS.event).from(
      events.select(Object.fromEntries(names.map((name) => [name, columns[name]()]))).as('named')
    );

  /** The largest groups. */
  const groups = (
    events: Knex.QueryBuilder,
    by: readonly Group[],
    distinct: boolean
  ): Knex.QueryBuilder => {
    const grouped = named(events, ['profile', ...by])
      .select(by)
      .groupBy(by)
      .orderBy([{ column: 'amount', order: 'desc' }, ...by])
      .limit(MAX_GROUPS);
    return distinct ? grouped.countDistinct({ amount: 'profile' }) : grouped.count({ amount: '*' });
  };

  const countGroups = async (
    kind: DailyCount['kind'],
    events: Knex.QueryBuilder,
    by: readonly Group[],
    distinct = false
  ): Promise<DailyCount[]> => {
    const rows: (Row & Partial<Record<Group, string>>)[] = await groups(events, by, distinct);
    return rows.map(({ connection = '', application = '', amount }) => ({
      kind,
      connection,
      application,
      count: Number(amount),
    }));
  };

  const numberOf = async (rows: Knex.QueryBuilder): Promise<number> => {
    const counted = await rows.first();
    return Number(counted?.amount ?? 0);
  };

  const withRest = (kind: EventKind, counts: DailyCount[], total: number): DailyCount[] => {
    const rest = total - counts.reduce((sum, { count }) => sum + count, 0);
    if (rest <= 0) {
      return counts;
    }
    const isUnnamed = (count: DailyCount) => count.connection === '' && count.application === '';
    const unnamed = counts.find(isUnnamed)?.count ?? 0;
    return [
      ...counts.filter((count) => !isUnnamed(count)),
      { kind, connection: '', application: '', count: unnamed + rest },
    ];
  };

  const countEvents = async (kind: EventKind, day: UtcDay): Promise<DailyCount[]> => {
    const events = () => eventsOf(EVENT_KINDS[kind], day);
    const counts = await countGroups(kind, events(), ['connection', 'application']);
    return counts.length < MAX_GROUPS
      ? counts
      : withRest(kind, counts, await numberOf(events().count({ amount: '*' })));
  };

  const countActive = async (day: UtcDay, logins: readonly DailyCount[]): Promise<DailyCount[]> => {
    const events = () => eventsOf([LOGIN_EVENT], day);
    const total = await numberOf(named(events(), ['profile']).countDistinct({ amount: 'profile' }));
    const all: DailyCount = { kind: 'active', connection: '', application: '', count: total };
    if (logins.length === 0) {
      return [all];
    }
    const both: [ActiveKind, Group[]][] = [
      ['active_by_connection', ['connection']],
      ['active_by_application', ['application']],
      ['active_by_both', ['connection', 'application']],
    ];
    // On most sites all logins of a day have the same connection and application.
    if (logins.length === 1) {
      const [{ connection, application }] = logins;
      return [
        all,
        ...both.map(([kind, by]) => ({
          kind,
          connection: by.includes('connection') ? connection : '',
          application: by.includes('application') ? application : '',
          count: total,
        })),
      ];
    }
    const counts = [all];
    for (const [kind, by] of both) {
      counts.push(...(await countGroups(kind, events(), by, true)));
    }
    return counts;
  };

  /** Replaces the counts of these kinds. Two instances that count the same day store the same. */
  const store = async (
    day: UtcDay,
    kinds: readonly DailyCount['kind'][],
    counts: readonly DailyCount[]
  ): Promise<void> => {
    const rows = counts.map((count) => ({ day, ...count }));
    await inTransaction(strapi, async (trx) => {
      await table(strapi, trx, DAILY_COUNT_UID).where({ day }).whereIn('kind', kinds).delete();
      for (let at = 0; at < rows.length; at += INSERT_BATCH) {
        await table(strapi, trx, DAILY_COUNT_UID)
          .insert(rows.slice(at, at + INSERT_BATCH))
          .onConflict(['day', 'kind', 'connection', 'application'])
          .merge(['count']);
      }
    });
  };

  /** A user belongs to the window by the latest login, or else by an event. */
  const countWindow = async (day: UtcDay, length: number, isToday: boolean): Promise<number> => {
    const from = startOfUtcDay(addDays(day, 1 - length));
    const to = startOfUtcDay(addDays(day, 1));
    const users = () => query(strapi, UIDS.user).count({ amount: '*' });
    if (isToday) {
      return numberOf(users().where('last_login', '>=', from));
    }
    const latest = users().where('last_login', '>=', from).where('last_login', '<', to);
    const later = users()
      .where('last_login', '>=', to)
      .whereExists(
        between([LOGIN_EVENT], from, to)
          .select('id')
          .where(
            'profile',
            strapi.db.connection.ref('document_id').withSchema(tableName(strapi, UIDS.user))
          )
      );
    return (await numberOf(latest)) + (await numberOf(later));
  };

  return {
    /** Counts the events of a day, from the index of type and date. */
    async countDay(day: UtcDay): Promise<void> {
      const counts: DailyCount[] = [];
      for (const kind of Object.keys(EVENT_KINDS) as EventKind[]) {
        counts.push(...(await countEvents(kind, day)));
      }
      const logins = counts.filter(({ kind }) => kind === 'logins');
      counts.push(...(await countActive(day, logins)));
      const kinds: DailyCount['kind'][] = [
        ...(Object.keys(EVENT_KINDS) as EventKind[]),
        'active',
        'active_by_connection',
        'active_by_application',
        'active_by_both',
      ];
      await store(day, kinds, counts);
    },

    /**
     * Counts the users who were active in the windows that end with the day. That of today is the number of
     * users by latest login. Of another day, users who logged in since are looked up one by one.
     */
    async countWindows(day: UtcDay, kinds: readonly WindowKind[], today: UtcDay): Promise<void> {
      for (const kind of kinds) {
        const count = await countWindow(day, WINDOWS[kind], day === today);
        await store(day, [kind], [{ kind, connection: '', application: '', count }]);
      }
    },
  };
};
