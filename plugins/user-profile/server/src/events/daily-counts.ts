import { OVERVIEW_DAYS, UIDS } from '../../../shared/constants';
import { DAY_MS } from '../../../shared/durations';
import { getConfig } from '../config/get';
import { DAILY_COUNT_UID } from '../runtime/database/plain-models';
import { asDate, inTransaction, query, table, type Row } from '../runtime/database/rows';
import { getService, type Context } from '../utils/service';
import { addDays, daysBetween, utcDayOf, type UtcDay } from '../utils/utc-days';
import { createDayCounter, WINDOWS, type WindowKind } from './count-day';

declare module '../utils/service' {
  interface Services {
    'daily-counts': ReturnType<typeof createDailyCounts>;
  }
}

export interface DailyCountsProgress {
  running: boolean;
  /** Later events are not counted yet. Null before the first run. */
  counted_until: string | null;
  /** Days that are still to be counted. */
  days_left: number;
}

declare module '../runtime/jobs' {
  interface Jobs {
    'daily-counts': { result: boolean; progress: DailyCountsProgress };
  }
}

const JOB = 'daily-counts';
const KEPT_DAYS = 365;

interface State {
  counted_until: string | null;
  /** The day of the last run. It had not ended. */
  day: UtcDay | null;
  /** The newest event of the last run, and of the run before. */
  newest: number;
  newest_before: number;
  /** The days to count, newest first, and those whose windows are to be counted. */
  todo: UtcDay[];
  windows: UtcDay[];
}

const INITIAL: State = {
  counted_until: null,
  day: null,
  newest: 0,
  newest_before: 0,
  todo: [],
  windows: [],
};

const newestFirst = (days: readonly UtcDay[]): UtcDay[] => [...new Set(days)].sort().reverse();

const KINDS = Object.keys(WINDOWS) as WindowKind[];

/** Keeps the daily counts of the overview. Logins do not count, so they cost nothing more. */
export const createDailyCounts = ({ strapi }: Context) => {
  const counter = createDayCounter(strapi);

  /** The first day that the retention has not begun to delete. Counts of earlier days stay as they are. */
  const firstWholeDay = (now: Date): UtcDay =>
    addDays(utcDayOf(new Date(now.getTime() - getConfig(strapi).retention.days * DAY_MS)), 1);

  const maxDay = (...days: UtcDay[]): UtcDay => days.sort()[days.length - 1];

  /** The days of the events after an id. They may have been imported, or written late. */
  const daysAfter = async (id: number, first: UtcDay, last: UtcDay): Promise<UtcDay[]> => {
    const found = query(strapi, UIDS.event).where('id', '>', id);
    const [row]: Row[] = await found.min({ from: 'date' }).max({ to: 'date' });
    const from = asDate(row?.from);
    const to = asDate(row?.to);
    if (!from || !to) {
      return [];
    }
    const end = [utcDayOf(to), last].sort()[0];
    return daysBetween(maxDay(utcDayOf(from), first), end);
  };

  /** The days that the log has events of. */
  const firstFill = async (first: UtcDay, today: UtcDay): Promise<UtcDay[]> => {
    const oldest: Row | undefined = await query(strapi, UIDS.event).orderBy('date').first('date');
    const from = asDate(oldest?.date);
    return from ? daysBetween(maxDay(utcDayOf(from), first), today) : [today];
  };

  /** Adds the days that changed since the last run to those that a stopped run left. */
  const plan = async (state: State, now: Date): Promise<State> => {
    const today = utcDayOf(now);
    const first = maxDay(addDays(today, 1 - OVERVIEW_DAYS), firstWholeDay(now));
    const newestRow: Row | undefined = await query(strapi, UIDS.event)
      .orderBy('id', 'desc')
      .first('id');
    const newest = newestRow?.id ?? 0;
    if (state.day === today && newest === state.newest) {
      return { ...state, newest_before: newest };
    }
    const since =
      state.day === null
        ? await firstFill(first, today)
        : daysBetween(maxDay(state.day, addDays(today, 1 - OVERVIEW_DAYS)), today);
    // Ids are assigned before commit. A transaction that was open in the last run has ended since the one before.
    const late = state.day === null ? [] : await daysAfter(state.newest_before, first, today);
    return {
      ...state,
      day: today,
      newest,
      newest_before: state.day === null ? newest : state.newest,
      todo: newestFirst([...state.todo, ...since, ...late]),
      windows: newestFirst([...state.windows, ...since]),
    };
  };

  /** Windows of the past that begin before the log are left out. */
  const windowKinds = (day: UtcDay, today: UtcDay, now: Date): WindowKind[] =>
    day >= addDays(today, -1)
      ? KINDS
      : KINDS.filter((kind) => addDays(day, 1 - WINDOWS[kind]) >= firstWholeDay(now));

  const removeOld = (today: UtcDay): Promise<number> =>
    inTransaction(strapi, (trx) =>
      table(strapi, trx, DAILY_COUNT_UID).where('day', '<=', addDays(today, -KEPT_DAYS)).delete()
    );

  const run = (): Promise<true | null> =>
    getService(strapi, 'jobs').run<State, true>(JOB, INITIAL, async (job) => {
      const now = new Date();
      const today = utcDayOf(now);
      let state = await plan(job.state, now);
      await job.save(state);
      for (const day of state.todo) {
        await counter.countDay(day);
        state = { ...state, todo: state.todo.filter((other) => other !== day) };
        await job.save(state);
      }
      for (const day of state.windows) {
        await counter.countWindows(day, windowKinds(day, today, now), today);
        state = { ...state, windows: state.windows.filter((other) => other !== day) };
        await job.save(state);
      }
      await removeOld(today);
      await job.save({ ...state, counted_until: now.toISOString() });
      return true;
    });

  return {
    /** @returns false if another instance runs the job */
    run: async (): Promise<boolean> => (await run()) === true,

    async progress(): Promise<DailyCountsProgress> {
      const { state, isRunning } = await getService(strapi, 'jobs').find(JOB, INITIAL);
      return {
        running: isRunning,
        counted_until: state.counted_until,
        days_left: state.todo.length,
      };
    },
  };
};
