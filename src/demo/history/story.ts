import { PLACELESS } from '../cities';
import type { Client } from '../clients';
import type { Person } from '../people';
import type { Random } from '../random';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../time';
import type { SampleDevice, SampleEvent, SampleEventType, SampleSession } from './types';

/** How long a session of Users & Permissions lives, unused and at most. */
const IDLE_LIFESPAN_MS = 14 * DAY_MS;
const MAX_LIFESPAN_MS = 30 * DAY_MS;

/** What is needed to tell what happened on one device. */
export interface Story {
  person: Person;
  random: Random;
  now: number;
  client: Client;
  deviceId: string;
  /** Takes the events that are told. */
  events: SampleEvent[];
}

/** The time from a login until its session is ended, or no more used. */
interface Stay {
  loginAt: number;
  usedAt: number;
  loginAddress: string;
  address: string;
  loggedOut: boolean;
}

const addressOf = ({ home, travels }: Person, random: Random): string => {
  if (random.chance(0.05)) {
    return random.pick(PLACELESS);
  }
  const isAway = travels.length > 0 && random.chance(0.3);
  return random.pick((isAway ? random.pick(travels) : home).addresses);
};

const add = (
  { events, random, client }: Story,
  type: SampleEventType,
  time: number,
  address: string,
  deviceId: string | null,
  details: SampleEvent['details'] = {}
): void => {
  const isFirst = !events.some((event) => event.type === 's' && event.deviceId === deviceId);
  events.push({
    type,
    date: new Date(time),
    digits: random.digits(10),
    address,
    client,
    deviceId,
    isNewDevice: type === 's' && isFirst,
    details,
  });
};

/** People mistype their password, or have forgotten it. */
const addTroubles = (story: Story, loginAt: number, address: string): void => {
  const { person, random } = story;
  if (person.connection !== 'local') {
    return;
  }
  if (random.chance(0.03)) {
    add(story, 'scpr', loginAt - 9 * MINUTE_MS, address, null);
    add(story, 'scp', loginAt - 4 * MINUTE_MS, address, null);
  }
  if (!random.chance(0.12)) {
    return;
  }
  for (let tries = random.between(1, 3); tries > 0; tries -= 1) {
    add(story, 'fp', loginAt - tries * 20 * SECOND_MS, address, null, {
      reason: 'wrong_password',
      message: 'Invalid identifier or password',
    });
  }
};

const addLogin = (story: Story, loginAt: number, address: string): void => {
  const { person, deviceId } = story;
  const isSignUp = loginAt === person.signedUp.getTime();
  if (!isSignUp) {
    addTroubles(story, loginAt, address);
  } else if (person.connection === 'local') {
    add(story, 'ss', loginAt, address, deviceId);
  }
  add(story, 's', loginAt, address, deviceId);
};

/** @param end before which the stay is over */
const tellStay = (story: Story, loginAt: number, end: number): Stay => {
  const { person, random, deviceId } = story;
  const loginAddress = addressOf(person, random);
  addLogin(story, loginAt, loginAddress);

  const length = Math.min(end - loginAt, random.between(1, 96) * HOUR_MS) * 0.9;
  const refreshes = Array.from({ length: random.between(0, 3) }, () => random.next() * length);
  let usedAt = loginAt;
  let address = loginAddress;
  for (const after of refreshes.sort((a, b) => a - b)) {
    usedAt = loginAt + Math.round(after);
    if (random.chance(0.2)) {
      address = addressOf(person, random);
    }
    add(story, 'sertft', usedAt, address, deviceId);
  }
  const loggedOut = random.chance(0.45);
  if (loggedOut) {
    add(story, 'slo', loginAt + Math.round(length), address, deviceId);
  }
  return { loginAt, usedAt, loginAddress, address, loggedOut };
};

const sessionOf = (device: SampleDevice, stay: Stay): SampleSession => ({
  device,
  loginAt: new Date(stay.loginAt),
  loginAddress: stay.loginAddress,
  usedAt: new Date(stay.usedAt),
  expiresAt: new Date(Math.min(stay.usedAt + IDLE_LIFESPAN_MS, stay.loginAt + MAX_LIFESPAN_MS)),
  absoluteExpiresAt: new Date(stay.loginAt + MAX_LIFESPAN_MS),
});

/**
 * Tells what happened on one device, and what is left of it.
 *
 * @param logins when it signed in, in the order of time; at least once
 */
export const tellStory = (
  story: Story,
  logins: number[]
): { device: SampleDevice; sessions: SampleSession[] } => {
  const stays = logins.map((time, i) => tellStay(story, time, logins[i + 1] ?? story.now));
  const latest = stays[stays.length - 1];
  const device: SampleDevice = {
    id: story.deviceId,
    client: story.client,
    first: new Date(stays[0].loginAt),
    last: new Date(latest.usedAt),
    address: latest.address,
  };
  const sessions = stays
    .filter(({ loggedOut }) => !loggedOut)
    .map((stay) => sessionOf(device, stay))
    .filter(({ expiresAt }) => expiresAt.getTime() > story.now);
  return { device, sessions };
};
