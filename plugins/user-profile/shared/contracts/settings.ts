import type { AccountField } from './account-fields';

/** Strapi's session mode: `refresh` uses sessions and refresh tokens, `legacy-support` only long-lived tokens. */
export type JwtManagement = 'refresh' | 'legacy-support';

export interface PanelSettings {
  jwt_management: JwtManagement;
  places: {
    /** `none`: not installed, or disabled; `failed`: it could not be read. */
    state: 'ready' | 'none' | 'failed';
    /** The credit that the licence of the data requires next to a place. */
    attribution: { text: string; url: string } | null;
  };
  /** The tile server of the map; null if only the bundled outline is drawn. */
  map: { tile_url: string; attribution: string } | null;
  /** The site's own attributes of accounts that a new user can be created with. */
  account_fields: AccountField[];
  /** Whether the site sends invitations. */
  invitations: boolean;
  /**
   * The header by which a proxy in front of Strapi shows that Strapi's proxy setting is missing, since this
   * instance started; null if there is no such proxy. The IP addresses of clients are then unknown.
   */
  unknown_proxy_header: string | null;
  history: {
    /** Events are deleted after this many days. */
    retention_days: number;
  };
  /** Since this instance started. */
  event_capture: {
    /** Errors while recording. The next reconcile run adds the missing data. */
    errors: number;
    last_error: { date: string; what: string; message: string } | null;
    /** Events in the queue of this instance that are not written yet. */
    queued: number;
    /** Events that were lost because the queue was full. */
    dropped: number;
  };
}

/** GET /settings (panel only): settings of the site that the pages depend on. */
export declare namespace FindSettings {
  export interface Response {
    data: PanelSettings;
  }
}

export interface ReconcileResult {
  /** False if another instance is already running it. */
  ran: boolean;
  /** False if it still runs, in the background. The other numbers are those up to now. */
  finished: boolean;
  created: number;
  updated: number;
  /** Identities whose account no longer exists. */
  detached: number;
  /** Users who have no account left. */
  account_missing: number;
  /** Accounts that could not be synced. */
  failed: number;
  events: number;
}

/** POST /reconcile (panel only): syncs profiles and events with Users & Permissions now. */
export declare namespace Reconcile {
  export interface Response {
    data: ReconcileResult;
  }
}

/** The tables that a sync goes through, in this order. */
export type SyncStep = 'users' | 'accounts';

export interface SyncProgress {
  /** Whether an instance is syncing now. */
  running: boolean;
  /** Whether the first sync of the site is not complete, so users are missing in the list. */
  first: boolean;
  /** Null between the steps. */
  progress: {
    step: SyncStep;
    done: number;
    total: number;
    per_second: number;
    /** Until the step ends; null if the rate is not known yet. */
    seconds_left: number | null;
  } | null;
}

/** GET /reconcile (panel only): the progress of the sync, whichever instance runs it. */
export declare namespace FindSyncProgress {
  export interface Response {
    data: SyncProgress;
  }
}
