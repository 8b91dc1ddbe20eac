import type { Core } from '@strapi/strapi';

import { CITIES } from '../cities';
import { SCRIPTS } from '../clients';
import { factsOf, pluginService, type Transaction } from '../plugin';
import { createRandom } from '../random';
import { HOUR_MS } from '../time';
import { logIdOf } from './log-id';

const SEED = 77;
const TRIES = 12;

/** Somebody tries emails that nobody has: such events belong to no user. */
export const writeStrangers = async (
  strapi: Core.Strapi,
  trx: Transaction,
  now: Date
): Promise<void> => {
  const random = createRandom(SEED);
  for (let i = 0; i < TRIES; i += 1) {
    const date = new Date(now.getTime() - Math.round(random.next() * 300 * HOUR_MS));
    const address = random.pick(random.pick(CITIES).addresses);
    await pluginService(strapi, 'event-writer').write(trx, {
      type: 'fu',
      date,
      logId: logIdOf(date, random.digits(10)),
      facts: factsOf(strapi, address, { userAgent: random.pick(SCRIPTS) }),
      profile: null,
      connection: 'local',
      deviceId: null,
      userName: `nobody${random.between(1, 3)}@example.com`,
      details: { reason: 'unknown_user', message: 'Invalid identifier or password' },
    });
  }
};
