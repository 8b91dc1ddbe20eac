/** The orders of the Users list, each with the order of the Content Manager that is closest to it. */
const COUNTERPARTS = {
  name: 'username',
  email: 'email',
  username: 'username',
  connection: 'provider',
  role: 'id',
  logins_count: 'id',
  last_login: 'id',
  created_at: 'createdAt',
  blocked: 'blocked',
};

export const ORDERS = Object.entries(COUNTERPARTS).flatMap(([field, counterpart]) =>
  ['asc', 'desc'].map((direction) => ({
    sort: `${field}:${direction}`,
    counterpart: `${counterpart}:${direction.toUpperCase()}`,
  }))
);
