import { z } from '@strapi/utils';

import { policyOptions } from '../local-directory/password-policy';
import { usernameOptions } from '../local-directory/usernames';
import { claimOptions, commonOptions, resetOptions } from '../options';

const DEFAULT_TIMEOUT_MS = 10_000;

/** The options of connections whose source checks the passwords. */
export const sourceOptions = {
  ...commonOptions,
  ...claimOptions,
  timeout_ms: z
    .number()
    .int()
    .min(100)
    .max(30_000)
    .default(DEFAULT_TIMEOUT_MS)
    .describe('How long the source may take to respond, in milliseconds'),
  import_mode: z
    .boolean()
    .default(false)
    .describe(
      'Imports users: the first login stores the password here, and the source is no longer asked for that user'
    ),
  allow_aliases: z
    .boolean()
    .default(false)
    .describe(
      'Accepts a user whose email address at the source differs from the one used to log in'
    ),
  ...usernameOptions,
  ...policyOptions('none'),
  ...resetOptions,
};
