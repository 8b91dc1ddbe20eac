import type { Signal } from '../../../shared/contracts/events';
import type { Profile } from '../../../shared/contracts/users';
import type { EventType } from '../../../shared/event-types';

/** The user that a published event is about. */
export interface PublishedUser {
  /** Null if no user has the identifier of a failed login. */
  documentId: string | null;
  user_id: string | null;
  name: string | null;
}

/** A profile as responses contain it, without `app_metadata`, which is for code in the server only. */
export type PublishedProfile = Omit<Profile, 'app_metadata'>;

interface LoginAttempt {
  /** The id of the event in the log. */
  log_id: string;
  /** ISO 8601 */
  date: string;
  type: EventType;
  user: PublishedUser;
  connection: string | null;
  client_id: string | null;
  client_name: string | null;
  ip: string | null;
  device_id: string | null;
  user_agent: string | null;
  country_code: string | null;
  city_name: string | null;
}

export interface PublishedLogin extends LoginAttempt {
  signals: Signal[];
}

export interface PublishedLoginFailure extends LoginAttempt {
  reason: string | null;
}

/** Name to payload of the events that the plugin publishes on Strapi's event hub and to webhooks. */
export interface UserProfileEvents {
  'user-profile.profile.create': { profile: PublishedProfile };
  'user-profile.profile.update': { profile: PublishedProfile };
  /** `linked_to` is the primary user, if the profile was linked and not deleted. */
  'user-profile.profile.delete': { profile: PublishedUser; linked_to?: PublishedUser };
  'user-profile.login.success': PublishedLogin;
  'user-profile.login.failure': PublishedLoginFailure;
  'user-profile.login.new-device': PublishedLogin;
  'user-profile.login.new-country': PublishedLogin;
  'user-profile.device.link': {
    user: PublishedUser;
    device: { device_id: string; name: string | null; application: string | null };
    /** False if the device was unlinked before. */
    first: boolean;
    ip: string | null;
    country_code: string | null;
    city_name: string | null;
  };
  'user-profile.device.unlink': {
    user: PublishedUser;
    /** Null if all devices were unlinked at once. Then `devices` is their number. */
    device: { device_id: string; name: string | null } | null;
    devices?: number;
  };
  'user-profile.erasure.requested': { user: PublishedUser; requested_at: string };
}
