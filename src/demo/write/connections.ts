import type { Core } from '@strapi/strapi';

import { SAMPLE_CONNECTIONS, SAMPLE_MEMBERS } from '../connections';
import { findAccountByEmail, pluginService } from '../plugin';
import settings from '../settings.json';

/** Creates the sample connections and the users of `members`. */
export const writeConnections = async (strapi: Core.Strapi): Promise<void> => {
  for (const connection of SAMPLE_CONNECTIONS) {
    if (await pluginService(strapi, 'connection-store').findRow(connection.name)) {
      continue;
    }
    await pluginService(strapi, 'connection-manager').create(connection);
  }
  for (const member of SAMPLE_MEMBERS) {
    const { email } = member;
    if (await findAccountByEmail(strapi, email)) {
      continue;
    }
    const password = settings.sampleUserPassword;
    await pluginService(strapi, 'user-creator').create({
      ...member,
      password,
      email_verified: true,
    });
  }
};
