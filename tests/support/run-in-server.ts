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

type ServerCode<Args extends unknown[], Result> = (
  strapi: Core.Strapi,
  ...args: Args
) => Promise<Result>;

/**
 * Runs a function inside the server as code of the site, and returns what it returned or threw. It is sent as text,
 * so it can use `strapi` and its arguments, but no variable of the test.
 */
export const tryInServer = async <Args extends unknown[], Result>(
  app: TestStrapi,
  code: ServerCode<Args, Result>,
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

/** Like `tryInServer`, but returns the result. Throws what the code threw. */
export const runInServer = async <Args extends unknown[], Result>(
  app: TestStrapi,
  code: ServerCode<Args, Result>,
  ...args: Args
): Promise<Result> => {
  const { result, error } = await tryInServer(app, code, ...args);
  if (error) {
    throw new Error(`${error.name}: ${error.message}`);
  }
  return result as Result;
};
