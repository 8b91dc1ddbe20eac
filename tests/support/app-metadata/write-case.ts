import type { TargetUser } from '../authorization/snapshot';
import { AnyBody, ApiResponse } from '../http';
import type { TestStrapi } from '../strapi';

/** The context of an attempt. */
export interface WriteContext {
  app: TestStrapi;
  /** The user whose `app_metadata` must not change. */
  person: TargetUser;
  fullAccess: string;
  superAdmin: string;
}

/** One attempt to write `app_metadata`. */
export interface WriteCase {
  what: string;
  send(attempt: WriteContext): Promise<ApiResponse<AnyBody>>;
  /** The expected status. A 403 names the field. */
  status: number;
  /** Set for rejections by Strapi, whose message does not name the field. */
  unnamed?: true;
}

/** The value that an attempt tries to store. */
export const FORGED = { plan: 'forged' };

export type RawBody = string | Uint8Array<ArrayBuffer> | FormData;

/** Sends a body without encoding it. */
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
