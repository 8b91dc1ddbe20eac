import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import type { Core } from '@strapi/types';

import { PLUGIN_ID } from '../shared/constants';
import type { ExitCode, Work } from './command';

interface Directories {
  appDir: string;
  distDir: string;
}

interface StrapiModule {
  compileStrapi(options: { appDir: string }): Promise<Directories>;
  createStrapi(options: Directories): Core.Strapi;
}

interface TypeScriptUtils {
  isUsingTypeScript(appDir: string): Promise<boolean>;
  resolveOutDir(appDir: string): Promise<string>;
}

/** The package of the application, which need not be the one that is installed next to this file. */
const requireFrom = (appDir: string) => createRequire(path.join(appDir, 'package.json'));

const loadStrapiModule = (appDir: string): StrapiModule => {
  try {
    return requireFrom(appDir)('@strapi/strapi');
  } catch (error) {
    throw new Error('Run this command in the folder of a Strapi application.', { cause: error });
  }
};

/** The build of the application, as `strapi start` uses it. A TypeScript application without one is compiled. */
const findDirectories = async (
  appDir: string,
  { compileStrapi }: StrapiModule
): Promise<Directories> => {
  const strapiDir = path.dirname(requireFrom(appDir).resolve('@strapi/strapi/package.json'));
  const typescript: TypeScriptUtils = requireFrom(strapiDir)('@strapi/typescript-utils');
  if (!(await typescript.isUsingTypeScript(appDir))) {
    return { appDir, distDir: appDir };
  }
  const distDir = await typescript.resolveOutDir(appDir);
  return fs.existsSync(distDir) ? { appDir, distDir } : compileStrapi({ appDir });
};

/** Everything that is logged goes to stderr, so a command can write its data to stdout. */
const logToStderr = (): void => {
  process.stdout.write = process.stderr.write.bind(process.stderr);
};

/**
 * Replaces the handlers of Strapi, which shut it down below a command that runs, and exit with 0
 * (@strapi/core 5.54.0, utils/signals.js).
 *
 * @returns a signal that is aborted by Ctrl+C and SIGTERM
 */
const abortOnSignals = (): AbortSignal => {
  const abort = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM']) {
    process.removeAllListeners(name);
    process.on(name, () => abort.abort(new Error('Cancelled.')));
  }
  return abort.signal;
};

/** Runs a command inside the application of the current folder, which does not listen for requests. */
export const withStrapi = async (work: Work): Promise<ExitCode> => {
  const appDir = process.cwd();
  logToStderr();
  const strapiModule = loadStrapiModule(appDir);
  const strapi = strapiModule.createStrapi(await findDirectories(appDir, strapiModule));
  const signal = abortOnSignals();
  try {
    await strapi.load();
    // `plugin` of an unknown name is undefined, whatever its type states.
    if (!Object.hasOwn(strapi.plugins, PLUGIN_ID)) {
      throw new Error('The plugin User Profiles is not enabled in this application.');
    }
    signal.throwIfAborted();
    return await work({ strapi, signal });
  } finally {
    await strapi.destroy();
  }
};
