import { z } from '@strapi/utils';

/** The option of connections whose users may choose a new password by a mail. */
export const resetOptions = {
  reset_url: z
    .url({ protocol: /^https?$/, message: 'must be an http or https address' })
    .max(2048)
    .optional()
    .describe(
      'The page of the site that the mail for a new password links to, with `code` and `connection` added; without one the mail holds the code itself'
    ),
};
