import type { HubEvent } from '../hub-events';
import type { JwtManagement, PanelSettings } from './settings';

/** An option of the plugin's configuration. */
export interface ConfigurationEntry {
  /** Under `config`, such as `retention.days`. */
  path: string;
  /** Null if it is not set or hidden. */
  value: string | number | boolean | string[] | null;
  /** Set, but not shown: functions, objects, and values that may contain a secret. */
  hidden: boolean;
  /** `file`: `config/plugins` sets another value than the default. */
  source: 'file' | 'default';
}

export interface JobProgress {
  done: number;
  total: number;
  /** Whether the total is an estimate. Missing if it is exact. */
  estimated?: boolean;
}

/** A job that one instance runs at a time. */
export interface JobStatus {
  /** Such as `reconcile`, `retention` or `block-ends`. */
  name: string;
  running: boolean;
  /** When the last run ended, also with an error; null if none has ended yet. */
  ended_at: string | null;
  /** Of the present or the latest run. Null if the job does not count, or is between two steps. */
  progress: JobProgress | null;
}

/** A job that runs to its end once: an import or a bulk operation. */
export interface TaskStatus {
  id: string;
  name: 'import' | 'bulk';
  /** Whether it has begun. Imports wait for the one before. */
  running: boolean;
  /** Null before the first batch. */
  progress: JobProgress | null;
}

/** How the search box finds users: by an index, or by reading every row. */
export type SearchMode = 'trigram' | 'fts5' | 'scan';

/** An index that the plugin needs. */
export interface IndexStatus {
  name: string;
  table: string;
  exists: boolean;
}

export interface SiteStatus {
  configuration: ConfigurationEntry[];
  places: {
    state: PanelSettings['places']['state'];
    /** The type that the file names, such as `DBIP-City-Lite`. */
    database: string | null;
    /** When the data of the place database was built. */
    built_at: string | null;
  };
  event_capture: PanelSettings['event_capture'];
  jwt_management: JwtManagement;
  unknown_proxy_header: string | null;
  /** Whether the email addresses of confirmed accounts that are older than the plugin count as verified. */
  confirmed_accounts: {
    /** Null on sites that had profiles before this was stored: no account counts by `confirmed` there. */
    first_start: string | null;
    /** Whether email confirmation of Users & Permissions was on at the first start. */
    email_confirmation: boolean;
    /** `accounts.trustConfirmed` at the first start, which profiles of that time follow. */
    decided_by: 'auto' | boolean;
    /** The same setting now. */
    setting: 'auto' | boolean;
  };
  search: { mode: SearchMode };
  indexes: IndexStatus[];
  jobs: JobStatus[];
  /** The imports and bulk operations that have not ended. */
  tasks: TaskStatus[];
  webhooks: {
    /** The events of the plugin that webhooks can have. */
    events: HubEvent[];
    /** The site's webhooks with at least one of them. */
    subscribed: { id: string; name: string; enabled: boolean; events: HubEvent[] }[];
  };
}

/** GET /status (panel only): what is configured, and whether it works. */
export declare namespace FindStatus {
  export interface Response {
    data: SiteStatus;
  }
}
