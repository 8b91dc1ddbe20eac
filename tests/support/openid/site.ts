import type { OpenIdProvider } from '.';
import type { Connection } from '../../../plugins/user-profile/shared/contracts/connections';
import { CHROME_ON_MACOS } from '../accounts';
import { createConnection, followRedirects, LOGGED_IN_PAGE } from '../connections';
import { AnyBody, ApiResponse } from '../http';
import { logInWithCode } from '../logins';
import type { TestStrapi } from '../strapi';
import { newEmail } from '../users';
import { newVisitor } from '../visitor';

const HEADERS = { 'user-agent': CHROME_ON_MACOS };

type Claims = Record<string, unknown>;

/** For `startStrapi`: a site that may connect to the provider on loopback. */
export const getSiteEnv = (
  { host }: OpenIdProvider,
  config: object = {}
): Record<string, string> => ({
  USER_PROFILE_CONFIG: JSON.stringify({ ...config, sources: { allowedPrivateHosts: [host] } }),
});

export interface OpenIdSite {
  getOptions(changes?: object): Claims;
  /** Creates a connection to the provider and registers its redirect URI there. */
  createConnection(name: string, changes?: object): Promise<Connection>;
  /** The URL that starts a login. */
  getStartUrl(name?: string, query?: string): string;
  logInWithRedirect(person: string, name?: string): Promise<ApiResponse<AnyBody>>;
  /** Sets the claims that the provider returns for a user. */
  setClaims(sub: string, claims: Claims): Promise<void>;
  getClaims(sub: string): Claims;
  /** A user that is new to the provider and to the site. */
  createPerson(claims?: Claims): Promise<{ sub: string; email: string }>;
}

/** Helpers for a site and its OpenID provider. */
export const openIdSite = (app: TestStrapi, provider: OpenIdProvider): OpenIdSite => {
  const redirectUris: string[] = [];
  const people: Record<string, Claims> = {};

  const getOptions = (changes: object = {}) => ({
    issuer: provider.url,
    client_id: 'sample-site',
    client_secret: 'sample-secret-of-the-site',
    redirect_urls: [LOGGED_IN_PAGE],
    ...changes,
  });

  const getStartUrl = (name = 'staff', query = '') =>
    `${app.url}/api/user-profile/connect/${name}${query}`;

  const setClaims = async (sub: string, claims: Claims) => {
    people[sub] = claims;
    await provider.set({ people });
  };

  return {
    getOptions,
    getStartUrl,
    setClaims,
    getClaims: (sub) => people[sub],

    async createConnection(name, changes = {}) {
      const options = getOptions(changes);
      const made = await createConnection(app, { name, strategy: 'oidc', options });
      redirectUris.push(made.callback_url ?? '');
      await provider.set({ redirectUris });
      return made;
    },

    async logInWithRedirect(person, name = 'staff') {
      await provider.set({ person });
      const { query } = await followRedirects(newVisitor(HEADERS), getStartUrl(name));
      return logInWithCode(app, query, HEADERS);
    },

    async createPerson(claims = {}) {
      const email = newEmail();
      const sub = email.slice(0, email.indexOf('@'));
      await setClaims(sub, { email, email_verified: true, ...claims });
      return { sub, email };
    },
  };
};
