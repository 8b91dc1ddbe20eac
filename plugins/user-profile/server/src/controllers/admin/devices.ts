import type { Context } from '../../utils/service';
import { createDeviceHandlers } from '../handlers/devices';

export default (context: Context) => createDeviceHandlers(context);
