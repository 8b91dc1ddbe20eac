import { CITIES, cityOf, type City } from './cities';
import { createRandom, type Random } from './random';
import settings from './settings.json';
import { DAY_MS } from './time';

/** Chosen because it yields a realistic mix of connections and habits. */
const SEED = 3095;

const GIVEN_NAMES: readonly string[] = `
  Acacia Alder Almond Aloe Alyssum Angelica Anise Apple Apricot Arnica Ash Aspen Aster Azalea
  Balsam Bamboo Basil Bay Beech Begonia Betony Birch Bluebell Borage Bracken Bramble Briar Broom
  Bryony Burdock Camellia Campion Caraway Catalpa Cedar Celandine Chestnut Chicory Cicely Clary
  Clematis Clover Comfrey Coriander Cornel Cowslip Cress Crocus Cumin Cypress Daffodil Dahlia
  Daisy Damson Dill Dogwood Elder Elm Fennel Fern Fig Flax Foxglove Freesia Fuchsia Gardenia
  Gentian Ginkgo Gorse Hawthorn Hazel Heather Hemlock Hibiscus Holly Hornbeam Hyssop Iris Ivy
  Jasmine Juniper Larch Laurel Lavender Lilac Linden Lotus Lovage Lupin Magnolia Maple Marigold
  Mimosa Mulberry Myrtle Nettle Oak Olive Orchid Osier
`
  .trim()
  .split(/\s+/);

export type Connection = 'local' | 'google' | 'github' | 'discord';

/** How often a sample user logs in. */
export type Habit = 'regular' | 'occasional' | 'inactive' | 'blocked' | 'never logged in';

export interface Person {
  /** Separate seeds, so a change to the history leaves the profile unchanged and vice versa. */
  seeds: { history: number; profile: number };
  givenName: string;
  familyName: string;
  email: string;
  username: string;
  connection: Connection;
  habit: Habit;
  /** The `confirmed` flag of Users & Permissions. */
  confirmed: boolean;
  /** Whether the ownership of the email address was verified. */
  emailVerified: boolean;
  /** The email address of the user that this identity is linked to. */
  linkedTo?: string;
  /** Whether every profile attribute is set. Most profiles have gaps. */
  hasFullProfile: boolean;
  signedUp: Date;
  home: City;
  /** The cities of occasional logins. */
  travels: City[];
}

/** The share of users with a verified email address, by connection. */
const VERIFIED_SHARE = { local: 0.6, google: 1, github: 0.9, discord: 0.8 } as const;

const connectionOf = (random: Random): Connection => {
  const share = random.next();
  if (share < 0.58) {
    return 'local';
  }
  if (share < 0.78) {
    return 'google';
  }
  return share < 0.91 ? 'github' : 'discord';
};

const habitOf = (random: Random): Habit => {
  const share = random.next();
  if (share < 0.62) {
    return 'regular';
  }
  if (share < 0.76) {
    return 'occasional';
  }
  if (share < 0.86) {
    return 'inactive';
  }
  return share < 0.92 ? 'blocked' : 'never logged in';
};

/** Some regular users are new. The others signed up months ago. */
const ageInDays = (random: Random, habit: Habit): number =>
  habit === 'regular' && random.chance(0.2) ? 3 + random.next() * 22 : 30 + random.next() * 240;

const personOf = (givenName: string, random: Random, now: Date): Person => {
  const habit = habitOf(random);
  const connection = connectionOf(random);
  const word = givenName.toLowerCase();
  return {
    seeds: { history: random.seed(), profile: random.seed() },
    givenName,
    familyName: 'Sample',
    email: `${word}.sample@example.com`,
    username: connection === 'local' ? `${word}.sample` : `${word}-sample`,
    connection,
    habit,
    confirmed: connection !== 'local' || habit !== 'never logged in' || random.chance(0.3),
    emailVerified: habit !== 'never logged in' && random.chance(VERIFIED_SHARE[connection]),
    hasFullProfile: false,
    signedUp: new Date(now.getTime() - Math.round(ageInDays(random, habit) * DAY_MS)),
    home: random.pick(CITIES),
    travels: Array.from({ length: random.between(0, 2) }, () => random.pick(CITIES)),
  };
};

/** The user whose login the welcome message suggests. */
const asVisitor = (person: Person, now: Date): Person => ({
  ...person,
  email: settings.visitor.email,
  username: settings.visitor.email.split('@')[0],
  connection: 'local',
  habit: 'regular',
  confirmed: true,
  emailVerified: true,
  hasFullProfile: true,
  signedUp: new Date(now.getTime() - 200 * DAY_MS),
  home: cityOf('Paris'),
  travels: [cityOf('London'), cityOf('New York')],
});

/** A GitHub identity of the visitor, to be linked. */
const asLinkedIdentity = (person: Person, visitor: Person): Person => ({
  ...person,
  email: 'acacia@example.com',
  username: 'acacia-sample',
  connection: 'github',
  habit: 'regular',
  confirmed: true,
  emailVerified: true,
  linkedTo: visitor.email,
  signedUp: visitor.signedUp,
  home: visitor.home,
});

/** A hundred fictional people, named after plants. */
export const samplePeople = (now: Date): Person[] => {
  const random = createRandom(SEED);
  const [first, ...others] = GIVEN_NAMES.map((name) =>
    personOf(name, createRandom(random.seed()), now)
  );
  const visitor = asVisitor(first, now);
  const second = personOf('Acacia', createRandom(random.seed()), now);
  return [visitor, ...others, asLinkedIdentity(second, visitor)];
};
