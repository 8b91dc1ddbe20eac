export type DeviceType =
  'desktop' | 'mobile' | 'tablet' | 'tv' | 'console' | 'wearable' | 'app' | 'cli' | 'bot';

/** The client that sent a request, according to its headers. Nothing is verified: a client can send anything. */
export interface DeviceDescription {
  /** A readable name, such as "Chrome on macOS"; at most 128 characters. */
  name: string;
  /** The browser, app or tool. */
  browser: string | null;
  browser_version: string | null;
  /** Without a version: browsers send frozen ones (macOS 10.15.7, Windows 10, Android 10). */
  os: string | null;
  type: DeviceType | null;
  /** True for phones, tablets and wearables, and for apps on them. */
  is_mobile: boolean;
}

/** The parts of a description that are read from headers. The others are derived from these. */
export type Traits = Pick<DeviceDescription, 'browser' | 'browser_version' | 'os' | 'type'>;
