import type { BlockTerms } from './blocks';
import type { Place } from './common';
import type { UserRole } from './profile';

export interface RolePermissionGroup {
  /** The API or plugin that the actions belong to, such as `api::article` or `plugin::upload`. */
  api: string;
  /** `controller.action`, such as `article.find`. */
  actions: string[];
}

export interface UserOverview {
  /** Null if the user is not blocked. */
  block: BlockTerms | null;
  /** Null if there was no login, or if the caller may not read events. */
  last_login: { date: string; ip: string | null; browser: string | null; place: Place } | null;
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
  applications: { client_id: string | null; name: string; last_seen: string }[];
}

/** GET /users/:id/overview (panel only): what the Details tab shows beside the profile. */
export declare namespace FindUserOverview {
  export interface Request {
    params: { id: string };
  }
  export interface Response {
    data: UserOverview;
  }
}
