import { connection } from './connection';
import { device } from './device';
import { event } from './event';
import { identity } from './identity';
import { importedPassword } from './imported-password';
import { user } from './user';

export default {
  user: { schema: user },
  identity: { schema: identity },
  connection: { schema: connection },
  device: { schema: device },
  event: { schema: event },
  'imported-password': { schema: importedPassword },
};
