import { hiddenType, stringColumn } from './options';

const table = 'user_profile_imported_passwords';

/** Password hashes of other systems. The password of their account is a reference to the row. */
export const importedPassword = {
  kind: 'collectionType',
  collectionName: table,
  info: {
    singularName: 'imported-password',
    pluralName: 'imported-passwords',
    displayName: 'Imported password',
  },
  ...hiddenType(),
  indexes: [
    { name: `${table}_reference_uq`, columns: ['reference'], type: 'unique' },
    { name: `${table}_account_idx`, columns: ['account'] },
    /** Lists the parameters in use without reading all rows. */
    { name: `${table}_parameters_idx`, columns: ['parameters'] },
  ],
  attributes: {
    reference: { ...stringColumn(128), private: true },
    /** The `documentId` of the account. */
    account: { type: 'string', private: true },
    /** Algorithm and cost, which determine how long a check takes. */
    parameters: { ...stringColumn(64), private: true },
    hash: { type: 'json', private: true },
  },
};
