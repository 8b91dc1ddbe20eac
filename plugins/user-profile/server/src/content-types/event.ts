import { hiddenType, placeAttributes, stringColumn } from './options';

const table = 'user_profile_events';

/** Plain columns instead of a relation: a row outlives its user, and is found without a join. */
export const event = {
  kind: 'collectionType',
  collectionName: table,
  info: { singularName: 'event', pluralName: 'events', displayName: 'Log event' },
  ...hiddenType(),
  indexes: [
    { name: `${table}_log_id_uq`, columns: ['log_id'], type: 'unique' },
    { name: `${table}_profile_idx`, columns: ['profile', 'date', 'id'] },
    { name: `${table}_profile_type_idx`, columns: ['profile', 'type', 'date', 'id'] },
    { name: `${table}_date_idx`, columns: ['date', 'id'] },
    { name: `${table}_type_idx`, columns: ['type', 'date', 'id'] },
    { name: `${table}_ip_idx`, columns: ['ip', 'date', 'id'] },
    { name: `${table}_actor_idx`, columns: ['actor', 'date', 'id'] },
  ],
  attributes: {
    log_id: { ...stringColumn(64), required: true },
    date: { type: 'datetime', required: true },
    type: { ...stringColumn(32), required: true },
    success: { type: 'boolean' },
    profile: { type: 'string' },
    /** The key of its identity. Linking and unlinking move the event together with that identity. */
    identity: stringColumn(64),
    user_id: stringColumn(512),
    user_name: stringColumn(300),
    connection: stringColumn(128),
    strategy: stringColumn(64),
    strategy_type: stringColumn(32),
    client_id: stringColumn(128),
    client_name: stringColumn(128),
    ip: stringColumn(64),
    user_agent: stringColumn(512),
    device_id: stringColumn(64),
    is_mobile: { type: 'boolean' },
    ...placeAttributes(),
    actor: { type: 'string' },
    signals: { type: 'json' },
    details: { type: 'json' },
  },
};
