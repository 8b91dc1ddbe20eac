import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, Transform, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

import { coded } from '../../../utils/errors';
import { ImportFileError } from './import-file-error';

export interface OpenFile {
  /** The content, decompressed. */
  content: Readable;
  /** How many bytes of the file were read. */
  bytesRead(): number;
  /** Says that a user was found in the content. */
  renew(): void;
}

/**
 * How many bytes of a compressed file may have no user: some kilobytes decompress to gigabytes. Without
 * compression, the size of the file limits how long it takes to skip them. They take no memory.
 */
const MAX_SILENCE = 64 * 1024 * 1024;

const GZIP = Buffer.from([0x1f, 0x8b]);

const noUsers = (bytes: number): Error =>
  new ImportFileError(coded('import_file_no_users', { bytes }));

/** The first bytes of a file. */
const headOf = async (path: string, length: number): Promise<Buffer> => {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
};

export const isCompressed = async (path: string): Promise<boolean> =>
  (await headOf(path, GZIP.length)).equals(GZIP);

/**
 * Opens a file, which may be compressed by gzip. The content says so, not the name.
 *
 * @param limit how many bytes of content may have no user
 */
export const openFile = async (path: string, limit?: number): Promise<OpenFile> => {
  const compressed = await isCompressed(path);
  const maxSilence = limit ?? (compressed ? MAX_SILENCE : Infinity);
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  let silence = 0;
  const bounded = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      silence += chunk.length;
      done(silence > maxSilence ? noUsers(maxSilence) : null, chunk);
    },
  });
  // Errors arrive at the reader of the content.
  const ignore = () => undefined;
  return {
    content: compressed
      ? pipeline(file, createGunzip({ chunkSize: 256 * 1024 }), bounded, ignore)
      : pipeline(file, bounded, ignore),
    bytesRead: () => file.bytesRead,
    renew: () => {
      silence = 0;
    },
  };
};

/** The beginning of the content, up to a number of bytes. */
export const readStart = async (path: string, length: number): Promise<Buffer> => {
  const { content } = await openFile(path);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of content) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size >= length) {
        break;
      }
    }
  } catch (error) {
    if (size === 0) {
      throw brokenFile(error);
    }
  } finally {
    content.destroy();
  }
  return Buffer.concat(chunks).subarray(0, length);
};

/** The errors of zlib say what is wrong with the file; others are those of the disk. */
export const brokenFile = (error: unknown): unknown => {
  const { code } = (error ?? {}) as { code?: unknown };
  if (code === 'Z_BUF_ERROR') {
    return new ImportFileError(coded('import_file_gzip_ended'));
  }
  if (typeof code === 'string' && code.startsWith('Z_')) {
    return new ImportFileError(coded('import_file_gzip'));
  }
  return code === 'ENOENT' ? new ImportFileError(coded('import_file_gone')) : error;
};
