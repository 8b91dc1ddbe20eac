import { ADMIN_ACTIONS } from '../../../../shared/constants';
import type { Context } from '../../utils/service';
import { createIdentityHandlers } from '../handlers/identities';
import { can } from './can';

export default (context: Context) => createIdentityHandlers(context, can(ADMIN_ACTIONS.readUsers));
