import { z } from '@strapi/utils';
import { pagePagination, type PageMeta, type Place } from './common';

export interface Device {
  device_id: string;
  /** Such as "Chrome on macOS". */
  name: string;
  browser: string | null;
  os: string | null;
  type: string | null;
  application: string | null;
  /** Live refresh tokens, counted from the sessions of Users & Permissions at this moment. */
  refresh_tokens: number;
  first_seen: string;
  last_seen: string;
  last_ip: string | null;
  place: Place;
}

export const findDevicesQuery = z.strictObject({ pagination: pagePagination });

/** GET /users/:id/devices: what the user signs in from, last used first. */
export declare namespace FindDevices {
  export interface Request {
    params: { id: string };
    query: z.input<typeof findDevicesQuery>;
  }
  export interface Response {
    data: Device[];
    meta: PageMeta;
  }
}

/** DELETE /users/:id/devices/:deviceId: ends every session of the device, at once. */
export declare namespace UnlinkDevice {
  export interface Request {
    params: { id: string; deviceId: string };
  }
  export interface Response {
    data: { device_id: string };
  }
}

/** DELETE /users/:id/devices: ends every session of the user, at once. */
export declare namespace UnlinkDevices {
  export interface Request {
    params: { id: string };
  }
  export interface Response {
    /** How many devices were unlinked. */
    data: { devices: number };
  }
}
