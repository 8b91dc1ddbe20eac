import { z } from '@strapi/utils';

/** The option of connections whose users can reset their password by email. */
export const resetOptions = {
  reset_url: z
    .url({ protocol: /^https?$/, message: 'must be an http or https URL' })
    .max(2048)
    .optional()
    .describe(
      'The page that the password reset email links to, with `code` and `connection` added; if empty, the email contains the code itself'
    ),
};
