/** Connections as an admin would create them in the panel, in addition to `local`. */
export const SAMPLE_CONNECTIONS = [
  {
    name: 'members',
    display_name: 'Club members',
    strategy: 'database',
    enabled: true,
    options: { requires_username: true, username_min: 3, password_policy: 'good' },
  },
  {
    name: 'staff',
    display_name: 'Staff',
    strategy: 'oidc',
    enabled: true,
    options: {
      issuer: 'https://login.example.com',
      client_id: 'sample-shop',
      client_secret: 'sample-secret-of-the-shop',
      redirect_urls: ['https://shop.example.com/callback'],
    },
  },
  {
    name: 'codes',
    display_name: 'Code by email',
    strategy: 'email',
    enabled: true,
    options: { from: 'shop@example.com' },
  },
  {
    name: 'partners',
    display_name: 'Partners',
    strategy: 'web-service',
    enabled: false,
    options: {
      url: 'https://partners.example.com/users',
      secret: 'sample-secret-of-the-service-of-the-partners',
      operations: ['get-user', 'create'],
    },
  },
] as const;

/** Users of the connection `members`, who can also log in with their username. */
export const SAMPLE_MEMBERS = ['Peony', 'Poppy', 'Primrose'].map((givenName) => ({
  connection: 'members',
  name: `${givenName} Sample`,
  email: `${givenName.toLowerCase()}.sample@example.com`,
  username: givenName.toLowerCase(),
}));
