import { documentId, random, times } from './people.mjs';
import { ipOf, ownerOf } from './profiles.mjs';
import { LISTS } from './words.mjs';

const DAY_MS = 86_400_000;
/** Younger than the retention period of 30 days. */
const EVENT_DAYS = 29;
const SESSIONS_PER_DEVICE = 100;

const PLACE = 'country_code, country_name, region_name, city_name, latitude, longitude';

/** As on a real site, most events are token refreshes. */
const typeOf = (i) => `case when ${random(i, 41, 100)} < 60 then 'sertft'
  when ${random(i, 41, 100)} < 92 then 's' when ${random(i, 41, 100)} < 98 then 'fp' else 'ss' end`;

/**
 * @param from the number of the first event minus one, to add events to a loaded database
 * @param newest milliseconds; the events are spread over `days` before it
 */
export const loadEvents = (
  db,
  dialect,
  { users, events, now, from = 0, newest = now, days = EVENT_DAYS }
) =>
  db.query(`insert into user_profile_events
    (id, document_id, log_id, date, type, success, profile, identity, user_id, user_name, connection, strategy,
      strategy_type, ip, user_agent, device_id, is_mobile, ${PLACE}, signals, details, created_at, updated_at, published_at)
    select e.n, ${documentId(dialect, 'evnt', 'e.n')}, '2026' || ${dialect.pad('e.n', 23)}, ${dialect.moment('ms')}, type, type <> 'fp',
      ${documentId(dialect, 'user', 'p.i')}, ${dialect.identityKey('p.provider', documentId(dialect, 'acct', 'p.i'))},
      p.provider || '|' || ${documentId(dialect, 'acct', 'p.i')}, p.name, p.provider, p.provider,
      case when p.provider = 'local' then 'database' else 'social' end, ${ipOf('p.i')},
      'Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0', 'device-0', false, ${PLACE}, '[]', '{}', ${times(dialect, 'ms')}
    from (select s.i + ${from} as n, ${ownerOf('s.i', events, users)} as owner, ${typeOf('s.i')} as type,
        ${newest} - ${random('s.i', 42, 86_400 * days)} * 1000 as ms
      from ${dialect.series(events)}) e
    join bench_people p on p.i = e.owner
    join bench_cities c on c.n = ${random('e.n', 43, LISTS.cities.length)}`);

/** Login blocks of one user in a thousand. They end after the benchmark. */
export const loadLoginBlocks = async (db, dialect, { users, now }) => {
  const end = dialect.moment(now + DAY_MS);
  await db.query(`insert into user_profile_login_failures
    ("key", kind, ip, profile, failures, window_end, blocked_until)
    select 'bench-' || s.i, 'pair', ${ipOf('s.i')}, ${documentId(dialect, 'user', 's.i')}, 0, ${end}, ${end}
    from ${dialect.series(users)} where s.i > 20 and ${random('s.i', 27, 1000)} = 0`);
};

/** Active sessions with their devices. In a database without the plugin only the sessions. */
export const loadSessions = async (db, dialect, { users, sessions, now, hasPlugin }) => {
  const heavyDevices = Math.max(1, Math.floor(sessions / 10 / SESSIONS_PER_DEVICE));
  const device = `'device-' || case when owner = 1 then n % ${heavyDevices} else 0 end`;
  const expires = dialect.moment(now + 13 * DAY_MS);
  await db.query(`insert into strapi_sessions
    (id, document_id, user_id, session_id, device_id, origin, expires_at, absolute_expires_at, status, type,
      created_at, updated_at, published_at)
    select n, ${documentId(dialect, 'sess', 'n')}, cast(owner as varchar(32)), ${documentId(dialect, 'sess', 'n')}, ${device},
      'users-permissions', ${expires}, ${expires}, 'active', 'refresh', ${times(dialect, `${now} - n % ${12 * DAY_MS}`)}
    from (select s.i as n, ${ownerOf('s.i', sessions, users)} as owner from ${dialect.series(sessions)}) e`);
  if (!hasPlugin) {
    return;
  }
  const insertDevices = (series, user, name, from) =>
    db.query(`insert into user_profile_devices
      (id, document_id, user_id, device_id, name, browser, os, type, first_seen, last_seen, last_ip, created_at, updated_at, published_at)
      select s.i + ${from}, ${documentId(dialect, 'devi', `s.i + ${from}`)}, ${user}, 'device-' || ${name}, 'Chrome on Linux', 'Chrome', 'Linux', 'desktop',
        ${dialect.moment(now - 20 * DAY_MS)}, ${dialect.moment(`${now} - s.i % ${DAY_MS}`)}, ${ipOf('s.i')}, ${times(dialect, now)}
      from ${series}`);
  await insertDevices(dialect.series(heavyDevices), 1, '(s.i - 1)', 0);
  await insertDevices(dialect.series(users - 1), '(s.i + 1)', '0', heavyDevices);
};
