import { z } from '@strapi/utils';

import { isoDate, pageMeta, pagePagination, place } from './common';
import { component } from './schema';

export const device = component(
  'Device',
  z.object({
    device_id: z.string(),
    name: z.string().describe('A readable name, such as "Chrome on macOS".'),
    browser: z.string().nullable(),
    os: z.string().nullable(),
    type: z.string().nullable(),
    application: z.string().nullable(),
    refresh_tokens: z.number().int().describe('The number of valid refresh tokens.'),
    first_seen: isoDate,
    last_seen: isoDate,
    last_ip: z.string().nullable(),
    place,
  })
);

export type Device = z.output<typeof device>;

/** A device in an export, including unlinked ones. */
export const exportedDevice = component(
  'ExportedDevice',
  device.extend({ unlinked_at: isoDate.nullable() })
);

export type ExportedDevice = z.output<typeof exportedDevice>;

export const findDevicesQuery = z.strictObject({ pagination: pagePagination });

export const findDevicesResponse = component(
  'DeviceListResponse',
  z.object({ data: z.array(device), meta: pageMeta })
);

/** GET /users/:id/devices: the linked devices of the user, most recently used first. */
export declare namespace FindDevices {
  export interface Request {
    params: { id: string };
    query: z.input<typeof findDevicesQuery>;
  }
  export type Response = z.output<typeof findDevicesResponse>;
}

export const unlinkDeviceResponse = component(
  'DeviceUnlinkResponse',
  z.object({ data: z.object({ device_id: z.string() }) })
);

/** DELETE /users/:id/devices/:deviceId: ends all sessions of the device immediately. */
export declare namespace UnlinkDevice {
  export interface Request {
    params: { id: string; deviceId: string };
  }
  export type Response = z.output<typeof unlinkDeviceResponse>;
}

export const unlinkDevicesResponse = z.object({
  data: z.object({ devices: z.number().int().describe('The number of devices unlinked.') }),
});

/** DELETE /users/:id/devices: ends all sessions of the user immediately. */
export declare namespace UnlinkDevices {
  export interface Request {
    params: { id: string };
  }
  export type Response = z.output<typeof unlinkDevicesResponse>;
}

export const deviceSession = component(
  'DeviceSession',
  z.object({
    session_id: z
      .string()
      .describe('Changes with each refresh. An earlier one ends the session too.'),
    application: z.string().nullable(),
    created_at: isoDate.describe('The login.'),
    last_used: isoDate.describe('The latest refresh, or the login.'),
    expires_at: isoDate.describe('When it ends unless it is refreshed.'),
  })
);

export type DeviceSession = z.output<typeof deviceSession>;

export const findDeviceSessionsQuery = z.strictObject({ pagination: pagePagination });

export const findDeviceSessionsResponse = component(
  'DeviceSessionListResponse',
  z.object({ data: z.array(deviceSession), meta: pageMeta })
);

/** GET /users/:id/devices/:deviceId/sessions: the valid refresh tokens, most recently used first. */
export declare namespace FindDeviceSessions {
  export interface Request {
    params: { id: string; deviceId: string };
    query: z.input<typeof findDeviceSessionsQuery>;
  }
  export type Response = z.output<typeof findDeviceSessionsResponse>;
}

export const endDeviceSessionResponse = component(
  'SessionEndResponse',
  z.object({ data: z.object({ session_id: z.string() }) })
);

/** DELETE /users/:id/devices/:deviceId/sessions/:sessionId: ends one login immediately. */
export declare namespace EndDeviceSession {
  export interface Request {
    params: { id: string; deviceId: string; sessionId: string };
  }
  export type Response = z.output<typeof endDeviceSessionResponse>;
}

export const endDeviceSessionsResponse = z.object({
  data: z.object({ sessions: z.number().int().describe('The number of sessions ended.') }),
});

/** DELETE /users/:id/devices/:deviceId/sessions: ends all sessions of the device, which stays linked. */
export declare namespace EndDeviceSessions {
  export type Response = z.output<typeof endDeviceSessionsResponse>;
}
