import type { Core } from '@strapi/types';

import { PLUGIN_ID, STRAPI_UIDS } from '../../../shared/constants';

const STORE = { type: 'plugin', name: PLUGIN_ID, key: 'own_profile_granted' } as const;

const action = (handler: string): string => `plugin::${PLUGIN_ID}.${handler}`;

/** The actions of the first version, which stored `true` instead of a list. */
const FIRST_ACTIONS = [
  'me.findOne',
  'me.update',
  'me-devices.find',
  'me-devices.unlink',
  'me-events.find',
].map(action);

const ACTIONS = [
  ...FIRST_ACTIONS,
  ...[
    'me-export.find',
    'me-erasure.create',
    'me-erasure.delete',
    'me-identities.link',
    'me-identities.unlink',
  ].map(action),
];

/** The actions that were granted before, even if the grants were revoked since. */
const grantedBefore = async (strapi: Core.Strapi): Promise<string[]> => {
  const stored: unknown = await strapi.store.get(STORE);
  if (stored === true) {
    return FIRST_ACTIONS;
  }
  return Array.isArray(stored) ? stored.map(String) : [];
};

/**
 * Grants logged-in users the routes under `/me`. Each action is granted once: a grant that was revoked in the
 * panel stays revoked after a restart, and actions of a new version are granted after an update.
 */
export const grantOwnProfile = async (strapi: Core.Strapi): Promise<void> => {
  const before = await grantedBefore(strapi);
  const missing = ACTIONS.filter((each) => !before.includes(each));
  if (missing.length === 0) {
    return;
  }
  const role = await strapi.db
    .query(STRAPI_UIDS.role)
    .findOne({ where: { type: 'authenticated' } });
  if (!role) {
    return;
  }
  const permissions = strapi.db.query('plugin::users-permissions.permission');
  for (const each of missing) {
    const granted = await permissions.count({ where: { action: each, role: role.id } });
    if (granted === 0) {
      await permissions.create({ data: { action: each, role: role.id } });
    }
  }
  await strapi.store.set({ ...STORE, value: [...before, ...missing] });
};
