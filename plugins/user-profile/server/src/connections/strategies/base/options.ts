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
