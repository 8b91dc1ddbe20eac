import fs from 'node:fs';
import path from 'node:path';

import { quietEnv, randomSecrets } from '../lib/env.mjs';
import { root } from '../lib/paths.mjs';
import { DemoError } from './errors.mjs';
import { databaseFile, demoDir, settingsFile } from './files.mjs';
import { HOST } from './port.mjs';

/** What the application's half of the demo must know as well. */
export const sample = JSON.parse(
  fs.readFileSync(path.join(root, 'src', 'demo', 'settings.json'), 'utf8')
);

/** bcrypt reads no further. */
const MAX_PASSWORD_BYTES = 72;

/** The rules of Strapi's own sign-up. */
const isGoodPassword = (password) =>
  password.length >= 8 &&
  Buffer.byteLength(password) <= MAX_PASSWORD_BYTES &&
  [/[a-z]/, /[A-Z]/, /\d/].every((kind) => kind.test(password));

/** The administrator that the environment asks for, or null where it asks for none. */
const wantedAdmin = () => {
  const { DEMO_ADMIN_EMAIL, DEMO_ADMIN_PASSWORD } = process.env;
  if (!DEMO_ADMIN_EMAIL && !DEMO_ADMIN_PASSWORD) {
    return null;
  }

  const email = (DEMO_ADMIN_EMAIL || sample.admin.email).toLowerCase();
  const password = DEMO_ADMIN_PASSWORD || sample.admin.password;
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
    throw new DemoError(`DEMO_ADMIN_EMAIL is ${email}, which is no email address.`);
  }
  if (!isGoodPassword(password)) {
    throw new DemoError(
      `DEMO_ADMIN_PASSWORD needs 8 to ${MAX_PASSWORD_BYTES} characters, with a small and a capital letter and a digit.`
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
      `${settingsFile} cannot be read (${error.message}). Remove the folder ${demoDir} to start afresh.`
    );
  }
};

/** Settled with the first data: an administrator that is there does not change with the environment. */
const settledAdmin = (known, wanted) => {
  if (!known || !fs.existsSync(path.join(root, databaseFile))) {
    return wanted ?? sample.admin;
  }
  if (wanted && !isSame(wanted, known.admin)) {
    console.log(
      `The administrator of this demo is ${known.admin.email}, as it was first started. Remove the folder .demo to start afresh with another.`
    );
  }
  return known.admin;
};

/** Secrets and administrator, which the data of the demo depends on. */
export const loadSettings = () => {
  const known = read();
  const settings = {
    secrets: known?.secrets ?? randomSecrets(),
    admin: settledAdmin(known, wantedAdmin()),
  };
  fs.mkdirSync(demoDir, { recursive: true });
  fs.writeFileSync(settingsFile, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
  return settings;
};

/**
 * The environment of the demo's Strapi. All that the configuration reads is named, so that neither
 * the shell nor a `.env` beside the application changes the demo.
 */
export const strapiEnv = ({ secrets, admin }, port) => ({
  ...quietEnv,
  ...secrets,
  NODE_ENV: 'production',
  HOST,
  PORT: String(port),
  PUBLIC_URL: '',
  DATABASE_CLIENT: 'sqlite',
  DATABASE_FILENAME: databaseFile,
  // The address in X-Forwarded-For counts, as behind one proxy on this machine: loopback has no place.
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
  DEMO_ADMIN_EMAIL: admin.email,
  DEMO_ADMIN_PASSWORD: admin.password,
});
