import { z } from '@strapi/utils';
/** The options that connections of every strategy have. */
export const commonOptions = {
  disable_signup: z
    .boolean()
    .default(false)
    .describe('Only users who are known already may sign in'),
  set_user_root_attributes: z
    .enum(['on_each_login', 'on_first_login'])
    .default('on_each_login')
    .describe('When name, picture and the like follow what the source says'),
};

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
