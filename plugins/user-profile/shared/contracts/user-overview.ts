import type { BlockTerms } from './blocks';
import type { Place } from './common';
import type { UserRole } from './profile';

export interface RolePermissionGroup {
  /** The API or plugin that the actions belong to, such as `api::article` or `plugin::upload`. */
  api: string;
  /** `controller.action`, such as `article.find`. */
  actions: string[];
}

/** The logins of the past 30 days, or of the retention if that is shorter. */
export interface LoginsPerDay {
  /** `YYYY-MM-DD` in UTC, the oldest first, up to today, with the days without logins. */
  days: { date: string; logins: number }[];
  /**
   * True if the user has more logins than the 2,000 that were read. Earlier days are then missing, and the first
   * one may have more logins.
   */
  truncated: boolean;
}

export interface UserOverview {
  /** Null if the user is not blocked. */
  block: BlockTerms | null;
  /** Null if there was no login, or if the caller may not read events. */
  last_login: { date: string; ip: string | null; browser: string | null; place: Place } | null;
  /** Null if the caller may not read events. */
  logins_per_day: LoginsPerDay | null;
  /** The accounts of the identities, the primary one first. All identities log in as the primary account. */
  accounts: {
    documentId: string;
    connection: string;
    username: string | null;
    email: string | null;
    confirmed: boolean;
    blocked: boolean;
    role: (UserRole & { permissions: RolePermissionGroup[] }) | null;
  }[];
  /** False if the connections of all identities are disabled or deleted, so the user cannot log in. */
  connection_enabled: boolean;
  applications: { client_id: string | null; name: string; last_seen: string }[];
}

/** GET /users/:id/overview (panel only): what the panel shows beside the profile. */
export declare namespace FindUserOverview {
  export interface Request {
    params: { id: string };
  }
  export interface Response {
    data: UserOverview;
  }
}
