import { setTimeout as sleep } from 'node:timers/promises';

import { megabytes } from '../lib/statistics.mjs';
import { loadEvents } from '../load/activity.mjs';
import { createSource } from '../load/index.mjs';
import { userDocumentId } from '../load/people.mjs';

const DAY_MS = 86_400_000;
const MAX_OLD_EVENTS = 1_000_000;
const MAX_BULK = 10_000;
const BATCH = 1000;
const POLL_MS = 20;

const perSecond = async (count, work) => {
  const started = performance.now();
  await work();
  return count / ((performance.now() - started) / 1000);
};

/** Adds events that are older than the retention period. */
const createOldEvents = async (db, source, events) => {
  const [{ max }] = await db.query('select max(id) as max from user_profile_events');
  const newest = source.now - 40 * DAY_MS;
  await loadEvents(db, source.dialect, { ...source, events, from: Number(max), newest, days: 10 });
};

const measureRetention = (report, site, { users, events }) =>
  report.measure('retention of old events', (name) =>
    site.run(async (db) => {
      const count = Math.min(MAX_OLD_EVENTS, Math.floor(events / 5));
      const source = await createSource(db, { users });
      await createOldEvents(db, source, count);
      const value = await perSecond(count, () => site.server.runService('retention', 'run'));
      await createOldEvents(db, source, count);
      const baseline = await perSecond(count, () =>
        db.query(`delete from user_profile_events where date < now() - interval '35 days'`)
      );
      report.ratio({
        name,
        value,
        against: 'one DELETE',
        baseline,
        unit: 'events/s',
        note: `${count} events`,
      });
    })
  );

/** Starts a bulk action, and waits for its end. */
const runBulk = async (site, token, data) => {
  const path = '/user-profile/users/bulk';
  let operation = await site.server.json('POST', path, { token, body: { data } });
  while (operation.data.ended_at === null) {
    await sleep(POLL_MS);
    operation = await site.server.json('GET', `${path}/${operation.data.id}`, { token });
  }
};

const measureBulk = (report, site, { users }) =>
  report.measure('bulk block', async (name) => {
    const count = Math.min(MAX_BULK, Math.floor(users / 100));
    const ids = Array.from({ length: count }, (_, index) => userDocumentId(index + 21));
    const token = await site.server.adminToken();
    const value = await perSecond(count, async () => {
      for (let from = 0; from < count; from += BATCH) {
        const data = { action: 'block', ids: ids.slice(from, from + BATCH) };
        await runBulk(site, token, data);
      }
    });
    const setBlocked = (db, blocked) =>
      Promise.all(
        ['user_profile_users', 'up_users'].map((table) =>
          db.query(`update ${table} set blocked = ${blocked} where id between 21 and ${20 + count}`)
        )
      );
    await site.run(async (db) => {
      const baseline = await perSecond(count, () => setBlocked(db, false));
      report.ratio({
        name,
        value,
        against: 'two UPDATEs',
        baseline,
        unit: 'users/s',
        note: `${count} users`,
      });
    });
  });

/** The rows of all users as JSON, in batches by id, without a server. */
const exportBare = async (db) => {
  for (let after = 0; after !== undefined;) {
    const rows = await db.query(
      `select * from user_profile_users where id > ${after} order by id limit ${BATCH}`
    );
    JSON.stringify(rows);
    after = rows.at(-1)?.id;
  }
};

const measureExport = (report, site, { users }) =>
  report.measure('export of all users', async (name) => {
    const token = await site.server.adminToken();
    let lines = 0;
    const countLines = (chunk) => {
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) {
        lines += 1;
      }
    };
    const before = await site.server.resetProbe();
    const value = await perSecond(users, () =>
      site.server.call('POST', '/user-profile/users/export', {
        token,
        body: { data: { format: 'ndjson' } },
        onChunk: countLines,
      })
    );
    const { peakRss, longestStallMs } = await site.server.readProbe();
    const problem = lines === users ? undefined : `${lines} of ${users} users`;
    const baseline = await site.run((db) => perSecond(users, () => exportBare(db)));
    report.ratio({ name, value, against: 'bare pg', baseline, unit: 'users/s', problem });
    report.absolute({
      name: 'rate of the export of all users',
      value,
      unit: 'users/s',
      atLeast: 10_000,
      problem,
    });
    report.absolute({
      name: 'memory of the server during the export',
      value: megabytes(peakRss - before.rss),
      unit: 'MB more',
    });
    report.absolute({
      name: 'longest stall of the event loop during the export',
      value: longestStallMs,
      unit: 'ms',
    });
  });

export default {
  name: 'jobs',
  title: 'Retention, bulk actions and export',
  async run({ report, sites, sizes }) {
    const site = await sites.large();
    await measureExport(report, site, sizes);
    await measureBulk(report, site, sizes);
    await measureRetention(report, site, sizes);
  },
};
