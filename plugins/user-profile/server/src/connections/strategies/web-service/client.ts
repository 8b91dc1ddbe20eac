import type { Core } from '@strapi/types';

import type { JsonObject } from '../../../../../shared/contracts/users';
import { SourceError } from '../../../model/connections/errors';
import type { ConnectionRef } from '../../../model/connections/strategy';
import { ConflictError, validationError, coded } from '../../../utils/errors';
import { createSiteFetch } from '../../http/guarded-fetch';
import { invalidResponse, parseResponse } from '../base/external-source/parse-response';
import { rejectionIn, type SourceRejection } from '../base/external-source/rejections';
import { signatureHeaders } from './signature';

const MAX_RESPONSE_BYTES = 1024 * 1024;

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

/** Outcomes that are no error. Every other status is thrown as one. */
export type OperationOutcome =
  { kind: 'done'; response: JsonObject | null } | { kind: 'wrong-credentials' | 'unknown-user' };

const responseIn = (text: string): JsonObject | null => {
  if (text.trim() === '') {
    return null;
  }
  try {
    return parseResponse(JSON.parse(text));
  } catch (error) {
    throw error instanceof SourceError ? error : invalidResponse('the response is not valid JSON');
  }
};

/** Without a readable body, the rejection has a general message. */
const rejectionOf = (text: string): SourceRejection => {
  try {
    return rejectionIn(responseIn(text) ?? {});
  } catch {
    return rejectionIn({});
  }
};

const outcomeOf = (operation: Operation, status: number, text: string): OperationOutcome => {
  const detail = `${operation}: HTTP ${status}`;
  if (status >= 200 && status < 300) {
    return { kind: 'done', response: responseIn(text) };
  }
  if (status === 401 && operation === 'login') {
    return { kind: 'wrong-credentials' };
  }
  if (status === 404) {
    return { kind: 'unknown-user' };
  }
  if (status === 400 || status === 422) {
    throw validationError(rejectionOf(text).problems);
  }
  if (status === 409) {
    const [{ message, path }] = rejectionOf(text).problems;
    throw new ConflictError(message, path);
  }
  if (status === 401 || status === 403) {
    throw new SourceError(
      'refused',
      coded('source_rejected_request'),
      `${detail}: check the secret of the connection`
    );
  }
  if (status === 429) {
    throw new SourceError('refused', coded('source_rate_limited'), detail);
  }
  if (status >= 500) {
    throw new SourceError('failed', coded('source_failed'), detail);
  }
  throw invalidResponse(status >= 300 && status < 400 ? `${detail}: a redirect` : detail);
};

/** Sends signed requests to the service of a connection. */
export const createClient = (strapi: Core.Strapi, { options }: ConnectionRef) => {
  const timeoutMs = Number(options.timeout_ms);
  const fetchGuarded = createSiteFetch(strapi, { timeoutMs, maxBytes: MAX_RESPONSE_BYTES });
  const base = String(options.url).replace(/\/+$/, '');

  const send = async (
    operation: Operation,
    payload: object,
    secret = String(options.secret)
  ): Promise<OperationOutcome> => {
    const body = JSON.stringify(payload);
    const response = await fetchGuarded(`${base}/${operation}`, {
      method: 'POST',
      body,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        ...signatureHeaders(secret, operation, body),
      },
    });
    return outcomeOf(operation, response.status, await response.text());
  };

  return {
    send,

    /** Retries once if the service is unreachable. Only for operations that change nothing. */
    async sendAgain(operation: Operation, payload: object): Promise<OperationOutcome> {
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
