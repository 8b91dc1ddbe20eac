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

/** Numbers of the range that is kept for fiction. */
const phoneNumberOf = (random: Random): string => `+120255501${random.digits(2)}`;

const userMetadataOf = (random: Random): Record<string, unknown> => ({
  language: random.pick(LANGUAGES),
  theme: random.pick(THEMES),
  ...(random.chance(0.5) ? { newsletter: { weekly: random.chance(0.5) } } : {}),
});

/** What an application of the site would keep about the person. */
const appMetadataOf = ({ signedUp }: Person, random: Random): Record<string, unknown> => ({
  plan: random.pick(PLANS),
  customer_since: signedUp.toISOString().slice(0, 10),
  ...(random.chance(0.3) ? { support: { tier: random.pick(SUPPORT_TIERS) } } : {}),
  ...(random.chance(0.2) ? { beta_features: ['new-checkout'] } : {}),
});

/** Draws whether something is known; of some people everything is. */
type Knows = (probability: number) => boolean;

const changeOf = (person: Person, random: Random, knows: Knows): ProfileChange => ({
  ...(knows(0.75) ? namesOf(person, random) : {}),
  ...(knows(0.2) ? { phone_number: phoneNumberOf(random) } : {}),
  ...(knows(0.6) ? { user_metadata: userMetadataOf(random) } : {}),
  ...(person.emailVerified ? { email_verified: true } : {}),
});

/** Sets what the account does not say of a person. Some leave it at what their account says. */
export const writeProfile = async (
  strapi: Core.Strapi,
  person: Person,
  { documentId }: ProfileRef
): Promise<void> => {
  const random = createRandom(person.seeds.profile);
  const knows: Knows = (probability) => random.chance(probability) || person.isWellKnown;
  const data = changeOf(person, random, knows);
  if (Object.keys(data).length > 0) {
    await pluginService(strapi, 'user-editor').update(documentId, { data, metadata: 'merge' });
  }
  if (knows(0.7)) {
    await pluginService(strapi, 'app-metadata').set(documentId, appMetadataOf(person, random));
  }
};
