import type { Core } from '@strapi/types';

import { getService } from '../../utils/service';
import { BY_USERS_PERMISSIONS } from './connection-store';

/** Their users have no source that states another email address. */
const WITHOUT_SOURCE = ['database', 'email'];

/**
 * Whether only admins change the email addresses of a connection's users. A source may state an email address of
 * another person.
 *
 * @returns false for a deleted connection
 */
export const isEmailSetHere = async (strapi: Core.Strapi, name: string): Promise<boolean> => {
  const connection = await getService(strapi, 'connection-store').findRow(name);
  return (
    connection !== null &&
    (connection.managed_by === BY_USERS_PERMISSIONS || WITHOUT_SOURCE.includes(connection.strategy))
  );
};
