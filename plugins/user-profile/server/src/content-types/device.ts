import { belongsToUser, hiddenType, placeAttributes, stringColumn } from './options';

const table = 'user_profile_devices';

export const device = {
  kind: 'collectionType',
  collectionName: table,
  info: { singularName: 'device', pluralName: 'devices', displayName: 'Device' },
  ...hiddenType(),
  indexes: [
    { name: `${table}_user_device_uq`, columns: ['user_id', 'device_id'], type: 'unique' },
    { name: `${table}_user_seen_idx`, columns: ['user_id', 'last_seen', 'id'] },
  ],
  attributes: {
    user: belongsToUser(),
    device_id: { ...stringColumn(64), required: true },
    /** The key of the identity that last logged in from it. Unlinking moves the device together with it. */
    identity: stringColumn(64),
    name: stringColumn(128),
    browser: stringColumn(128),
    os: stringColumn(64),
    type: stringColumn(32),
    application: stringColumn(128),
    client_id: stringColumn(128),
    first_seen: { type: 'datetime' },
    last_seen: { type: 'datetime' },
    last_ip: stringColumn(64),
    ...placeAttributes(),
    unlinked_at: { type: 'datetime' },
    /** In `legacy-support` mode: tokens issued before this time are rejected. Never cleared. */
    tokens_not_before: { type: 'datetime' },
  },
};
