import type { Core } from '@strapi/types';
import { PLUGIN_ID, STRAPI_UIDS } from '../../shared/constants';

const STORE = { type: 'plugin', name: PLUGIN_ID, key: 'own_profile_granted' } as const;

const ACTIONS = [
  'me.findOne',
  'me.update',
  'me-devices.find',
  'me-devices.unlink',
  'me-events.find',
].map((action) => `plugin::${PLUGIN_ID}.${action}`);

/**
 * Lets signed-in users reach what is their own, and nobody anything else. It is done once: whoever
 * takes a grant away in the panel does not find it back after a restart.
 */
export const grantOwnProfile = async (strapi: Core.Strapi): Promise<void> => {
  if (await strapi.store.get(STORE)) return;
  const role = await strapi.db
    .query(STRAPI_UIDS.role)
    .findOne({ where: { type: 'authenticated' } });
  if (!role) return;
  const permissions = strapi.db.query('plugin::users-permissions.permission');
  for (const action of ACTIONS) {
    const granted = await permissions.count({ where: { action, role: role.id } });
    if (granted === 0) await permissions.create({ data: { action, role: role.id } });
  }
  await strapi.store.set({ ...STORE, value: true });
};
