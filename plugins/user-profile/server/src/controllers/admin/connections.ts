import type { Context } from '../../utils/service';
import { createConnectionHandlers } from '../handlers/connections';

export default (context: Context) => createConnectionHandlers(context);
