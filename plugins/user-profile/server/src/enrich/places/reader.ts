import { readFile } from 'node:fs/promises';

import { Reader, type Response } from 'mmdb-lib';

import type { Family } from '../ip-address';
import type { PlaceFiles } from './files';

export interface OpenPlaceFile {
  file: string;
  reader: Reader<Response>;
}

export type Readers = Partial<Record<Family, OpenPlaceFile>>;

/** A file that cannot be used. The message names the file and the reason. */
class UnusableFileError extends Error {
  constructor(
    readonly file: string,
    reason: string
  ) {
    super(`${file} (${reason})`);
    this.name = 'UnusableFileError';
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

const openFile = async (file: string): Promise<OpenPlaceFile> => {
  try {
    const reader = new Reader<Response>(await readFile(file));
    const { databaseType, ipVersion } = reader.metadata;
    if (typeof databaseType !== 'string' || (ipVersion !== 4 && ipVersion !== 6)) {
      throw new Error('its metadata is damaged');
    }
    return { file, reader };
  } catch (error) {
    throw new UnusableFileError(file, messageOf(error));
  }
};

/**
 * A lookup of an IPv6 address in an IPv4 search tree returns the place of an unrelated IP address, so such
 * a file must not be used for IPv6.
 */
const knowsIpv6 = ({ reader }: OpenPlaceFile): boolean => reader.metadata.ipVersion === 6;

/**
 * Opens the files of a place database, each once.
 *
 * @returns the reader for each address family that the files cover
 * @throws {UnusableFileError} if a file is missing, damaged or of the wrong family
 */
export const openReaders = async ({ ipv4, ipv6 }: PlaceFiles): Promise<Readers> => {
  const opened = ipv4 ? await openFile(ipv4) : undefined;
  if (!ipv6) {
    return { 4: opened };
  }
  if (opened && ipv4 === ipv6) {
    return { 4: opened, 6: knowsIpv6(opened) ? opened : undefined };
  }

  const second = await openFile(ipv6);
  if (!knowsIpv6(second)) {
    throw new UnusableFileError(ipv6, 'it contains IPv4 addresses only');
  }
  return { 4: opened, 6: second };
};
