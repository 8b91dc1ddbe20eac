/** How the requests of a sample user identify their client. */
export interface Client {
  userAgent: string;
  /** The origin of the site that sends the request. */
  origin?: string;
  /** Identifies an application without an origin. */
  clientId?: string;
}

const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)';
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)';
const CHROMIUM = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const WEBKIT = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';

export const COMPUTERS: readonly string[] = [
  `${WINDOWS} ${CHROMIUM} Chrome/138.0.0.0 Safari/537.36`,
  `${MAC} ${CHROMIUM} Chrome/138.0.0.0 Safari/537.36`,
  `Mozilla/5.0 (X11; Linux x86_64) ${CHROMIUM} Chrome/137.0.0.0 Safari/537.36`,
  `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${CHROMIUM} Chrome/137.0.0.0 Safari/537.36`,
  `${WINDOWS} ${CHROMIUM} Chrome/138.0.0.0 Safari/537.36 Edg/138.0.3351.55`,
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0',
  'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  `${MAC} ${WEBKIT} Version/18.5 Safari/605.1.15`,
  `${WINDOWS} ${CHROMIUM} Chrome/137.0.0.0 Safari/537.36 OPR/121.0.0.0`,
];

export const PHONES: readonly string[] = [
  `Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) ${WEBKIT} Version/18.5 Mobile/15E148 Safari/604.1`,
  `Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) ${WEBKIT} CriOS/138.0.7204.53 Mobile/15E148 Safari/604.1`,
  `Mozilla/5.0 (iPad; CPU OS 17_6 like Mac OS X) ${WEBKIT} Version/17.6 Mobile/15E148 Safari/604.1`,
  `Mozilla/5.0 (Linux; Android 10; K) ${CHROMIUM} Chrome/138.0.0.0 Mobile Safari/537.36`,
  `Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S928B) ${CHROMIUM} SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36`,
  'Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0',
];

export const APPS: readonly string[] = [
  'SampleApp/42 CFNetwork/1568.200.51 Darwin/24.1.0',
  'com.example.sampleapp/5.1.0 (Linux; U; Android 14; en_US; Pixel 8; Build/UD1A.231105.004; Cronet/119.0.6045.31)',
];

export const SCRIPTS: readonly string[] = ['python-requests/2.32.3', 'PostmanRuntime/7.44.1'];
