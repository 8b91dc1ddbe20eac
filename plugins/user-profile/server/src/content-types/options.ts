/** Options of all types of the plugin. They are hidden, since only the plugin's code writes their rows. */
export const hiddenType = () => ({
  options: { draftAndPublish: false },
  pluginOptions: {
    'content-manager': { visible: false },
    'content-type-builder': { visible: false },
  },
});

/** A string column with a length other than the default of 255. */
export const stringColumn = (length: number) => ({
  type: 'string' as const,
  columnType: { type: 'string', args: [length] },
});

/** Not `decimal`, which Strapi creates with two decimal places (@strapi/database 5.54.0, schema/schema.js). */
const coordinate = () => ({ type: 'float' as const });

/**
 * The columns of a place, for devices and events. Each call returns new objects, since Strapi modifies the
 * attributes that it is given.
 */
export const placeAttributes = () => ({
  country_code: stringColumn(2),
  country_name: stringColumn(100),
  region_name: stringColumn(150),
  city_name: stringColumn(150),
  latitude: coordinate(),
  longitude: coordinate(),
  time_zone: stringColumn(64),
});

/**
 * A foreign key column instead of Strapi's link table: one index less, and one row less for each device or
 * identity. The column has the name of the attribute followed by `_id`.
 */
export const belongsToUser = () => ({
  type: 'relation' as const,
  relation: 'manyToOne' as const,
  target: 'plugin::user-profile.user',
  useJoinTable: false,
});
