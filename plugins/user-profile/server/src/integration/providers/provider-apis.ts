import type { JsonObject, JsonValue } from '../../../../shared/contracts/users';

/** Asks a provider for JSON, with the token of the person who signs in. */
export type Ask = (url: string, headers?: Record<string, string>) => Promise<JsonValue>;

/** What the provider's settings in Users & Permissions hold. */
export interface ProviderSettings {
  key?: string;
  subdomain?: string;
}

/** What a provider says of a person beyond what Users & Permissions asks it for. */
export interface Told {
  said: JsonObject;
  /** The addresses that it vouches for. */
  verified: string[];
}

type Source = (ask: Ask, settings: ProviderSettings) => Promise<Told>;

export const asObject = (value: unknown): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};

const asList = (value: unknown): JsonValue[] => (Array.isArray(value) ? value : []);

/** What OpenID Connect's userinfo answers, and what follows its names. */
export const toldBy = (said: JsonObject): Told => {
  const isVerified = said.email_verified === true || said.email_verified === 'true';
  return { said, verified: isVerified && typeof said.email === 'string' ? [said.email] : [] };
};

const userinfoAt =
  (address: (settings: ProviderSettings) => string): Source =>
  async (ask, settings) =>
    toldBy(asObject(await ask(address(settings))));

const github: Source = async (ask) => {
  const [user, emails] = await Promise.all([
    ask('https://api.github.com/user'),
    ask('https://api.github.com/user/emails').catch(() => []),
  ]);
  const verified = asList(emails)
    .map(asObject)
    .filter((each) => each.verified === true && typeof each.email === 'string');
  return { said: asObject(user), verified: verified.map(({ email }) => String(email)) };
};

const discord: Source = async (ask) => {
  const said = asObject(await ask('https://discord.com/api/users/@me'));
  const { id, avatar, username, verified } = said;
  return toldBy({
    ...said,
    nickname: username ?? null,
    email_verified: verified ?? null,
    picture: avatar ? `https://cdn.discordapp.com/avatars/${id}/${avatar}.png` : null,
  });
};

const facebook: Source = async (ask) => {
  const fields = 'id,name,first_name,last_name,picture.type(large)';
  const said = asObject(await ask(`https://graph.facebook.com/me?fields=${fields}`));
  return toldBy({ ...said, picture: asObject(asObject(said.picture).data).url ?? null });
};

const linkedin: Source = async (ask) => {
  const said = asObject(await ask('https://api.linkedin.com/v2/me'));
  return toldBy({
    ...said,
    given_name: said.localizedFirstName ?? null,
    family_name: said.localizedLastName ?? null,
  });
};

const twitch: Source = async (ask, { key }) => {
  const answer = await ask('https://api.twitch.tv/helix/users', { 'client-id': key ?? '' });
  const [first] = asList(asObject(answer).data);
  const said = asObject(first);
  return toldBy({ ...said, picture: said.profile_image_url ?? null });
};

const patreon: Source = async (ask) => {
  const fields = 'full_name,first_name,last_name,image_url,email,is_email_verified';
  const address = `https://www.patreon.com/api/oauth2/v2/identity?fields[user]=${fields}`;
  const said = asObject(asObject(asObject(await ask(address)).data).attributes);
  return toldBy({
    ...said,
    name: said.full_name ?? null,
    picture: said.image_url ?? null,
    email_verified: said.is_email_verified ?? null,
  });
};

/**
 * The providers of Users & Permissions that tell more than it asks for. It keeps only a username and
 * an email of what they say.
 */
export const SOURCES: Readonly<Record<string, Source>> = {
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
