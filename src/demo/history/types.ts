import type { Client } from '../clients';

/** The types of the events in the sample histories. */
export type SampleEventType = 's' | 'f' | 'fp' | 'ss' | 'slo' | 'scp' | 'scpr' | 'sertft';

export interface SampleEvent {
  type: SampleEventType;
  date: Date;
  /** The last digits of the `log_id`. */
  digits: string;
  ip: string;
  client: Client;
  /** Null for failed logins and password changes. */
  deviceId: string | null;
  /** Whether this is the first login on the device. */
  isNewDevice: boolean;
  details: { [key: string]: string };
}

export interface SampleDevice {
  id: string;
  client: Client;
  first: Date;
  last: Date;
  /** The IP address of its last use. */
  ip: string;
}

/** A session that has not expired. */
export interface SampleSession {
  device: SampleDevice;
  loginAt: Date;
  loginIp: string;
  usedAt: Date;
  expiresAt: Date;
  absoluteExpiresAt: Date;
}

export interface History {
  devices: SampleDevice[];
  /** In chronological order. */
  events: SampleEvent[];
  sessions: SampleSession[];
}
