import { hiddenType, stringColumn } from './options';

const table = 'user_profile_imported_passwords';

/** Neither returned nor found by the search of Strapi's query engine. */
const secret = { private: true, searchable: false };

const attributes = {
  reference: { ...stringColumn(128), ...secret },
  /** The `documentId` of the account. */
  account: { type: 'string', ...secret },
  /** Algorithm and cost, which determine how long a check takes. */
  parameters: { ...stringColumn(64), ...secret },
  hash: { type: 'json', ...secret },
};

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
  config: {
    // The Content Manager has no page for a hidden type, but its routes return entries to a super admin.
    attributes: Object.fromEntries(Object.keys(attributes).map((name) => [name, { hidden: true }])),
  },
  indexes: [
    { name: `${table}_reference_uq`, columns: ['reference'], type: 'unique' },
    { name: `${table}_account_idx`, columns: ['account'] },
    /** Lists the parameters in use without reading all rows. */
    { name: `${table}_parameters_idx`, columns: ['parameters'] },
  ],
  attributes,
};
