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
  /** The handler compares `If-Match` with the revision of the user. */
  ifMatch?: boolean;
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

const reject = (message: string, path: string[] = []): never => {
  throw validationError([problem(path, message)]);
};

/**
 * The text of the body that Strapi's body parser left in the stream: that of a GET or DELETE, or of an unknown
 * type (koa-body 6, `parsedMethods`).
 *
 * @throws ValidationError with the message, if it is longer than any body that is accepted here
 */
const readUnparsed = async ({ req }: KoaContext, message: string): Promise<string> => {
  if (req.readableEnded) {
    return '';
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
  return bytes > MAX_KEPT_BYTES ? reject(message) : Buffer.concat(chunks).toString().trim();
};

const parseUnparsed = (text: string): unknown => {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return reject(TAKES_NO_BODY);
  }
};

/** JSON that is sent as a form, as `curl -d` does without a header, becomes the name of a field. */
const isJsonAsForm = (body: object): boolean =>
  Object.keys(body)[0]?.trimStart().startsWith('{') ?? false;

/**
 * Anything but an object would fail in the handler with a message that does not name the header. A body that was
 * not parsed would count as left out: a block until tomorrow would not end.
 */
const requireJson = async (ctx: KoaContext, schema: z.ZodType): Promise<void> => {
  const { body } = ctx.request as { body?: unknown };
  const isLeftOut = body === undefined && schema.safeParse(undefined).success;
  const isAccepted = isLeftOut
    ? (await readUnparsed(ctx, TAKES_JSON)) === ''
    : isJsonObject(body) && !isJsonAsForm(body);
  if (!isAccepted) {
    reject(TAKES_JSON);
  }
};

/** A deletion that was meant for one revision only would delete any. `*` matches each of them. */
const rejectIfMatch = (ctx: KoaContext): void => {
  const isChange = ctx.method !== 'GET' && ctx.method !== 'HEAD';
  if (isChange && !['', '*'].includes(ctx.get('If-Match').trim())) {
    reject('If-Match: This route checks no revision. Remove the header', ['If-Match']);
  }
};

/**
 * Rejects what the contract of a route does not declare: a query, a body, files or `If-Match`. Ignoring them would let the
 * client believe that they have an effect: `DELETE …/devices?device_id=x` would end all sessions. What the
 * contract declares is validated by the handler, after the rate limits.
 *
 * @throws ValidationError (400) that names each unknown key
 */
export const rejectUndeclaredInput =
  ({ query, body, upload, ifMatch }: Input) =>
  async (ctx: KoaContext, next: Next): Promise<void> => {
    const sent = ctx.request as { body?: unknown; files?: Record<string, unknown> };
    if (!query) {
      validate(emptyQuery, ctx.query);
    }
    if (!ifMatch) {
      rejectIfMatch(ctx);
    }
    if (upload) {
      await next();
      return;
    }
    const [file] = Object.keys(sent.files ?? {});
    if (file !== undefined) {
      reject(`${file}: This route takes no files`, [file]);
    }
    if (body) {
      await requireJson(ctx, body);
    } else {
      const rest = isEmpty(sent.body) ? await readUnparsed(ctx, TAKES_NO_BODY) : '';
      validate(emptyBody, rest === '' ? sent.body : parseUnparsed(rest));
    }
    await next();
  };
