import type { Context } from '../../utils/service';
import { createUserHandlers } from '../handlers/users';
import { may, mayReadUsers } from './may';

export default (context: Context) => {
  const { strapi } = context;
  return createUserHandlers(context, {
    mayRead: mayReadUsers(strapi),
    /** One permission covers passwords and email addresses: both are used to log in. */
    maySetCredentials: (ctx) => may(strapi, ctx, 'users.setPassword'),
  });
};
