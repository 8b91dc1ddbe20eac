import type { OpenIdProvider } from '.';
import type { Connection } from '../../../plugins/user-profile/shared/contracts/connections';
import { CHROME_ON_MACOS } from '../accounts';
import { arrive, createConnection, SIGNED_IN_PAGE, trade } from '../connections';
import type { Answer, AnyBody } from '../http';
import type { TestStrapi } from '../strapi';
import { newEmail } from '../users';
import { newVisitor } from '../visitor';

const HEADERS = { 'user-agent': CHROME_ON_MACOS };

type Claims = Record<string, unknown>;

/** For `startStrapi`: a site that may connect to the provider on loopback. */
export const siteOf = ({ host }: OpenIdProvider, config: object = {}): Record<string, string> => ({
  USER_PROFILE_CONFIG: JSON.stringify({ ...config, sources: { allowPrivateAddresses: [host] } }),
});

export interface OpenIdSite {
  optionsOf(changes?: object): Claims;
  /** Creates a connection to the provider and registers its redirect URI there. */
  connect(name: string, changes?: object): Promise<Connection>;
  /** The URL that starts a login. */
  startOf(name?: string, query?: string): string;
  signInAs(person: string, name?: string): Promise<Answer<AnyBody>>;
  /** Sets the claims that the provider returns for a user. */
  says(sub: string, claims: Claims): Promise<void>;
  saidOf(sub: string): Claims;
  /** A user that is new to the provider and to the site. */
  newPerson(claims?: Claims): Promise<{ sub: string; email: string }>;
}

/** Helpers for a site and its OpenID provider. */
export const openIdSite = (app: TestStrapi, provider: OpenIdProvider): OpenIdSite => {
  const redirectUris: string[] = [];
  const people: Record<string, Claims> = {};

  const optionsOf = (changes: object = {}) => ({
    issuer: provider.url,
    client_id: 'sample-site',
    client_secret: 'sample-secret-of-the-site',
    redirect_urls: [SIGNED_IN_PAGE],
    ...changes,
  });

  const startOf = (name = 'staff', query = '') =>
    `${app.url}/api/user-profile/connect/${name}${query}`;

  const says = async (sub: string, claims: Claims) => {
    people[sub] = claims;
    await provider.set({ people });
  };

  return {
    optionsOf,
    startOf,
    says,
    saidOf: (sub) => people[sub],

    async connect(name, changes = {}) {
      const options = optionsOf(changes);
      const made = await createConnection(app, { name, strategy: 'oidc', options });
      redirectUris.push(made.callback_url ?? '');
      await provider.set({ redirectUris });
      return made;
    },

    async signInAs(person, name = 'staff') {
      await provider.set({ person });
      const { query } = await arrive(newVisitor(HEADERS), startOf(name));
      return trade(app, query, HEADERS);
    },

    async newPerson(claims = {}) {
      const email = newEmail();
      const sub = email.slice(0, email.indexOf('@'));
      await says(sub, { email, email_verified: true, ...claims });
      return { sub, email };
    },
  };
};
