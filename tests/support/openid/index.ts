import path from 'node:path';

import { getFreePort, startServerProcess } from '../server-process';

export interface ProviderState {
  /** The `sub` of whoever signs in next. */
  person?: string;
  /** The claims of each person, by `sub`. */
  people?: Record<string, Record<string, unknown>>;
  /** What clients may be sent back to. */
  redirectUris?: string[];
  /** What goes wrong until it is set to null. */
  fault?:
    | 'denied'
    | 'nonce'
    | 'audience'
    | 'issuer'
    | 'expired'
    | 'unsigned'
    | 'signed-by-secret'
    | 'party'
    | 'subject'
    | 'another-address'
    | 'tampered'
    | 'userinfo-of-another'
    | 'hanging'
    | 'rubbish'
    | 'huge'
    | 'down'
    | 'other-issuer'
    | null;
  /** A new signing key; the one before is gone. */
  rotate?: boolean;
}

export interface OpenIdProvider {
  url: string;
  host: string;
  set(state: ProviderState): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a certified OpenID provider on loopback: `provider.mjs` says what it does. */
export const startOpenIdProvider = async (): Promise<OpenIdProvider> => {
  const port = await getFreePort();
  const host = `127.0.0.1:${port}`;
  const url = `http://${host}`;
  const written: string[] = [];
  const { stop } = await startServerProcess({
    script: path.join(__dirname, 'provider.mjs'),
    env: { PORT: String(port) },
    healthUrl: `${url}/.well-known/openid-configuration`,
    onOutput: (text) => written.push(text),
    output: () => written.join(''),
  });
  return {
    url,
    host,
    stop,
    async set(state) {
      await fetch(`${url}/control`, { method: 'POST', body: JSON.stringify(state) });
    },
  };
};
