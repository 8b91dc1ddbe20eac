import type { Context } from '../../utils/service';
import { createIdentityHandlers } from '../handlers/identities';

export default (context: Context) => createIdentityHandlers(context);
