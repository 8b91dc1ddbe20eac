import type { Core } from '@strapi/types';

import type { JsonObject } from '../../../../../shared/contracts/users';
import { SourceError } from '../../../model/connections/errors';
import type { ConnectionRef } from '../../../model/connections/strategy';
import { ConflictError, validationError } from '../../../utils/errors';
import { createSiteFetch } from '../../http/guarded-fetch';
import { plainAnswer } from '../base/external-source/parse-response';
import { refusalIn, type Refusal } from '../base/external-source/refusals';
import { signatureHeaders } from './signature';

const MAX_ANSWER_BYTES = 1024 * 1024;

export const OPERATIONS = [
  'login',
  'get-user',
  'create',
  'change-email',
  'change-password',
  'verify-email',
  'delete',
] as const;

export type Operation = (typeof OPERATIONS)[number];

/** What a service may say by its status; any other is a fault. */
export type Outcome =
  { kind: 'done'; said: JsonObject | null } | { kind: 'wrong-credentials' | 'unknown-user' };

const badAnswer = (detail: string): SourceError =>
  new SourceError('invalid_response', 'The source gave an answer that makes no sense', detail);

const saidIn = (text: string): JsonObject | null => {
  if (text.trim() === '') {
    return null;
  }
  try {
    return plainAnswer(JSON.parse(text));
  } catch (error) {
    throw error instanceof SourceError ? error : badAnswer('the answer is no JSON');
  }
};

/** The body of a refusal is for people; where it is none, the status alone tells. */
const refusalOf = (text: string): Refusal => {
  try {
    return refusalIn(saidIn(text) ?? {});
  } catch {
    return refusalIn({});
  }
};

const outcomeOf = (operation: Operation, status: number, text: string): Outcome => {
  const detail = `${operation}: HTTP ${status}`;
  if (status >= 200 && status < 300) {
    return { kind: 'done', said: saidIn(text) };
  }
  if (status === 401 && operation === 'login') {
    return { kind: 'wrong-credentials' };
  }
  if (status === 404) {
    return { kind: 'unknown-user' };
  }
  if (status === 400 || status === 422) {
    throw validationError(refusalOf(text).problems);
  }
  if (status === 409) {
    const [{ message, path }] = refusalOf(text).problems;
    throw new ConflictError(message, path);
  }
  if (status === 401 || status === 403) {
    throw new SourceError('refused', 'The source refused the request', `${detail}: the signature?`);
  }
  if (status === 429) {
    throw new SourceError('refused', 'The source asks to wait before it is asked again', detail);
  }
  if (status >= 500) {
    throw new SourceError('failed', 'The source failed', detail);
  }
  throw badAnswer(status >= 300 && status < 400 ? `${detail}: a redirect` : detail);
};

/** Talks to the service of a connection. */
export const createClient = (strapi: Core.Strapi, { options }: ConnectionRef) => {
  const timeoutMs = Number(options.timeout_ms);
  const fetchGuarded = createSiteFetch(strapi, { timeoutMs, maxBytes: MAX_ANSWER_BYTES });
  const base = String(options.url).replace(/\/+$/, '');

  const send = async (
    operation: Operation,
    payload: object,
    secret = String(options.secret)
  ): Promise<Outcome> => {
    const body = JSON.stringify(payload);
    const answer = await fetchGuarded(`${base}/${operation}`, {
      method: 'POST',
      body,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        ...signatureHeaders(secret, operation, body),
      },
    });
    return outcomeOf(operation, answer.status, await answer.text());
  };

  return {
    send,

    /** For operations that change nothing: a connection that failed is tried once more. */
    async sendAgain(operation: Operation, payload: object): Promise<Outcome> {
      try {
        return await send(operation, payload);
      } catch (error) {
        if (!(error instanceof SourceError) || error.fault !== 'unreachable') {
          throw error;
        }
        return send(operation, payload);
      }
    },
  };
};

export type Client = ReturnType<typeof createClient>;
