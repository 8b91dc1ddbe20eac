import type { DeviceType } from './types';

export interface Product {
  name: string;
  type: DeviceType;
  os?: string;
}

const tool = (name: string): Product => ({ name, type: 'cli' });

/** Known clients, by the first product token of their user agent in lower case. */
export const PRODUCTS: ReadonlyMap<string, Product> = new Map([
  ['aiohttp', tool('aiohttp')],
  ['apache-httpclient', tool('Apache HttpClient')],
  ['autocannon', tool('autocannon')],
  ['axios', tool('axios')],
  ['bruno-runtime', tool('Bruno')],
  ['bun', tool('Bun')],
  ['curl', tool('curl')],
  ['deno', tool('Deno')],
  ['go-http-client', tool('Go')],
  ['got', tool('got')],
  ['guzzlehttp', tool('Guzzle')],
  ['httpie', tool('HTTPie')],
  ['insomnia', tool('Insomnia')],
  ['java', tool('Java')],
  ['java-http-client', tool('Java')],
  ['k6', tool('k6')],
  ['libwww-perl', tool('Perl')],
  ['node', tool('Node.js')],
  ['node.js', tool('Node.js')],
  ['node-fetch', tool('node-fetch')],
  ['postmanruntime', tool('Postman')],
  ['powershell', tool('PowerShell')],
  ['python', tool('Python')],
  ['python-httpx', tool('HTTPX')],
  ['python-requests', tool('Python Requests')],
  ['python-urllib', tool('Python')],
  ['restsharp', tool('RestSharp')],
  ['ruby', tool('Ruby')],
  ['undici', tool('Node.js')],
  ['windowspowershell', tool('PowerShell')],
  ['wget', tool('Wget')],
  ['dalvik', { name: 'Android app', type: 'app', os: 'Android' }],
  ['dart', { name: 'Dart', type: 'app' }],
  // Also used by servers on the JVM, so it does not imply an operating system.
  ['okhttp', { name: 'okhttp', type: 'app' }],
]);
