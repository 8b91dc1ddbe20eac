import type { Core } from '@strapi/types';

import { PLUGIN_ID, STRAPI_UIDS } from '../../../shared/constants';
import { afterCommit } from '../runtime/background-tasks';
import { neverThrows } from '../runtime/never-throws';

const PERMISSION = 'plugin::users-permissions.permission';

const STORE = { type: 'plugin', name: PLUGIN_ID } as const;

/** The actions that were granted once. */
const GRANTED = { ...STORE, key: 'own_profile_granted' };

/** Who holds which action now. The list outlives a start without the plugin, unlike the permissions. */
const HELD = { ...STORE, key: 'own_profile_grants' };

const action = (handler: string): string => `plugin::${PLUGIN_ID}.${handler}`;

/** The actions of the first version, which stored `true` instead of a list. */
const FIRST_ACTIONS = [
  'me.findOne',
  'me.update',
  'me-devices.find',
  'me-devices.unlink',
  'me-events.find',
].map(action);

export const OWN_PROFILE_ACTIONS = [
  ...FIRST_ACTIONS,
  ...[
    'me-export.find',
    'me-erasure.create',
    'me-erasure.delete',
    'me-device-sessions.find',
    'me-device-sessions.end',
    'me-device-sessions.endAll',
    'me-identities.link',
    'me-identities.unlink',
  ].map(action),
];

/** An action under `/me` that a role may use. */
interface Grant {
  action: string;
  /** The type of the role, which is unique and stays the same after a transfer. */
  role: string;
}

const isSame = (a: Grant) => (b: Grant) => a.action === b.action && a.role === b.role;

/** The actions that were granted before, even if the grants were revoked since. */
const grantedBefore = async (strapi: Core.Strapi): Promise<string[]> => {
  const stored: unknown = await strapi.store.get(GRANTED);
  if (stored === true) {
    return FIRST_ACTIONS;
  }
  return Array.isArray(stored) ? stored.map(String) : [];
};

/** @returns null if no list was stored, as by an earlier version */
const heldBefore = async (strapi: Core.Strapi): Promise<Grant[] | null> => {
  const stored: unknown = await strapi.store.get(HELD);
  return Array.isArray(stored) ? (stored as Grant[]) : null;
};

const findHeld = async (strapi: Core.Strapi): Promise<Grant[]> => {
  const rows: { action: string; role: { type: string } | null }[] = await strapi.db
    .query(PERMISSION)
    .findMany({
      where: { action: { $startsWith: action('me') } },
      populate: { role: { select: ['type'] } },
    });
  return rows.flatMap(({ action: name, role }) =>
    role ? [{ action: name, role: role.type }] : []
  );
};

const rememberHeld = async (strapi: Core.Strapi): Promise<void> => {
  await strapi.store.set({ ...HELD, value: await findHeld(strapi) });
};

const toAuthenticated = (actions: string[]): Grant[] =>
  actions.map((name) => ({ action: name, role: 'authenticated' }));

/**
 * The grants that Strapi dropped at a start without the plugin. Users & Permissions deletes one row of each
 * action that it does not know at each start (`syncPermissions`, users-permissions 5.54), so a grant is missing
 * for every action. Fewer missing actions were removed on purpose, e.g. in the database.
 */
const findDropped = async (strapi: Core.Strapi, before: string[]): Promise<Grant[]> => {
  const remembered = await heldBefore(strapi);
  if (!remembered) {
    const where = { action: { $startsWith: action('') } };
    const kept = await strapi.db.query(PERMISSION).count({ where });
    return kept === 0 ? toAuthenticated(before) : [];
  }
  const held = await findHeld(strapi);
  const missing = remembered.filter((grant) => !held.some(isSame(grant)));
  const isEveryActionMissing = remembered.every((grant) =>
    missing.some((each) => each.action === grant.action)
  );
  return isEveryActionMissing ? missing : [];
};

/** @returns how many grants were added; a role that does not exist gets none */
const grant = async (strapi: Core.Strapi, grants: Grant[]): Promise<number> => {
  const roles: { id: number; type: string }[] = await strapi.db
    .query(STRAPI_UIDS.role)
    .findMany({ where: { type: { $in: [...new Set(grants.map(({ role }) => role))] } } });
  const permissions = strapi.db.query(PERMISSION);
  let added = 0;
  for (const { action: name, role: type } of grants) {
    const role = roles.find((each) => each.type === type);
    if (role && (await permissions.count({ where: { action: name, role: role.id } })) === 0) {
      await permissions.create({ data: { action: name, role: role.id } });
      added += 1;
    }
  }
  return added;
};

/**
 * On a new site, Users & Permissions creates its roles and their default permissions in its own bootstrap. It
 * runs later than this one if `config/plugins` lists this plugin first, and skips the default permissions if
 * there is any permission yet (`syncPermissions`, users-permissions 5.54). So it has to do both before a grant.
 */
const createDefaultRoles = async (strapi: Core.Strapi): Promise<void> => {
  if ((await strapi.db.query(STRAPI_UIDS.role).count()) === 0) {
    await strapi.plugin('users-permissions').service('users-permissions').initialize();
  }
};

/**
 * Grants logged-in users the routes under `/me`. Each action is granted once: a grant that was revoked in the
 * panel stays revoked after a restart, and actions of a new version are granted after an update. Grants that
 * Strapi dropped at a start without the plugin are restored, for every role.
 */
export const grantOwnProfile = async (strapi: Core.Strapi): Promise<void> => {
  await createDefaultRoles(strapi);
  const before = await grantedBefore(strapi);
  const restored = await grant(strapi, await findDropped(strapi, before));
  if (restored > 0) {
    strapi.log.info(
      `[user-profile] restored ${restored} permissions for the routes under /me. Strapi had dropped them ` +
        'at a start without the plugin. Grants of other actions, admin roles and API tokens have to be ' +
        'granted again.'
    );
  }
  const missing = OWN_PROFILE_ACTIONS.filter((each) => !before.includes(each));
  const hasRole = await strapi.db
    .query(STRAPI_UIDS.role)
    .count({ where: { type: 'authenticated' } });
  if (missing.length > 0 && hasRole > 0) {
    await grant(strapi, toAuthenticated(missing));
    await strapi.store.set({ ...GRANTED, value: [...before, ...missing] });
  }
  await rememberHeld(strapi);
};

/** Remembers who may use the routes under `/me` after each change of a role. */
export const followOwnProfileGrants = (strapi: Core.Strapi): void => {
  let done = Promise.resolve();
  let isQueued = false;

  // Saving a role deletes and inserts many rows in parallel; one reading after the last of them is enough.
  const remember = (): Promise<void> => {
    if (!isQueued) {
      isQueued = true;
      done = done.then(async () => {
        isQueued = false;
        await neverThrows(strapi, 'the permissions of roles', () => rememberHeld(strapi));
      });
    }
    return done;
  };
  const changed = () => afterCommit(strapi, remember);

  strapi.db.lifecycles.subscribe({
    models: [PERMISSION],
    afterCreate: changed,
    afterCreateMany: changed,
    afterUpdate: changed,
    afterUpdateMany: changed,
    afterDelete: changed,
    afterDeleteMany: changed,
  });
};
