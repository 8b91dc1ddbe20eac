/** What all types of the plugin have in common: rows are made by capture and services, never by hand in the panel. */
export const hiddenType = () => ({
  options: { draftAndPublish: false },
  pluginOptions: {
    'content-manager': { visible: false },
    'content-type-builder': { visible: false },
  },
});

/** A string column of another length than the default of 255. */
export const stringColumn = (length: number) => ({
  type: 'string' as const,
  columnType: { type: 'string', args: [length] },
});

/** Coordinates: `decimal` of Strapi keeps two digits only. */
const coordinate = () => ({ type: 'float' as const });

/**
 * The columns of a place, as devices and events have them. Strapi writes into the attributes it is
 * given, so that no two types, nor two attributes, may share an object.
 */
export const placeAttributes = () => ({
  country_code: stringColumn(2),
  country_name: stringColumn(100),
  city_name: stringColumn(150),
  latitude: coordinate(),
  longitude: coordinate(),
  time_zone: stringColumn(64),
});

/**
 * A foreign key column instead of Strapi's link table: one index and one row fewer for each hot row.
 * The name of the column is the name of the attribute followed by `_id`.
 */
export const belongsToUser = () => ({
  type: 'relation' as const,
  relation: 'manyToOne' as const,
  target: 'plugin::user-profile.user',
  useJoinTable: false,
});
