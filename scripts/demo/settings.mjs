import fs from 'node:fs';
import path from 'node:path';

import { quietEnv, randomSecrets } from '../lib/env.mjs';
import { root } from '../lib/paths.mjs';
import { DemoError } from './errors.mjs';
import { databaseFile, demoDir, settingsFile } from './files.mjs';
import { HOST } from './port.mjs';

/** Shared with the part of the demo that runs in the application. */
export const sample = JSON.parse(
  fs.readFileSync(path.join(root, 'src', 'demo', 'settings.json'), 'utf8')
);

/** bcrypt ignores further bytes. */
const MAX_PASSWORD_BYTES = 72;

/** The rules of Strapi's admin registration. */
const isValidPassword = (password) =>
  password.length >= 8 &&
  Buffer.byteLength(password) <= MAX_PASSWORD_BYTES &&
  [/[a-z]/, /[A-Z]/, /\d/].every((kind) => kind.test(password));

/** The admin of the environment, or null if it names none. */
const requestedAdmin = () => {
  const { DEMO_ADMIN_EMAIL, DEMO_ADMIN_PASSWORD } = process.env;
  if (!DEMO_ADMIN_EMAIL && !DEMO_ADMIN_PASSWORD) {
    return null;
  }

  const email = (DEMO_ADMIN_EMAIL || sample.admin.email).toLowerCase();
  const password = DEMO_ADMIN_PASSWORD || sample.admin.password;
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
    throw new DemoError(`DEMO_ADMIN_EMAIL must be an email address, but is "${email}".`);
  }
  if (!isValidPassword(password)) {
    throw new DemoError(
      `DEMO_ADMIN_PASSWORD must have 8 to ${MAX_PASSWORD_BYTES} characters, with a lowercase letter, an uppercase letter and a digit.`
    );
  }
  return { email, password };
};

const isSame = (a, b) => a.email === b.email && a.password === b.password;

const read = () => {
  try {
    return JSON.parse(fs.readFileSync(settingsFile, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') {
      return null;
    }
    throw new DemoError(
      `Cannot read ${settingsFile}: ${error.message}. Remove the folder ${demoDir} to reset the demo.`
    );
  }
};

/** Once there is data, the admin is in the database and the environment cannot change it. */
const chooseAdmin = (known, requested) => {
  if (!known || !fs.existsSync(path.join(root, databaseFile))) {
    return requested ?? sample.admin;
  }
  if (requested && !isSame(requested, known.admin)) {
    console.log(
      `DEMO_ADMIN_EMAIL and DEMO_ADMIN_PASSWORD are ignored: the demo already has the admin ${known.admin.email}. Remove the folder .demo to reset the demo.`
    );
  }
  return known.admin;
};

/** The secrets and the admin, which the data of the demo depends on. */
export const loadSettings = () => {
  const known = read();
  const settings = {
    secrets: known?.secrets ?? randomSecrets(),
    admin: chooseAdmin(known, requestedAdmin()),
  };
  fs.mkdirSync(demoDir, { recursive: true });
  fs.writeFileSync(settingsFile, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
  return settings;
};

/**
 * The environment of the demo. It sets every variable that the configuration reads, so neither the
 * shell nor a `.env` file of the application changes the demo.
 */
export const strapiEnv = ({ secrets, admin }, { port, users, providerUrl }) => ({
  ...quietEnv,
  ...secrets,
  NODE_ENV: 'production',
  HOST,
  PORT: String(port),
  PUBLIC_URL: '',
  DATABASE_CLIENT: 'sqlite',
  DATABASE_FILENAME: databaseFile,
  // Takes the IP address from X-Forwarded-For, as behind a local proxy: loopback has no location.
  IS_PROXIED: 'true',
  PROXY_COUNT: '1',
  UP_JWT_MANAGEMENT: 'refresh',
  UP_RATE_LIMIT: 'true',
  PLACES_DATABASE: '',
  USER_PROFILE_ENABLED: 'true',
  USER_PROFILE_APPLICATIONS: JSON.stringify(sample.applications),
  USER_PROFILE_CONFIG: '{}',
  GRAPHQL: 'false',
  DEMO: 'true',
  DEMO_USERS: String(users),
  DEMO_PROVIDER_URL: providerUrl,
  DEMO_ADMIN_EMAIL: admin.email,
  DEMO_ADMIN_PASSWORD: admin.password,
});
