import type { Device } from '../../plugins/user-profile/shared/contracts/devices';
import type { FoundEvent } from '../../plugins/user-profile/shared/contracts/event-log';
import type { LogEvent } from '../../plugins/user-profile/shared/contracts/events';
import type { FindLocations } from '../../plugins/user-profile/shared/contracts/locations';
import type { PanelSettings } from '../../plugins/user-profile/shared/contracts/settings';
import type { Profile } from '../../plugins/user-profile/shared/contracts/users';
import { mustCall } from './admin-api';
import type { TestStrapi } from './strapi';

/** All events, so no test depends on the default range. */
const ALL_TIME = `filters[date][$gte]=${encodeURIComponent('2000-01-01T00:00:00.000Z')}`;

const get = <Body>(app: TestStrapi, path: string): Promise<Body> =>
  mustCall<Body>(app, 'GET', path);

/** The profile with this email address, or undefined. */
export const findProfile = async (app: TestStrapi, email: string): Promise<Profile | undefined> => {
  const { data } = await get<{ data: Profile[] }>(
    app,
    `/users?_q=${encodeURIComponent(email)}&pagination[pageSize]=100`
  );
  return data.find((profile) => profile.email === email);
};

export const getProfileByEmail = async (app: TestStrapi, email: string): Promise<Profile> => {
  const profile = await findProfile(app, email);
  if (!profile) {
    throw new Error(`There is no profile with the email ${email}`);
  }
  return profile;
};

/** The latest hundred events of a user, newest first. */
/** Without the name of the device, which the admin API adds. */
export const getEvents = async (app: TestStrapi, documentId: string): Promise<LogEvent[]> => {
  const { data } = await get<{ data: FoundEvent[] }>(
    app,
    `/users/${documentId}/events?${ALL_TIME}&pagination[pageSize]=100`
  );
  return data.map(({ device_name: _name, ...event }) => event);
};

export const getEventTypes = async (app: TestStrapi, documentId: string): Promise<string[]> =>
  (await getEvents(app, documentId)).map(({ type }) => type);

export const getDevices = async (app: TestStrapi, documentId: string): Promise<Device[]> =>
  (await get<{ data: Device[] }>(app, `/users/${documentId}/devices?pagination[pageSize]=100`))
    .data;

export const getLocations = (
  app: TestStrapi,
  documentId: string
): Promise<FindLocations.Response> => get(app, `/users/${documentId}/locations?${ALL_TIME}`);

const TIMEOUT_MS = 90_000;

/**
 * Reconciles profiles and events with Users & Permissions. Waits for the run that follows
 * the start, or for the lease of a killed one to expire.
 */
export const reconcile = async (app: TestStrapi): Promise<Record<string, number | boolean>> => {
  for (const deadline = Date.now() + TIMEOUT_MS; ;) {
    const { data } = await mustCall(app, 'POST', '/reconcile');
    if (data.ran && data.finished) {
      return data;
    }
    if (Date.now() > deadline) {
      throw new Error('Another reconcile pass does not come to its end');
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
};

export const getCaptureState = async (app: TestStrapi): Promise<PanelSettings['event_capture']> =>
  (await get<{ data: PanelSettings }>(app, '/settings')).data.event_capture;
