import type { Core } from '@strapi/strapi';

import type { Person } from '../people';
import { pluginService, type ProfileChange, type ProfileRef } from '../plugin';
import { createRandom, type Random } from '../random';

const PLANS = ['free', 'free', 'standard', 'team'] as const;
const SUPPORT_TIERS = ['community', 'email', 'phone'] as const;
const LANGUAGES = ['en', 'en', 'de', 'el', 'es', 'fr', 'ja', 'pt-BR'] as const;
const THEMES = ['light', 'dark'] as const;

const namesOf = ({ givenName, familyName }: Person, random: Random): ProfileChange => ({
  name: `${givenName} ${familyName}`,
  given_name: givenName,
  family_name: familyName,
  ...(random.chance(0.3) ? { nickname: givenName } : {}),
});

/** A number of the range reserved for fiction. */
const phoneNumberOf = (random: Random): string => `+120255501${random.digits(2)}`;

const userMetadataOf = (random: Random): Record<string, unknown> => ({
  language: random.pick(LANGUAGES),
  theme: random.pick(THEMES),
  ...(random.chance(0.5) ? { newsletter: { weekly: random.chance(0.5) } } : {}),
});

/** Data that an application of the site would store. */
const appMetadataOf = ({ signedUp }: Person, random: Random): Record<string, unknown> => ({
  plan: random.pick(PLANS),
  customer_since: signedUp.toISOString().slice(0, 10),
  ...(random.chance(0.3) ? { support: { tier: random.pick(SUPPORT_TIERS) } } : {}),
  ...(random.chance(0.2) ? { beta_features: ['new-checkout'] } : {}),
});

/** Draws whether an attribute is set. Full profiles have every attribute. */
type Draw = (probability: number) => boolean;

const changeOf = (person: Person, random: Random, hasAttribute: Draw): ProfileChange => ({
  ...(hasAttribute(0.75) ? namesOf(person, random) : {}),
  ...(hasAttribute(0.2) ? { phone_number: phoneNumberOf(random) } : {}),
  ...(hasAttribute(0.6) ? { user_metadata: userMetadataOf(random) } : {}),
  ...(person.emailVerified ? { email_verified: true } : {}),
});

/** Sets the attributes that do not come from the account. Some people have none. */
export const writeProfile = async (
  strapi: Core.Strapi,
  person: Person,
  { documentId }: ProfileRef
): Promise<void> => {
  const random = createRandom(person.seeds.profile);
  const hasAttribute: Draw = (probability) => random.chance(probability) || person.hasFullProfile;
  const data = changeOf(person, random, hasAttribute);
  if (Object.keys(data).length > 0) {
    await pluginService(strapi, 'user-editor').update(documentId, { data, metadata: 'merge' });
  }
  if (hasAttribute(0.7)) {
    await pluginService(strapi, 'app-metadata').set(documentId, appMetadataOf(person, random));
  }
};
