import path from 'node:path';

import type { Core } from '@strapi/types';

import { OWN_PROCESS } from './server-host';
import type { TestStrapi } from './strapi';

/** The environment of a server that runs code of tests. */
export const SERVER_CODE = { TEST_CODE: path.join(__dirname, 'server-code.cjs') };

/** The same with a relation of articles to users. Later servers of the process would have it too. */
export const SERVER_CODE_WITH_AUTHORS = {
  ...SERVER_CODE,
  TEST_AUTHORS: 'true',
  [OWN_PROCESS]: 'true',
};

export interface CodeResult<Result> {
  result?: Result;
  /** The error that the code threw. */
  error?: { name: string; message: string; details?: Record<string, unknown> };
}

/**
 * Runs a function inside the server as code of the site. It is sent as text, so it can use `strapi`
 * and its arguments, but no variable of the test.
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
