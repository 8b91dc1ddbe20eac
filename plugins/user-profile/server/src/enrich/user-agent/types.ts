export type DeviceType =
  'desktop' | 'mobile' | 'tablet' | 'tv' | 'console' | 'wearable' | 'app' | 'cli' | 'bot';

/** What is known of the thing that sent a request. Nothing of it is proven: a client says what it likes. */
export interface DeviceDescription {
  /** For people, such as "Chrome on macOS"; at most 128 characters. */
  name: string;
  /** The browser, application or tool. */
  browser: string | null;
  browser_version: string | null;
  /** Without a version: those that browsers send are frozen (macOS 10.15.7, Windows 10, Android 10). */
  os: string | null;
  type: DeviceType | null;
  /** Whether people carry it around. */
  is_mobile: boolean;
}

/** The part of a description that is read off; the rest follows from it. */
export type Traits = Pick<DeviceDescription, 'browser' | 'browser_version' | 'os' | 'type'>;
