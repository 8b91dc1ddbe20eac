/**
 * Code of the site (`TEST_CODE`) that adds attributes to the user type, two of them required. It includes
 * `server-code.cjs`.
 */
/** More fields, to see how many fit. */
const EXTRA_FIELDS = Object.fromEntries(
  Array.from({ length: Number(process.env.TEST_EXTRA_FIELDS ?? 0) }, (_, index) => [
    `extra_field_with_a_long_name_${index}`,
    { type: ['string', 'boolean', 'integer', 'date'][index % 4] },
  ])
);

const FIELDS = {
  ...EXTRA_FIELDS,
  company: { type: 'string', required: true, minLength: 2 },
  plan: { type: 'enumeration', enum: ['free', 'pro'], required: true },
  vat_id: { type: 'string', unique: true },
  bio: { type: 'text' },
  // Columns of other tables have these names too.
  origin: { type: 'string' },
  session_id: { type: 'string' },
  user_id: { type: 'string' },
  work_email: { type: 'email' },
  employees: { type: 'integer', min: 1 },
  customer_number: { type: 'biginteger' },
  budget: { type: 'decimal' },
  newsletter: { type: 'boolean' },
  birthday: { type: 'date' },
  opens_at: { type: 'time' },
  trial_ends: { type: 'datetime' },
  settings: { type: 'json' },
  credit_rating: { type: 'string', private: true },
  pin: { type: 'password' },
  avatar: { type: 'media', multiple: false },
  second_role: {
    type: 'relation',
    relation: 'manyToOne',
    target: 'plugin::users-permissions.role',
  },
  gallery: { type: 'media', multiple: true },
  articles: { type: 'relation', relation: 'manyToMany', target: 'api::article.article' },
  notes: {
    type: 'relation',
    relation: 'oneToMany',
    target: 'api::article.article',
    private: true,
  },
  manager: {
    type: 'relation',
    relation: 'manyToOne',
    target: 'plugin::users-permissions.user',
    useJoinTable: false,
  },
  address: { type: 'component', component: 'site.address', repeatable: false },
  badge: { type: 'string', customField: 'plugin::colours.colour' },
};

const ADDRESS = {
  uid: 'site.address',
  category: 'site',
  modelType: 'component',
  modelName: 'address',
  globalId: 'ComponentSiteAddress',
  collectionName: 'components_site_addresses',
  info: { displayName: 'Address' },
  options: {},
  attributes: {
    city: { type: 'string' },
    door_code: { type: 'string', private: true },
    alarm: { type: 'password' },
  },
};

/** Users & Permissions accepts these at sign-up. The last three show that some fields stay protected. */
const ALLOWED_FIELDS = ['company', 'plan', 'vat_id', 'role', 'credit_rating', 'second_role'];

/** A private attribute could not be set in the panel. */
const requireAll = () => {
  for (const field of Object.values(FIELDS)) {
    field.required =
      !field.private && !['media', 'relation', 'password', 'component'].includes(field.type);
  }
};

module.exports = (strapi) => {
  require('./server-code.cjs')(strapi);
  if (process.env.TEST_ALL_REQUIRED === 'true') {
    requireAll();
  }
  const register = strapi.register.bind(strapi);
  strapi.register = async () => {
    await register();
    strapi.config.set('plugin::users-permissions.register', { allowedFields: ALLOWED_FIELDS });
    strapi.get('components').set(ADDRESS.uid, ADDRESS);
    Object.assign(strapi.contentType('plugin::users-permissions.user').attributes, FIELDS);
    return strapi;
  };
};
