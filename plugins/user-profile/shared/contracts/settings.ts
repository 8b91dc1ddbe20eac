/** How sign-in state is kept: `refresh` has sessions and refresh tokens, `legacy-support` long-lived tokens only. */
export type JwtManagement = 'refresh' | 'legacy-support';

export interface PanelSettings {
  jwt_management: JwtManagement;
  places: {
    /** `none`: no place database is installed; `failed`: there is one and it could not be read. */
    state: 'ready' | 'none' | 'failed';
    /** What the data's licence wants shown wherever a place is. */
    attribution: { text: string; url: string } | null;
  };
  /** Where the map's tiles come from; null where it is drawn from the bundled outline alone. */
  map: { tile_url: string; attribution: string } | null;
  history: {
    /** Events are kept this long (days). */
    retention_days: number;
  };
  /** Since this instance started. */
  event_capture: {
    /** What could not be recorded. The next reconcile run makes up for it. */
    errors: number;
    last_error: { date: string; what: string; message: string } | null;
    /** Events in the memory of this instance that could not be written yet. */
    queued: number;
    /** Events that were lost because the queue was full. */
    dropped: number;
  };
}

/** GET /settings (panel only): what the pages need to know about the site. */
export declare namespace FindSettings {
  export interface Response {
    data: PanelSettings;
  }
}

export interface ReconcileResult {
  /** False when another instance is at it. */
  ran: boolean;
  created: number;
  updated: number;
  detached: number;
  events: number;
}

/** POST /reconcile (panel only): brings profiles and events in line with Users & Permissions now. */
export declare namespace Reconcile {
  export interface Response {
    data: ReconcileResult;
  }
}
