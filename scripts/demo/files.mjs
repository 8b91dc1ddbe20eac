import path from 'node:path';

import { root } from '../lib/paths.mjs';

/** What the demo keeps from one start to the next. Without it, the demo starts afresh. */
export const demoDir = path.join(root, '.demo');

export const settingsFile = path.join(demoDir, 'env.json');
export const buildLogFile = path.join(demoDir, 'build.log');
export const strapiLogFile = path.join(demoDir, 'strapi.log');

/** Beside what was built, so that starting afresh does not mean to build again. */
export const buildStampFile = path.join(root, 'dist', '.demo-build.json');

/** As Strapi wants it: from the application's folder. */
export const databaseFile = '.demo/data.db';
