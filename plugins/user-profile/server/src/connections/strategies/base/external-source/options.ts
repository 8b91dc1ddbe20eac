import { z } from '@strapi/utils';

import { policyOptions } from '../local-directory/password-policy';
import { usernameOptions } from '../local-directory/usernames';
import { resetOptions } from '../options';
import { commonOptions } from '../options';

const DEFAULT_TIMEOUT_MS = 10_000;

/** The options of connections to a source that checks passwords by itself. */
export const sourceOptions = {
  ...commonOptions,
  timeout_ms: z
    .number()
    .int()
    .min(100)
    .max(30_000)
    .default(DEFAULT_TIMEOUT_MS)
    .describe('How long the source may take for one answer'),
  import_mode: z
    .boolean()
    .default(false)
    .describe(
      'Moves users over: with the first login the password is kept here, and the source is not asked for that user again'
    ),
  allow_aliases: z
    .boolean()
    .default(false)
    .describe('Whoever signs in by one email may be a user who has another one at the source'),
  ...usernameOptions,
  ...policyOptions('none'),
  ...resetOptions,
};
