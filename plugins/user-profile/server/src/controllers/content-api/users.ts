import { PLUGIN_ID } from '../../../../shared/constants';
import type { Context } from '../../utils/service';
import { createUserHandlers } from '../handlers/users';
import { may, mayReadUsers } from './may';

const SET_PASSWORD = 'users.setPassword';

export default (context: Context) => {
  const { strapi } = context;
  return createUserHandlers(context, {
    mayRead: mayReadUsers(strapi),
    /** One permission covers passwords and email addresses: both are used to log in. */
    maySetCredentials: (ctx) => may(strapi, ctx, SET_PASSWORD),
    setCredentials: `plugin::${PLUGIN_ID}.${SET_PASSWORD}`,
  });
};
