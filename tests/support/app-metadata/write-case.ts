import type { TargetUser } from '../authorization/snapshot';
import { AnyBody, ApiResponse } from '../http';
import type { TestStrapi } from '../strapi';

/** Who tries, and on whom. */
export interface WriteContext {
  app: TestStrapi;
  /** Whose `app_metadata` is to stay as it is. */
  person: TargetUser;
  fullAccess: string;
  superAdmin: string;
}

/** One way to try to write `app_metadata`. */
export interface WriteCase {
  what: string;
  send(attempt: WriteContext): Promise<ApiResponse<AnyBody>>;
  /** How it is answered; a 403 names the field. */
  status: number;
  /** For refusals that are Strapi's own, and know nothing of the field. */
  unnamed?: true;
}

/** What each of them would have stored. */
export const FORGED = { plan: 'forged' };

export type RawBody = string | Uint8Array<ArrayBuffer> | FormData;

/** Sends a body as it is. */
export const sendRaw = async (
  app: TestStrapi,
  method: string,
  path: string,
  token: string,
  body: RawBody,
  headers: Record<string, string> = {}
): Promise<ApiResponse<AnyBody>> => {
  const response = await fetch(new URL(path, app.url), {
    method,
    redirect: 'manual',
    headers: { authorization: `Bearer ${token}`, ...headers },
    body,
  });
  const text = await response.text();
  const isJson = text !== '' && response.headers.get('content-type')?.includes('json');
  return {
    status: response.status,
    body: isJson ? JSON.parse(text) : text,
    headers: response.headers,
  };
};
