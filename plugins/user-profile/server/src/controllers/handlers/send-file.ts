import type { Context as KoaContext } from 'koa';

import type { ExportedFile } from '../../utils/export-file';

/**
 * Responds with a stream. If it fails after the headers were sent, the connection is closed, so the client sees
 * that the file is incomplete: Koa 2 leaves it open then (koa/lib/context.js, `onerror`).
 */
export const sendFile = (
  ctx: KoaContext,
  { stream, contentType, fileName }: ExportedFile
): void => {
  stream.once('error', () => {
    if (ctx.headerSent) {
      ctx.res.destroy();
    }
  });
  ctx.attachment(fileName);
  ctx.type = contentType;
  ctx.body = stream;
};
