import type { Context } from '../../utils/service';
import { createEventHandlers } from '../handlers/events';

export default (context: Context) => createEventHandlers(context);
