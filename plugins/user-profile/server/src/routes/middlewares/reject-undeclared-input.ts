import { z } from '@strapi/utils';
import type { Context as KoaContext, Next } from 'koa';

import { problem, validationError } from '../../utils/errors';
import { validate } from '../../utils/validate';

/** What a route takes. A missing schema means that it takes nothing there. */
export interface Input {
  query?: z.ZodObject;
  body?: z.ZodType;
}

const noQuery = z.strictObject({});

const isEmpty = (value: unknown): boolean => Object.keys(value ?? {}).length === 0;

/** An empty envelope is accepted: some clients send one with every request. */
const noBody = z.strictObject({ data: z.strictObject({}).nullish() }).nullish();

/** Longer bodies are rejected unread. */
const MAX_READ_BYTES = 4096;

const TAKES_NO_BODY = 'This route takes no body';

const refuseBody = (message: string, path: string[] = []): never => {
  throw validationError([problem(path, message)]);
};

/**
 * The body that Strapi's body parser left in the stream: that of a GET or DELETE, or of an unknown type
 * (koa-body 6, `parsedMethods`).
 */
const readUnparsed = async ({ req }: KoaContext): Promise<unknown> => {
  if (req.readableEnded) {
    return undefined;
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  // The stream stays open: closing it would close the connection before the response.
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MAX_READ_BYTES) {
      return refuseBody(TAKES_NO_BODY);
    }
  }
  const text = Buffer.concat(chunks).toString();
  try {
    return text.trim() === '' ? undefined : JSON.parse(text);
  } catch {
    return refuseBody(TAKES_NO_BODY);
  }
};

/**
 * Rejects what the contract of a route does not declare: a query, a body or files. Ignoring them would let the
 * client believe that they have an effect: `DELETE …/devices?device_id=x` would end all sessions. What the
 * contract declares is validated by the handler, after the rate limits.
 *
 * @throws ValidationError (400) that names each unknown key
 */
export const rejectUndeclaredInput =
  ({ query, body }: Input) =>
  async (ctx: KoaContext, next: Next): Promise<void> => {
    const sent = ctx.request as { body?: unknown; files?: Record<string, unknown> };
    if (!query) {
      validate(noQuery, ctx.query);
    }
    const [file] = Object.keys(sent.files ?? {});
    if (file !== undefined) {
      refuseBody(`${file}: This route takes no files`, [file]);
    }
    if (!body) {
      validate(noBody, isEmpty(sent.body) ? await readUnparsed(ctx) : sent.body);
    }
    await next();
  };
