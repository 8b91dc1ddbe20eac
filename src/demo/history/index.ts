import { APPS, COMPUTERS, PHONES, SCRIPTS, type Client } from '../clients';
import type { Person } from '../people';
import { createRandom, type Random } from '../random';
import settings from '../settings.json';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time';
import { addDeviceHistory, type DeviceStory } from './device-history';
import type { History, SampleEvent } from './types';

export type { History, SampleDevice, SampleEvent, SampleSession } from './types';

/** The age of the oldest events. */
const HISTORY_MS = 28 * DAY_MS;

const SITES: readonly string[] = settings.applications.flatMap(({ origins = [] }) => origins);
const APP_CLIENT_ID = settings.applications.find(({ origins }) => !origins)?.client_id;

const clientOf = (random: Random, position: number): Client => {
  if (position === 0 || random.chance(0.3)) {
    return { userAgent: random.pick(COMPUTERS), origin: random.pick(SITES) };
  }
  if (random.chance(0.4)) {
    return { userAgent: random.pick(APPS), clientId: APP_CLIENT_ID };
  }
  if (random.chance(0.12)) {
    return { userAgent: random.pick(SCRIPTS) };
  }
  return { userAgent: random.pick(PHONES), origin: random.pick(SITES) };
};

/** The days since the last possible login. */
const absenceOf = ({ habit }: Person, random: Random): number => {
  if (habit === 'inactive') {
    return random.between(10, 20);
  }
  return habit === 'occasional' ? random.between(2, 8) : 0;
};

/** The login times of a device in chronological order, denser toward the present. */
const loginTimes = (
  { person, random, now }: DeviceStory,
  isFirstDevice: boolean,
  absenceMs: number
): number[] => {
  const signedUp = person.signedUp.getTime();
  const since = Math.max(now - HISTORY_MS, signedUp);
  const until = now - absenceMs - HOUR_MS;
  const count = isFirstDevice ? random.between(4, 8) : random.between(1, 4);
  const times = Array.from(
    { length: count },
    () => until - Math.round(random.next() ** 1.8 * (until - since))
  );
  // Regular users have a login in the two days that the History tab shows by default.
  if (isFirstDevice && absenceMs === 0) {
    times.push(until - Math.round(random.next() * 40 * HOUR_MS));
  }
  if (isFirstDevice && since === signedUp) {
    times.push(signedUp);
  }
  return times.sort((a, b) => a - b);
};

/** Blocks the user: all sessions end and later logins fail. */
const block = ({ devices, events }: History, random: Random, now: number): History => {
  const blockedAt = now - random.between(26, 90) * HOUR_MS;
  const [{ client, ip }] = devices;
  const attempts = Array.from({ length: random.between(1, 4) }, (): SampleEvent => ({
    type: 'f',
    date: new Date(now - random.between(30, 20 * 60) * MINUTE_MS),
    digits: random.digits(10),
    ip,
    client,
    deviceId: null,
    isNewDevice: false,
    details: {
      reason: 'blocked',
      message: 'Your account has been blocked by an administrator',
    },
  }));
  return {
    devices: devices
      .filter(({ first }) => first.getTime() < blockedAt)
      .map((device) => ({
        ...device,
        last: new Date(Math.min(device.last.getTime(), blockedAt)),
      })),
    events: [...events.filter(({ date }) => date.getTime() < blockedAt), ...attempts],
    sessions: [],
  };
};

const createHistory = (person: Person, random: Random, now: number): History => {
  const history: History = { devices: [], events: [], sessions: [] };
  const absenceMs = absenceOf(person, random) * DAY_MS;
  const count = random.between(person.habit === 'regular' ? 2 : 1, 4);
  for (let position = 0; position < count; position += 1) {
    const client = clientOf(random, position);
    const deviceId = `sample-${person.username}-${position + 1}`;
    const story: DeviceStory = { person, random, now, client, deviceId, events: history.events };
    const { device, sessions } = addDeviceHistory(
      story,
      loginTimes(story, position === 0, absenceMs)
    );
    history.devices.push(device);
    history.sessions.push(...sessions);
  }
  return history;
};

/** The activity of a person over the last weeks. */
export const historyOf = (person: Person, now: Date): History => {
  if (person.habit === 'never logged in') {
    return { devices: [], events: [], sessions: [] };
  }
  const random = createRandom(person.seeds.history);
  const activity = createHistory(person, random, now.getTime());
  const history = person.habit === 'blocked' ? block(activity, random, now.getTime()) : activity;
  history.events.sort((a, b) => a.date.getTime() - b.date.getTime());
  return history;
};
