import type { Core } from '@strapi/strapi';

import type { History, SampleDevice, SampleEvent, SampleSession } from '../history';
import type { Person } from '../people';
import { factsOf, pluginService, type ProfileRef, type Transaction } from '../plugin';
import { logIdOf } from './log-id';

interface Owner {
  person: Person;
  accountId: number;
  profile: ProfileRef;
}

const writeDevice = (
  strapi: Core.Strapi,
  trx: Transaction,
  { profile }: Owner,
  { id, client, address, first, last }: SampleDevice
): Promise<boolean> =>
  pluginService(strapi, 'devices').touch(trx, profile, id, factsOf(strapi, address, client), {
    first,
    last,
  });

const writeEvent = (
  strapi: Core.Strapi,
  trx: Transaction,
  { person, profile }: Owner,
  { type, date, digits, address, client, deviceId, isNewDevice, details }: SampleEvent
): Promise<boolean> =>
  pluginService(strapi, 'event-writer').write(trx, {
    type,
    date,
    logId: logIdOf(date, digits),
    facts: factsOf(strapi, address, client),
    profile,
    connection: person.connection,
    deviceId,
    isNewDevice,
    details,
  });

/** As the plugin would have described the session when it began; the login has its event already. */
const metadataOf = (strapi: Core.Strapi, { connection }: Person, session: SampleSession) => {
  const { device, loginAddress, loginAt } = session;
  const { ip, application } = factsOf(strapi, loginAddress, device.client);
  return {
    loginAt: loginAt.toISOString(),
    userProfile: {
      log_id: null,
      login_at: loginAt.toISOString(),
      connection,
      ip,
      user_agent: device.client.userAgent,
      client_id: application.client_id,
      client_name: application.name,
    },
  };
};

const writeSession = async (
  strapi: Core.Strapi,
  { person, accountId }: Owner,
  session: SampleSession
): Promise<void> => {
  await strapi.db.query('admin::session').create({
    data: {
      userId: String(accountId),
      sessionId: strapi.sessionManager.generateSessionId(),
      deviceId: session.device.id,
      origin: 'users-permissions',
      status: 'active',
      type: 'refresh',
      expiresAt: session.expiresAt,
      absoluteExpiresAt: session.absoluteExpiresAt,
      createdAt: session.loginAt,
      updatedAt: session.usedAt,
      metadata: metadataOf(strapi, person, session),
    },
  });
};

export const writeHistory = async (
  strapi: Core.Strapi,
  trx: Transaction,
  owner: Owner,
  { devices, events, sessions }: History
): Promise<void> => {
  // A device is entered with its first touch, and a new session touches its device as of now: hence
  // once before, for when it was first seen, and once after, for when it was last seen.
  for (const device of devices) {
    await writeDevice(strapi, trx, owner, device);
  }
  for (const session of sessions) {
    await writeSession(strapi, owner, session);
  }
  for (const device of devices) {
    await writeDevice(strapi, trx, owner, device);
  }
  for (const event of events) {
    await writeEvent(strapi, trx, owner, event);
  }
};
