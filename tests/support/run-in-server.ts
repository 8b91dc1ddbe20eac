import path from 'node:path';

import type { Core } from '@strapi/types';

import { OWN_PROCESS } from './server-host';
import type { TestStrapi } from './strapi';

/** The environment of a server in which tests can run code. */
export const SERVER_CODE = {
  TEST_CODE: path.join(__dirname, 'server-code.cjs'),
  // It changes a content type, which other servers of the process would find changed.
  [OWN_PROCESS]: 'true',
};

export interface CodeResult<Result> {
  result?: Result;
  /** What the code threw. */
  error?: { name: string; message: string; details?: Record<string, unknown> };
}

/**
 * Runs a function inside the server, as code that a site has written. It is sent as text: it sees
 * `strapi` and its arguments, and nothing of the test around it.
 */
export const runInServer = async <Args extends unknown[], Result>(
  app: TestStrapi,
  code: (strapi: Core.Strapi, ...args: Args) => Promise<Result>,
  ...args: Args
): Promise<CodeResult<Result>> => {
  const { status, body } = await app.request('POST', '/test-code', {
    body: { source: code.toString(), args },
  });
  if (status !== 200) {
    throw new Error(`test-code: ${status} ${JSON.stringify(body)}`);
  }
  return body;
};
