import { z } from '@strapi/utils';

import { accountFieldClaims } from '../../../../../shared/contracts/account-fields';

/** The options of all strategies. */
export const commonOptions = {
  disable_signup: z.boolean().default(false).describe('Only existing users can log in'),
  set_user_root_attributes: z
    .enum(['on_each_login', 'on_first_login'])
    .default('on_each_login')
    .describe('When name, picture and other root attributes are updated from the source'),
};

/** The option of connections whose source states claims about new users. */
export const claimOptions = { account_fields: accountFieldClaims };

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
