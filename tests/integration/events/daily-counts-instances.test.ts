import {
  countDays,
  COUNTING,
  forgetCounts,
  getDay,
  insertEvents,
  startOfDay,
} from '../../support/daily-counts';
import { UIDS } from '../../support/database';
import { onServer } from '../../support/on-database';
import { startStrapi, type TestStrapi } from '../../support/strapi';

describe('daily counts of two instances', () => {
  let first: TestStrapi;
  let second: TestStrapi;

  beforeAll(async () => {
    first = await startStrapi({ env: COUNTING });
    second = await startStrapi({ env: COUNTING, database: first.database });
    const events = [1, 2, 3].flatMap((day) =>
      Array.from({ length: day }, () => ({ date: startOfDay(day), profile: `user${day}` }))
    );
    await insertEvents(first, events);
  });

  afterAll(async () => {
    await second?.stop();
    await first?.stop();
  });

  const countAtBoth = () =>
    Promise.all([first, second, first, second].map((app) => countDays(app)));

  onServer('are counted by one of them at a time', async () => {
    await forgetCounts(first, second);
    expect(await countAtBoth()).toContain(true);
    for (const day of [1, 2, 3]) {
      expect(await getDay(second, day)).toMatchObject({ logins: day, active_users: 1 });
    }
  });

  onServer('are right even if both count the same days at once', async () => {
    const lease = new Date(0);
    await forgetCounts(first, second);
    const counting = countAtBoth();
    // As if the lease of a slow instance had expired.
    await first.database.update(UIDS.job, { name: 'daily-counts' }, { lease_until: lease });
    await Promise.all([counting, countAtBoth()]);
    await countDays(first);
    for (const day of [1, 2, 3]) {
      expect(await getDay(second, day)).toMatchObject({ logins: day, active_users: 1 });
    }
  });
});
