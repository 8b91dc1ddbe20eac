import { PLUGIN_ID } from '../../../../shared/constants';
import type { Context } from '../../utils/service';
import { createUserHandlers } from '../handlers/users';
import { mayReadUsers, maySetCredentials, SET_CREDENTIALS } from './may';

export default (context: Context) => {
  const { strapi } = context;
  return createUserHandlers(context, {
    mayRead: mayReadUsers(strapi),
    maySetCredentials: maySetCredentials(strapi),
    setCredentials: `plugin::${PLUGIN_ID}.${SET_CREDENTIALS}`,
  });
};
