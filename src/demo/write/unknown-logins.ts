import type { Core } from '@strapi/strapi';

import { CITIES } from '../cities';
import { SCRIPTS } from '../clients';
import { factsOf, pluginService, type Transaction } from '../plugin';
import { createRandom } from '../random';
import { HOUR_MS } from '../time';
import { logIdOf } from './log-id';

const SEED = 77;
const ATTEMPTS = 12;

/** Failed logins with unknown email addresses. Such events belong to no user. */
export const writeUnknownLogins = async (
  strapi: Core.Strapi,
  trx: Transaction,
  now: Date
): Promise<void> => {
  const random = createRandom(SEED);
  for (let i = 0; i < ATTEMPTS; i += 1) {
    const date = new Date(now.getTime() - Math.round(random.next() * 300 * HOUR_MS));
    const ip = random.pick(random.pick(CITIES).ips);
    await pluginService(strapi, 'event-writer').write(trx, {
      type: 'fu',
      date,
      logId: logIdOf(date, random.digits(10)),
      facts: factsOf(strapi, ip, { userAgent: random.pick(SCRIPTS) }),
      profile: null,
      connection: 'local',
      deviceId: null,
      userName: `unknown${random.between(1, 3)}@example.com`,
      details: { reason: 'unknown_user', message: 'Invalid identifier or password' },
    });
  }
};
