import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import { getConfig } from '../../config/get';

/** Only the server may read files with hashes of passwords. */
const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;

const tooLarge = (max: number): Error =>
  new errors.PayloadTooLargeError(
    `The file is larger than ${max} bytes. Split it, compress it, import it by the command, or raise "imports.maxBytes" of the plugin.`
  );

const code = (error: unknown): unknown => (error as { code?: unknown } | null)?.code;

/** The files of imports, as long as they may be needed. */
export const createImportFiles = (strapi: Core.Strapi) => {
  const folder = (): string => resolve(strapi.dirs.app.root, getConfig(strapi).imports.directory);

  const newPath = async (): Promise<string> => {
    await mkdir(folder(), { recursive: true, mode: PRIVATE_FOLDER });
    return join(folder(), randomUUID());
  };

  const isOwn = (path: string): boolean => path.startsWith(folder() + sep);

  const remove = async (path: string): Promise<void> => {
    if (isOwn(path)) {
      await rm(path, { force: true });
    }
  };

  /** A full disk must not look like an error of the server, and leaves no part of the file. */
  const store = async (write: (path: string) => Promise<void>): Promise<string> => {
    const path = await newPath();
    try {
      await write(path);
      return path;
    } catch (error) {
      await remove(path);
      throw code(error) === 'ENOSPC' || code(error) === 'EDQUOT'
        ? new errors.PayloadTooLargeError('The disk of the server has no room for the file.')
        : error;
    }
  };

  return {
    remove,

    exists: (path: string): Promise<boolean> =>
      access(path).then(
        () => true,
        () => false
      ),

    /** Stores an upload as it arrives. @throws PayloadTooLargeError */
    storeStream: (content: Readable): Promise<string> =>
      store(async (path) => {
        const { maxBytes } = getConfig(strapi).imports;
        let bytes = 0;
        const bounded = new Transform({
          transform(chunk: Buffer, _encoding, done) {
            bytes += chunk.length;
            done(bytes > maxBytes ? tooLarge(maxBytes) : null, chunk);
          },
        });
        // The stream of a request stays open: the client could not read the response otherwise.
        const chunks = content.iterator({ destroyOnReturn: false });
        const file = createWriteStream(path, { mode: PRIVATE_FILE, flags: 'wx' });
        await pipeline(chunks, bounded, file);
      }),

    /** Takes over a file that Strapi's body parser has stored. @throws PayloadTooLargeError */
    takeOver: (from: string, bytes: number): Promise<string> =>
      store(async (path) => {
        const { maxBytes } = getConfig(strapi).imports;
        if (bytes > maxBytes) {
          throw tooLarge(maxBytes);
        }
        try {
          await rename(from, path);
        } catch (error) {
          if (code(error) !== 'EXDEV') {
            throw error;
          }
          await copyFile(from, path);
        }
      }),
  };
};
