import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, chmod, copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';

import { importId } from '../../../../shared/contracts/imports';
import { getConfig } from '../../config/get';
import { codedError } from '../../utils/errors';

/** Only the server may read files with hashes of passwords. */
const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;

const tooLarge = (max: number): Error =>
  new errors.PayloadTooLargeError(...codedError('import_file_size', { max }));

/** The folder may contain what is not the plugin's. */
const isFileName = (name: string): boolean => importId.safeParse(name).success;

/** The size of a file, and when it was modified (milliseconds). */
export const describeFile = async (path: string): Promise<{ bytes: number; modified: number }> => {
  const { size, mtimeMs } = await stat(path);
  return { bytes: size, modified: Math.floor(mtimeMs) };
};

const code = (error: unknown): unknown => (error as { code?: unknown } | null)?.code;

/** The files of imports, as long as they may be needed. */
export const createImportFiles = (strapi: Core.Strapi) => {
  const folder = (): string => resolve(strapi.dirs.app.root, getConfig(strapi).imports.directory);

  const newPath = async (): Promise<string> => {
    await mkdir(folder(), { recursive: true, mode: PRIVATE_FOLDER });
    // One that existed keeps its mode. On a volume of another user, the mode of the files has to do.
    await chmod(folder(), PRIVATE_FOLDER).catch(() => undefined);
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
        ? new errors.PayloadTooLargeError(...codedError('import_disk_full'))
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

    /**
     * Stores an upload as it arrives.
     * @throws PayloadTooLargeError
     */
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

    /**
     * Takes over a file that Strapi's body parser has stored.
     * @throws PayloadTooLargeError
     */
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
        await chmod(path, PRIVATE_FILE);
      }),

    /**
     * Deletes files that no import has, such as those of a server that was killed during an upload.
     *
     * @param kept the paths of files that stay
     * @param before files that are newer stay too
     */
    async removeOthers(kept: ReadonlySet<string>, before: Date): Promise<void> {
      const names = await readdir(folder()).catch(() => []);
      for (const path of names.filter(isFileName).map((name) => join(folder(), name))) {
        const isOld = await stat(path).then(
          ({ mtime }) => mtime < before,
          () => false
        );
        if (isOld && !kept.has(path)) {
          await remove(path);
        }
      }
    },
  };
};

export type ImportFiles = ReturnType<typeof createImportFiles>;
