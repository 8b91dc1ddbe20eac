/** The names of Users & Permissions' providers, where they are not just the word with a capital. */
const BRANDS: Record<string, string> = {
  auth0: 'Auth0',
  cas: 'CAS',
  cognito: 'AWS Cognito',
  github: 'GitHub',
  linkedin: 'LinkedIn',
  vk: 'VK',
};

/** How the name of a connection is written for people. */
export const connectionLabel = (name: string): string =>
  Object.hasOwn(BRANDS, name) ? BRANDS[name] : name.charAt(0).toUpperCase() + name.slice(1);
