import type { JsonObject, JsonValue } from '../../../../shared/contracts/users';

/** Requests JSON from a provider, with the token of the user who logs in. */
export type RequestJson = (url: string, headers?: Record<string, string>) => Promise<JsonValue>;

/** The provider's settings in Users & Permissions. */
export interface ProviderSettings {
  key?: string;
  subdomain?: string;
}

/** What a provider returns in addition to what Users & Permissions requests. */
export interface ProviderClaims {
  claims: JsonObject;
  /** The email addresses that the provider has verified. */
  verified: string[];
}

type ProviderApi = (ask: RequestJson, settings: ProviderSettings) => Promise<ProviderClaims>;

export const asObject = (value: unknown): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};

const asList = (value: unknown): JsonValue[] => (Array.isArray(value) ? value : []);

/** Maps OIDC userinfo claims and responses with the same names. */
export const toProviderClaims = (claims: JsonObject): ProviderClaims => {
  const isVerified = claims.email_verified === true || claims.email_verified === 'true';
  return { claims, verified: isVerified && typeof claims.email === 'string' ? [claims.email] : [] };
};

const userinfoAt =
  (urlOf: (settings: ProviderSettings) => string): ProviderApi =>
  async (ask, settings) =>
    toProviderClaims(asObject(await ask(urlOf(settings))));

const github: ProviderApi = async (ask) => {
  const [user, emails] = await Promise.all([
    ask('https://api.github.com/user'),
    ask('https://api.github.com/user/emails').catch(() => []),
  ]);
  const verified = asList(emails)
    .map(asObject)
    .filter((each) => each.verified === true && typeof each.email === 'string');
  return { claims: asObject(user), verified: verified.map(({ email }) => String(email)) };
};

const discord: ProviderApi = async (ask) => {
  const claims = asObject(await ask('https://discord.com/api/users/@me'));
  const { id, avatar, username, verified } = claims;
  return toProviderClaims({
    ...claims,
    nickname: username ?? null,
    email_verified: verified ?? null,
    picture: avatar ? `https://cdn.discordapp.com/avatars/${id}/${avatar}.png` : null,
  });
};

const facebook: ProviderApi = async (ask) => {
  const fields = 'id,name,first_name,last_name,picture.type(large)';
  const claims = asObject(await ask(`https://graph.facebook.com/me?fields=${fields}`));
  return toProviderClaims({
    ...claims,
    picture: asObject(asObject(claims.picture).data).url ?? null,
  });
};

const linkedin: ProviderApi = async (ask) => {
  const claims = asObject(await ask('https://api.linkedin.com/v2/me'));
  return toProviderClaims({
    ...claims,
    given_name: claims.localizedFirstName ?? null,
    family_name: claims.localizedLastName ?? null,
  });
};

const twitch: ProviderApi = async (ask, { key }) => {
  const response = await ask('https://api.twitch.tv/helix/users', { 'client-id': key ?? '' });
  const [first] = asList(asObject(response).data);
  const claims = asObject(first);
  return toProviderClaims({ ...claims, picture: claims.profile_image_url ?? null });
};

const patreon: ProviderApi = async (ask) => {
  const fields = 'full_name,first_name,last_name,image_url,email,is_email_verified';
  const url = `https://www.patreon.com/api/oauth2/v2/identity?fields[user]=${fields}`;
  const claims = asObject(asObject(asObject(await ask(url)).data).attributes);
  return toProviderClaims({
    ...claims,
    name: claims.full_name ?? null,
    picture: claims.image_url ?? null,
    email_verified: claims.is_email_verified ?? null,
  });
};

/**
 * Providers whose APIs return more than Users & Permissions requests: it stores only a username and an
 * email.
 */
export const PROVIDER_APIS: Readonly<Record<string, ProviderApi>> = {
  github,
  discord,
  facebook,
  linkedin,
  twitch,
  patreon,
  google: userinfoAt(() => 'https://openidconnect.googleapis.com/v1/userinfo'),
  microsoft: userinfoAt(() => 'https://graph.microsoft.com/v1.0/me'),
  auth0: userinfoAt(({ subdomain }) => `https://${subdomain}.auth0.com/userinfo`),
  keycloak: userinfoAt(({ subdomain }) => `https://${subdomain}/protocol/openid-connect/userinfo`),
};
