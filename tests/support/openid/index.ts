import path from 'node:path';

import { getFreePort, startServerProcess } from '../server-process';

export interface ProviderState {
  /** The `sub` of the next login. */
  person?: string;
  /** The claims of each person, by `sub`. */
  people?: Record<string, Record<string, unknown>>;
  /** The allowed redirect URIs. */
  redirectUris?: string[];
  /** The fault to simulate until it is set to null. */
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
  /** Replaces the signing key. */
  rotate?: boolean;
}

export interface OpenIdProvider {
  url: string;
  host: string;
  set(state: ProviderState): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the OpenID provider of `provider.mjs` on loopback. */
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
