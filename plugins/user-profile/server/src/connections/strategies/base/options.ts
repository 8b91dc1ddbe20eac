import { z } from '@strapi/utils';

/** The options of all strategies. */
export const commonOptions = {
  disable_signup: z.boolean().default(false).describe('Only existing users can log in'),
  set_user_root_attributes: z
    .enum(['on_each_login', 'on_first_login'])
    .default('on_each_login')
    .describe('When name, picture and other root attributes are updated from the source'),
};
