import type { Core } from '@strapi/types';

import { errorText } from './error-text';

const MAX_FRAMES = 10;
/** With a place in a file, which no value in a message has by accident. */
const FRAME = /^\s+at .*:\d+:\d+\)?$/;

/** Where the error was thrown. A stack begins with the message, which may have any number of lines. */
const framesOf = ({ stack = '' }: Error): string =>
  stack
    .split('\n')
    .filter((line) => FRAME.test(line))
    .slice(0, MAX_FRAMES)
    .map((line) => `\n${line}`)
    .join('');

const describe = (error: unknown): string =>
  error instanceof Error
    ? `${errorText(error)}${framesOf(error)}${error.cause === undefined ? '' : `\nCaused by ${errorText(error.cause)}`}`
    : errorText(error);

/**
 * Logs an error: the only place that does, so no log has the values in a statement.
 *
 * @param what failed, as the beginning of a sentence
 */
export const logError = (strapi: Core.Strapi, what: string, error: unknown): void => {
  // eslint-disable-next-line no-restricted-syntax -- the one place
  strapi.log.error(`[user-profile] ${what}: ${describe(error)}`);
};
