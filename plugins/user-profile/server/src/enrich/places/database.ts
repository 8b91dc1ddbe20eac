import type { Place } from '../../../../shared/contracts/common';
import { normalizeAddress } from '../ip-address';
import { attributionOf, type Attribution } from './attribution';
import { locateFiles, PLACES_PACKAGE, type DatabasePath } from './files';
import { openReaders, type OpenPlaceFile, type Readers } from './reader';
import { placeOf } from './record';

/** The place database. Without one, every lookup returns null. */
export interface Places {
  /** `none`: not installed, or disabled; `failed`: it could not be read. */
  readonly state: 'ready' | 'none' | 'failed';
  readonly attribution: Attribution | null;
  /** The type that the file names. */
  readonly database: string | null;
  /** When the data was built. */
  readonly builtAt: Date | null;
  /** @returns null if the IP address is invalid, not public or not in the database. Never throws. */
  lookup(ip: unknown): Place | null;
}

export interface PlacesOptions {
  /** As configured. Relative paths are resolved from `appRoot`. */
  databasePath: DatabasePath;
  enabled: boolean;
  appRoot: string;
  log: { warn(message: string): void };
}

const withoutData = (state: 'none' | 'failed'): Places => ({
  state,
  attribution: null,
  database: null,
  builtAt: null,
  lookup: () => null,
});

const unusable = (error: unknown): string =>
  `[user-profile] Logins are recorded without a place, because the place database cannot be read: ` +
  `${error instanceof Error ? error.message : String(error)}. ` +
  `Set "geo.databasePath" of the plugin "user-profile" to a readable .mmdb file, or remove it and ` +
  `install ${PLACES_PACKAGE}. Then restart Strapi.`;

const brokenRecord = (file: string): string =>
  `[user-profile] The place database ${file} has at least one damaged record. Logins from the IP addresses concerned ` +
  `are recorded without a place. Download the file again and restart Strapi.`;

const creditOf = ({ 4: ipv4, 6: ipv6 }: Readers): Attribution | null => {
  const credit = (open: OpenPlaceFile | undefined) =>
    open ? attributionOf(open.reader.metadata.databaseType, open.file) : null;
  return credit(ipv4) ?? credit(ipv6);
};

const lookupIn = (readers: Readers, log: PlacesOptions['log']): Places['lookup'] => {
  let warned = false;
  return (ip) => {
    const address = normalizeAddress(ip);
    if (!address?.isPublic) {
      return null;
    }
    const open = readers[address.family];
    if (!open) {
      return null;
    }
    try {
      return placeOf(open.reader.get(address.address));
    } catch {
      if (!warned) {
        log.warn(brokenRecord(open.file));
      }
      warned = true;
      return null;
    }
  };
};

/**
 * Opens the place database: the configured one, else that of the optional package. A failure is logged as
 * one warning and shown in `state`; it never stops the start of Strapi.
 */
export const openPlaces = async (options: PlacesOptions): Promise<Places> => {
  const { databasePath, enabled, appRoot, log } = options;
  if (!enabled) {
    return withoutData('none');
  }
  const files = locateFiles(databasePath, appRoot);
  if (files === null) {
    return withoutData('none');
  }
  try {
    const readers = await openReaders(files);
    const { databaseType, buildEpoch } = (readers[4] ?? readers[6])?.reader.metadata ?? {};
    return {
      state: 'ready',
      attribution: creditOf(readers),
      database: databaseType ?? null,
      builtAt: buildEpoch ?? null,
      lookup: lookupIn(readers, log),
    };
  } catch (error) {
    log.warn(unusable(error));
    return withoutData('failed');
  }
};
