import type { Client } from '../clients';

/** The codes of the events that sample users cause. */
export type SampleEventType = 's' | 'f' | 'fp' | 'ss' | 'slo' | 'scp' | 'scpr' | 'sertft';

export interface SampleEvent {
  type: SampleEventType;
  date: Date;
  /** Ends the event's `log_id`. */
  digits: string;
  address: string;
  client: Client;
  /** None where nobody was signed in. */
  deviceId: string | null;
  /** Whether it is the first login on the device. */
  isNewDevice: boolean;
  details: { [key: string]: string };
}

export interface SampleDevice {
  id: string;
  client: Client;
  first: Date;
  last: Date;
  /** Where it was last used. */
  address: string;
}

/** A session that is alive still. */
export interface SampleSession {
  device: SampleDevice;
  loginAt: Date;
  loginAddress: string;
  usedAt: Date;
  expiresAt: Date;
  absoluteExpiresAt: Date;
}

export interface History {
  devices: SampleDevice[];
  /** In the order of time. */
  events: SampleEvent[];
  sessions: SampleSession[];
}
