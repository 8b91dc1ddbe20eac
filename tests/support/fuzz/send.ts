import http from 'node:http';

import { AnyBody, ApiResponse } from '../http';
import { bytesOf, type FuzzBody } from './bodies';
import { expandText } from './values';

/** The server closed a keep-alive connection before it read the request. */
class StaleConnection extends Error {}

/** A request without a response after this time has failed. */
const PATIENCE_MS = 60_000;

export interface Prepared {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: FuzzBody | undefined;
}

/** The response, or null if the client disconnected. */
export type Outcome = ApiResponse<AnyBody> | null;

const parsed = (type: string | undefined, text: string): AnyBody => {
  if (!type?.startsWith('application/json') || text === '') {
    return text;
  }
  return JSON.parse(text);
};

const headersOf = ({ headers }: http.IncomingMessage): Headers =>
  new Headers(
    Object.entries(headers).flatMap(([name, value]) =>
      [value ?? []].flat().map((each) => [name, each] as [string, string])
    )
  );

const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });

const sendOnce = (
  baseUrl: string,
  { method, path, headers, body }: Prepared,
  fill: (text: string) => string
): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const bytes = body && bytesOf(body, fill);
    const isCutOff = body?.spoil === 'cut off on the way';
    const { hostname, port } = new URL(baseUrl);
    const request = http.request({
      agent: isCutOff ? false : agent,
      hostname,
      port,
      method,
      path: expandText(fill(path)),
      timeout: PATIENCE_MS,
      headers: {
        ...Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name, expandText(value)])
        ),
        ...(body?.type ? { 'content-type': body.type } : {}),
        ...(body?.spoil === 'compressed' || body?.spoil === 'wrong content encoding'
          ? { 'content-encoding': 'gzip' }
          : {}),
        ...(bytes ? { 'content-length': String(bytes.length + (isCutOff ? 10 : 0)) } : {}),
      },
    });

    const fail = (error: NodeJS.ErrnoException): void => {
      if (isCutOff) {
        resolve(null);
      } else {
        reject(request.reusedSocket && error.code === 'ECONNRESET' ? new StaleConnection() : error);
      }
    };
    request.once('timeout', () => request.destroy(new Error(`No response in ${PATIENCE_MS} ms`)));
    request.once('error', fail);
    request.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', fail);
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        try {
          resolve({
            status: response.statusCode ?? 0,
            body: parsed(response.headers['content-type'], text),
            headers: headersOf(response),
          });
        } catch {
          reject(new Error(`The response is no JSON: ${text.slice(0, 200)}`));
        }
      });
    });

    if (isCutOff) {
      request.write(bytes, () => setTimeout(() => request.destroy(), 5));
    } else {
      request.end(bytes);
    }
  });

/**
 * Sends requests that `fetch` would correct or reject.
 *
 * @param fill replaces the markers
 * @throws if the connection breaks or there is no response
 */
export const send = async (
  baseUrl: string,
  prepared: Prepared,
  fill: (text: string) => string
): Promise<Outcome> => {
  try {
    return await sendOnce(baseUrl, prepared, fill);
  } catch (error) {
    if (!(error instanceof StaleConnection)) {
      throw error;
    }
    return sendOnce(baseUrl, prepared, fill);
  }
};
