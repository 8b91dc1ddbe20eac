import type { Core } from '@strapi/types';

import { errorText } from './error-text';

const MAX_FRAMES = 10;

/** Where the error was thrown. A stack begins with the message, which may have any number of lines. */
const framesOf = (error: unknown): string => {
  const { message = '', stack = '' } = error instanceof Error ? error : {};
  const at = stack.indexOf(message);
  return at < 0
    ? ''
    : stack
        .slice(at + message.length)
        .split('\n')
        .slice(0, MAX_FRAMES + 1)
        .join('\n');
};

/**
 * Logs an error: the only place that does, so no log has the values in a statement.
 *
 * @param what failed, as the beginning of a sentence
 */
export const logError = (strapi: Core.Strapi, what: string, error: unknown): void => {
  // eslint-disable-next-line no-restricted-syntax -- the one place
  strapi.log.error(`[user-profile] ${what}: ${errorText(error)}${framesOf(error)}`);
};
