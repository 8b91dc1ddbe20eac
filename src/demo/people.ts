import { CITIES, cityOf, type City } from './cities';
import { createRandom, type Random } from './random';
import settings from './settings.json';
import { DAY_MS } from './time';

/** With this one the connections and habits come out in a likely mix. */
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

/** How a sample user uses the place. */
export type Habit = 'regular' | 'occasional' | 'gone quiet' | 'blocked' | 'never came';

export interface Person {
  /** For what the person does, and for what is known of the person. */
  seeds: { history: number; profile: number };
  givenName: string;
  familyName: string;
  email: string;
  username: string;
  connection: Connection;
  habit: Habit;
  /** Whether Users & Permissions takes the email for confirmed. */
  confirmed: boolean;
  /** Whether somebody has seen to it that the email is the person's. */
  emailVerified: boolean;
  /** The email of the user whose second way in this is. */
  linkedTo?: string;
  /** Of most people, something is not known. */
  isWellKnown: boolean;
  signedUp: Date;
  home: City;
  /** Where the person is now and then. */
  travels: City[];
}

/** How many of a connection's users have their email verified. */
const VERIFIED = { local: 0.6, google: 1, github: 0.9, discord: 0.8 } as const;

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
    return 'gone quiet';
  }
  return share < 0.92 ? 'blocked' : 'never came';
};

/** Most have been there for months, some are new. */
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
    confirmed: connection !== 'local' || habit !== 'never came' || random.chance(0.3),
    emailVerified: habit !== 'never came' && random.chance(VERIFIED[connection]),
    isWellKnown: false,
    signedUp: new Date(now.getTime() - Math.round(ageInDays(random, habit) * DAY_MS)),
    home: random.pick(CITIES),
    travels: Array.from({ length: random.between(0, 2) }, () => random.pick(CITIES)),
  };
};

/** The first of them: the one that the visitor logs in, with something to see from the start. */
const asVisitor = (person: Person, now: Date): Person => ({
  ...person,
  email: settings.visitor.email,
  username: settings.visitor.email.split('@')[0],
  connection: 'local',
  habit: 'regular',
  confirmed: true,
  emailVerified: true,
  isWellKnown: true,
  signedUp: new Date(now.getTime() - 200 * DAY_MS),
  home: cityOf('Paris'),
  travels: [cityOf('London'), cityOf('New York')],
});

/** The visitor again, who came by another way first and was then linked. */
const asSecondWayIn = (person: Person, visitor: Person): Person => ({
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

/** A hundred people who do not exist, named after plants. */
export const samplePeople = (now: Date): Person[] => {
  const random = createRandom(SEED);
  const [first, ...others] = GIVEN_NAMES.map((name) =>
    personOf(name, createRandom(random.seed()), now)
  );
  const visitor = asVisitor(first, now);
  const again = personOf('Acacia', createRandom(random.seed()), now);
  return [visitor, ...others, asSecondWayIn(again, visitor)];
};
