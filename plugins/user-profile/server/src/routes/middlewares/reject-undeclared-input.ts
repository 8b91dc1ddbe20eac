import { z } from '@strapi/utils';
import type { Context as KoaContext, Next } from 'koa';

import { isJsonObject } from '../../../../shared/contracts/json';
import { problem, validationError } from '../../utils/errors';
import { emptyBody, validate } from '../../utils/validate';

/** What a route takes. A missing schema means that it takes nothing there. */
export interface Input {
  query?: z.ZodObject;
  body?: z.ZodType;
  /** The body is a file, which the handler reads. */
  upload?: true;
}

const emptyQuery = z.strictObject({});

const isEmpty = (value: unknown): boolean => Object.keys(value ?? {}).length === 0;

/** A longer body is rejected without its keys. */
const MAX_KEPT_BYTES = 4096;

/** The limit of Strapi's body parser with default settings. */
const MAX_READ_BYTES = 1024 * 1024;

const TAKES_NO_BODY = 'This route takes no body';

const TAKES_JSON =
  'The body must be a JSON object, sent with the header "Content-Type: application/json"';

const rejectBody = (message: string, path: string[] = []): never => {
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
  // Reads to the end: a response before the end of a request can reset the connection.
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length;
    if (bytes <= MAX_KEPT_BYTES) {
      chunks.push(chunk);
    }
    if (bytes > MAX_READ_BYTES) {
      break;
    }
  }
  if (bytes > MAX_KEPT_BYTES) {
    return rejectBody(TAKES_NO_BODY);
  }
  const text = Buffer.concat(chunks).toString();
  try {
    return text.trim() === '' ? undefined : JSON.parse(text);
  } catch {
    return rejectBody(TAKES_NO_BODY);
  }
};

/** JSON that is sent as a form, as `curl -d` does without a header, becomes the name of a field. */
const isJsonAsForm = (body: object): boolean =>
  Object.keys(body)[0]?.trimStart().startsWith('{') ?? false;

/** Anything but an object would fail in the handler with a message that does not name the header. */
const requireJson = (schema: z.ZodType, body: unknown): void => {
  const isLeftOut = body === undefined && schema.safeParse(undefined).success;
  if (!isLeftOut && (!isJsonObject(body) || isJsonAsForm(body))) {
    rejectBody(TAKES_JSON);
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
  ({ query, body, upload }: Input) =>
  async (ctx: KoaContext, next: Next): Promise<void> => {
    const sent = ctx.request as { body?: unknown; files?: Record<string, unknown> };
    if (!query) {
      validate(emptyQuery, ctx.query);
    }
    if (upload) {
      await next();
      return;
    }
    const [file] = Object.keys(sent.files ?? {});
    if (file !== undefined) {
      rejectBody(`${file}: This route takes no files`, [file]);
    }
    if (body) {
      requireJson(body, sent.body);
    } else {
      validate(emptyBody, isEmpty(sent.body) ? await readUnparsed(ctx) : sent.body);
    }
    await next();
  };
