/**
 * `npm run bench`: compares the response times for a user with a million events and 200,000 sessions
 * with those for a user with a hundred events and two sessions. It runs on SQLite, listens on loopback
 * only, requires `npm run build` and exits when done.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const require = createRequire(import.meta.url);
const Database = require('better-sqlite3');
const root = path.resolve(
  import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname),
  '..'
);

const EVENTS = Number(process.env.BENCH_EVENTS ?? 1_000_000);
const SESSIONS = Number(process.env.BENCH_SESSIONS ?? 200_000);
const ROUNDS = 30;
const DAY_MS = 86_400_000;

const freePort = () =>
  new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'user-profile-bench-'));
const filename = path.join(folder, 'data.db');
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const secret = () => randomBytes(24).toString('base64');

const env = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  NODE_ENV: 'production',
  TZ: 'UTC',
  HOST: '127.0.0.1',
  PORT: String(port),
  STRAPI_TELEMETRY_DISABLED: 'true',
  ENV_PATH: path.join(folder, 'no.env'),
  DATABASE_CLIENT: 'sqlite',
  DATABASE_FILENAME: filename,
  UP_RATE_LIMIT: 'false',
  USER_PROFILE_CONFIG: '{"reconcile":{"onStart":false}}',
  APP_KEYS: `${secret()},${secret()}`,
  ADMIN_JWT_SECRET: secret(),
  API_TOKEN_SALT: secret(),
  TRANSFER_TOKEN_SALT: secret(),
  ENCRYPTION_KEY: secret(),
  JWT_SECRET: secret(),
};

const startServer = async () => {
  const child = spawn(process.execPath, [path.join(root, 'tests/support/serve.cjs')], {
    cwd: root,
    env,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  for (let tries = 0; tries < 600; tries += 1) {
    const healthy = await fetch(`${url}/_health`).then(
      (response) => response.ok,
      () => false
    );
    if (healthy) {
      return child;
    }
    await sleep(100);
  }
  child.kill('SIGKILL');
  throw new Error('The server did not start within 60 seconds');
};

const stopServer = (child) =>
  new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGTERM');
  });

const post = async (route, body) => {
  const response = await fetch(url + route, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) {
    throw new Error(`POST ${route} returned ${response.status}`);
  }
  return response.json();
};

/** Inserts data for a user. As on a real site, most events are token refreshes. */
const insertData = (database, email, events, sessions) => {
  const user = database
    .prepare('select id, document_id from user_profile_users where email = ?')
    .get(email);
  const account = database.prepare('select id from up_users where email = ?').get(email);
  const event = database.prepare(
    `insert into user_profile_events (log_id, date, type, success, profile, ip, latitude, longitude, country_code, city_name)
     values (?, ?, ?, 1, ?, '8.8.8.8', 37.4, -122.1, 'US', 'Mountain View')`
  );
  const session = database.prepare(
    `insert into strapi_sessions (user_id, session_id, device_id, origin, status, type, expires_at, absolute_expires_at)
     values (?, ?, ?, 'users-permissions', 'active', 'refresh', ?, ?)`
  );
  const device = database.prepare(
    `insert into user_profile_devices (user_id, device_id, name, first_seen, last_seen) values (?, ?, 'Chrome on macOS', ?, ?)`
  );
  const now = Date.now();
  const devices = Math.max(2, Math.floor(sessions / 100));
  database.transaction(() => {
    for (let i = 0; i < events; i += 1) {
      const type = i % 100 === 0 ? 's' : 'sertft';
      event.run(`${email}-${i}`, now - (i / events) * 29 * DAY_MS, type, user.document_id);
    }
    for (let i = 0; i < devices; i += 1) {
      device.run(user.id, `d-${i}`, now - DAY_MS, now - i);
    }
    for (let i = 0; i < sessions; i += 1) {
      session.run(
        String(account.id),
        `${email}-${i}`,
        `d-${i % devices}`,
        now + DAY_MS,
        now + DAY_MS
      );
    }
  })();
  return user.document_id;
};

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

const measure = async (route, token) => {
  const started = performance.now();
  const response = await fetch(url + route, { headers: { authorization: `Bearer ${token}` } });
  await response.text();
  if (response.status !== 200) {
    throw new Error(`GET ${route} returned ${response.status}`);
  }
  return performance.now() - started;
};

const since = new Date(Date.now() - 29 * DAY_MS).toISOString();
const tabs = {
  Details: (id) => `/user-profile/users/${id}/overview`,
  Devices: (id) => `/user-profile/users/${id}/devices`,
  History: (id) => `/user-profile/users/${id}/events`,
  'History, 29 days, one type': (id) =>
    `/user-profile/users/${id}/events?filters[type][$in][0]=s&filters[date][$gte]=${since}`,
  'Locations, 29 days': (id) => `/user-profile/users/${id}/locations?filters[date][$gte]=${since}`,
};

let server = await startServer();
try {
  for (const name of ['light', 'heavy']) {
    await post('/api/auth/local/register', {
      username: name,
      email: `${name}@example.test`,
      password: 'secret-secret',
    });
  }
  await stopServer(server);
  const database = new Database(filename);
  const light = insertData(database, 'light@example.test', 100, 2);
  const heavy = insertData(database, 'heavy@example.test', EVENTS, SESSIONS);
  database.exec('analyze');
  database.close();

  server = await startServer();
  const admin = await post('/admin/register-admin', {
    firstname: 'Ada',
    lastname: 'Admin',
    email: 'admin@example.test',
    password: 'Aa1-secret-secret',
  });
  const { token } = admin.data;
  console.log(
    `Heavy user: ${EVENTS} events, ${SESSIONS} sessions. Light user: 100 events, 2 sessions.`
  );
  console.log(`Median response time of ${ROUNDS} requests:\n`);
  console.log('Tab'.padEnd(30), 'light ms', 'heavy ms', 'ratio');
  for (const [tab, route] of Object.entries(tabs)) {
    const times = { light: [], heavy: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      times.light.push(await measure(route(light), token));
      times.heavy.push(await measure(route(heavy), token));
    }
    const [a, b] = [median(times.light), median(times.heavy)];
    console.log(
      tab.padEnd(30),
      a.toFixed(1).padStart(8),
      b.toFixed(1).padStart(8),
      (b / a).toFixed(2).padStart(5)
    );
  }
} finally {
  await stopServer(server);
  fs.rmSync(folder, { recursive: true, force: true });
}
