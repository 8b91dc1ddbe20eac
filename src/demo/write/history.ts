import type { Core } from '@strapi/strapi';

import type { History, SampleDevice, SampleEvent, SampleSession } from '../history';
import type { Person } from '../people';
import { factsOf, pluginService, type ProfileRef, type Transaction } from '../plugin';
import { logIdOf } from './log-id';

interface SampleUser {
  person: Person;
  accountId: number;
  profile: ProfileRef;
}

const writeDevice = (
  strapi: Core.Strapi,
  trx: Transaction,
  { profile }: SampleUser,
  { id, client, ip, first, last }: SampleDevice
): Promise<boolean> =>
  pluginService(strapi, 'devices').record(trx, profile, id, factsOf(strapi, ip, client), {
    first,
    last,
  });

const writeEvent = (
  strapi: Core.Strapi,
  trx: Transaction,
  { person, profile }: SampleUser,
  { type, date, digits, ip, client, deviceId, isNewDevice, details }: SampleEvent
): Promise<boolean> =>
  pluginService(strapi, 'event-writer').write(trx, {
    type,
    date,
    logId: logIdOf(date, digits),
    facts: factsOf(strapi, ip, client),
    profile,
    connection: person.connection,
    deviceId,
    isNewDevice,
    details,
  });

/** The metadata that the plugin would have stored at the login, without a `log_id`: the event exists. */
const metadataOf = (strapi: Core.Strapi, { connection }: Person, session: SampleSession) => {
  const { device, loginIp, loginAt } = session;
  const { ip, application } = factsOf(strapi, loginIp, device.client);
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
  { person, accountId }: SampleUser,
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
  user: SampleUser,
  { devices, events, sessions }: History
): Promise<void> => {
  // The first write sets `first_seen`. Each new session then sets `last_seen` to the current time, so
  // the second write restores it.
  for (const device of devices) {
    await writeDevice(strapi, trx, user, device);
  }
  for (const session of sessions) {
    await writeSession(strapi, user, session);
  }
  for (const device of devices) {
    await writeDevice(strapi, trx, user, device);
  }
  for (const event of events) {
    await writeEvent(strapi, trx, user, event);
  }
};
