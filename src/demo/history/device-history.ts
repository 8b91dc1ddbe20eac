import { IPS_WITHOUT_PLACE } from '../cities';
import type { Client } from '../clients';
import type { Person } from '../people';
import type { Random } from '../random';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../time';
import type { SampleDevice, SampleEvent, SampleEventType, SampleSession } from './types';

/** The idle and the maximum lifespan of a session of Users & Permissions. */
const IDLE_LIFESPAN_MS = 14 * DAY_MS;
const MAX_LIFESPAN_MS = 30 * DAY_MS;

/** The input of the history of one device. */
export interface DeviceStory {
  person: Person;
  random: Random;
  now: number;
  client: Client;
  deviceId: string;
  /** New events are appended. */
  events: SampleEvent[];
}

/** The time from a login to the end or the last use of its session. */
interface Visit {
  loginAt: number;
  usedAt: number;
  loginIp: string;
  ip: string;
  loggedOut: boolean;
}

const pickIp = ({ home, travels }: Person, random: Random): string => {
  if (random.chance(0.05)) {
    return random.pick(IPS_WITHOUT_PLACE);
  }
  const isAway = travels.length > 0 && random.chance(0.3);
  return random.pick((isAway ? random.pick(travels) : home).ips);
};

const addEvent = (
  { events, random, client }: DeviceStory,
  type: SampleEventType,
  time: number,
  ip: string,
  deviceId: string | null,
  details: SampleEvent['details'] = {}
): void => {
  const isFirst = !events.some((event) => event.type === 's' && event.deviceId === deviceId);
  events.push({
    type,
    date: new Date(time),
    digits: random.digits(10),
    ip,
    client,
    deviceId,
    isNewDevice: type === 's' && isFirst,
    details,
  });
};

/** Wrong passwords and password resets before a login. */
const addFailures = (story: DeviceStory, loginAt: number, ip: string): void => {
  const { person, random } = story;
  if (person.connection !== 'local') {
    return;
  }
  if (random.chance(0.03)) {
    addEvent(story, 'scpr', loginAt - 9 * MINUTE_MS, ip, null);
    addEvent(story, 'scp', loginAt - 4 * MINUTE_MS, ip, null);
  }
  if (!random.chance(0.12)) {
    return;
  }
  for (let tries = random.between(1, 3); tries > 0; tries -= 1) {
    addEvent(story, 'fp', loginAt - tries * 20 * SECOND_MS, ip, null, {
      reason: 'wrong_password',
      message: 'Invalid identifier or password',
    });
  }
};

const addLogin = (story: DeviceStory, loginAt: number, ip: string): void => {
  const { person, deviceId } = story;
  const isSignUp = loginAt === person.signedUp.getTime();
  if (!isSignUp) {
    addFailures(story, loginAt, ip);
  } else if (person.connection === 'local') {
    addEvent(story, 'ss', loginAt, ip, deviceId);
  }
  addEvent(story, 's', loginAt, ip, deviceId);
};

/** @param end the visit ends before this time */
const addVisit = (story: DeviceStory, loginAt: number, end: number): Visit => {
  const { person, random, deviceId } = story;
  const loginIp = pickIp(person, random);
  addLogin(story, loginAt, loginIp);

  const length = Math.min(end - loginAt, random.between(1, 96) * HOUR_MS) * 0.9;
  const refreshes = Array.from({ length: random.between(0, 3) }, () => random.next() * length);
  let usedAt = loginAt;
  let ip = loginIp;
  for (const after of refreshes.sort((a, b) => a - b)) {
    usedAt = loginAt + Math.round(after);
    if (random.chance(0.2)) {
      ip = pickIp(person, random);
    }
    addEvent(story, 'sertft', usedAt, ip, deviceId);
  }
  const loggedOut = random.chance(0.45);
  if (loggedOut) {
    addEvent(story, 'slo', loginAt + Math.round(length), ip, deviceId);
  }
  return { loginAt, usedAt, loginIp, ip, loggedOut };
};

const sessionOf = (device: SampleDevice, visit: Visit): SampleSession => ({
  device,
  loginAt: new Date(visit.loginAt),
  loginIp: visit.loginIp,
  usedAt: new Date(visit.usedAt),
  expiresAt: new Date(Math.min(visit.usedAt + IDLE_LIFESPAN_MS, visit.loginAt + MAX_LIFESPAN_MS)),
  absoluteExpiresAt: new Date(visit.loginAt + MAX_LIFESPAN_MS),
});

/**
 * Adds the events of one device.
 *
 * @param logins the login times in chronological order, at least one
 * @returns the device and its live sessions
 */
export const addDeviceHistory = (
  story: DeviceStory,
  logins: number[]
): { device: SampleDevice; sessions: SampleSession[] } => {
  const visits = logins.map((time, i) => addVisit(story, time, logins[i + 1] ?? story.now));
  const latest = visits[visits.length - 1];
  const device: SampleDevice = {
    id: story.deviceId,
    client: story.client,
    first: new Date(visits[0].loginAt),
    last: new Date(latest.usedAt),
    ip: latest.ip,
  };
  const sessions = visits
    .filter(({ loggedOut }) => !loggedOut)
    .map((visit) => sessionOf(device, visit))
    .filter(({ expiresAt }) => expiresAt.getTime() > story.now);
  return { device, sessions };
};
