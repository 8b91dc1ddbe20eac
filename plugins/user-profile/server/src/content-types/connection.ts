import { hiddenType, stringColumn } from './options';

const table = 'user_profile_connections';

export const connection = {
  kind: 'collectionType',
  collectionName: table,
  info: { singularName: 'connection', pluralName: 'connections', displayName: 'Connection' },
  ...hiddenType(),
  indexes: [{ name: `${table}_name_uq`, columns: ['name'], type: 'unique' }],
  attributes: {
    name: { ...stringColumn(128), required: true },
    display_name: { type: 'string' },
    strategy: { ...stringColumn(64), required: true },
    enabled: { type: 'boolean', default: true },
    options: { type: 'json', private: true },
    managed_by: { ...stringColumn(32), default: 'panel' },
  },
};
