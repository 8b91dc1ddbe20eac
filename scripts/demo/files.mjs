import path from 'node:path';

import { root } from '../lib/paths.mjs';

/** The data of the demo. Without this folder the demo starts from scratch. */
export const demoDir = path.join(root, '.demo');

export const settingsFile = path.join(demoDir, 'env.json');
export const buildLogFile = path.join(demoDir, 'build.log');
export const strapiLogFile = path.join(demoDir, 'strapi.log');

/** Next to the build, so it survives the removal of the demo data. */
export const buildStampFile = path.join(root, 'dist', '.demo-build.json');

/** Relative to the folder of the application, as Strapi expects it. */
export const databaseFile = '.demo/data.db';
