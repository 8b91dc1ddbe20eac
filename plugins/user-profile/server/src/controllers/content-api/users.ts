import type { Context } from '../../utils/service';
import { createUserHandlers } from '../handlers/users';
import { may, mayReadUsers } from './may';

export default (context: Context) => {
  const { strapi } = context;
  return createUserHandlers(context, {
    mayRead: mayReadUsers(strapi),
    /** Whoever may set passwords may change emails: both are what a user signs in with. */
    maySetCredentials: (ctx) => may(strapi, ctx, 'users.setPassword'),
  });
};
