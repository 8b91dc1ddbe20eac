/** Providers of Users & Permissions whose label is not just the capitalized name. */
const BRANDS: Record<string, string> = {
  auth0: 'Auth0',
  cas: 'CAS',
  cognito: 'AWS Cognito',
  github: 'GitHub',
  linkedin: 'LinkedIn',
  vk: 'VK',
};

/** The label of a connection without a display name. */
export const connectionLabel = (name: string): string =>
  Object.hasOwn(BRANDS, name) ? BRANDS[name] : name.charAt(0).toUpperCase() + name.slice(1);
