import type { Context as KoaContext } from 'koa';

import type { ExportedFile } from '../../utils/export-file';

export const sendFile = (
  ctx: KoaContext,
  { stream, contentType, fileName }: ExportedFile
): void => {
  ctx.attachment(fileName);
  ctx.type = contentType;
  ctx.body = stream;
};
