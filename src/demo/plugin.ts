import type { Core } from '@strapi/strapi';

import type { Client } from './clients';
import type { SampleEvent } from './history';

/*
 * The services of the plugin that the demo calls, as far as it calls them. The application is compiled
 * on its own, so that the types are said here again instead of read from the plugin's sources.
 */

type Callback = Parameters<Core.Strapi['db']['transaction']>[0];
export type Transaction = Parameters<NonNullable<Callback>>[0]['trx'];

/** Strapi declares a promise of a promise, which there is not. */
export const inTransaction = <T>(
  strapi: Core.Strapi,
  work: (trx: Transaction) => Promise<T>
): Promise<T> => strapi.db.transaction(({ trx }) => work(trx)) as unknown as Promise<T>;

/** What the plugin makes of a request; to the demo it is a sealed letter. */
export type RequestFacts = {
  ip: string | null;
  application: Record<'client_id' | 'name', string | null>;
};

export interface ProfileRef {
  id: number;
  documentId: string;
  /** Of the identity that was signed in by. */
  identityKey: string | null;
}

interface NewEvent {
  type: SampleEvent['type'] | 'fu';
  facts: RequestFacts;
  profile: ProfileRef | null;
  connection: string;
  deviceId: string | null;
  date: Date;
  logId: string;
  userName?: string;
  isNewDevice?: boolean;
  details: SampleEvent['details'];
}

/** What may be set of a profile besides what its account says. */
export interface ProfileChange {
  name?: string;
  given_name?: string;
  family_name?: string;
  nickname?: string;
  phone_number?: string;
  email_verified?: boolean;
  user_metadata?: Record<string, unknown>;
}

interface PluginServices {
  accounts: {
    ensureProfile(trx: Transaction, accountId: number): Promise<ProfileRef | null>;
    findBy(where: { email: string }): Promise<number | null>;
  };
  'app-metadata': {
    set(id: string, patch: Record<string, unknown>): Promise<unknown>;
  };
  connections: {
    findRow(name: string): Promise<unknown>;
  };
  'connection-manager': {
    create(connection: {
      name: string;
      display_name: string;
      strategy: string;
      enabled: boolean;
      options: Record<string, unknown>;
    }): Promise<void>;
  };
  devices: {
    touch(
      trx: Transaction,
      user: ProfileRef,
      deviceId: string,
      facts: RequestFacts,
      seen: { first: Date; last: Date }
    ): Promise<boolean>;
  };
  'event-writer': {
    write(trx: Transaction, event: NewEvent): Promise<boolean>;
  };
  'identity-linker': {
    link(id: string, linkWith: string, options: { mergeMetadata: boolean }): Promise<void>;
  };
  'user-creator': {
    create(user: {
      connection: string;
      email: string;
      email_verified: boolean;
      username: string;
      password: string;
      name: string;
    }): Promise<string>;
  };
  'user-editor': {
    update(id: string, change: { data: ProfileChange; metadata: 'merge' }): Promise<void>;
  };
  'request-facts': {
    from(request: {
      ip: string;
      headers: Record<string, string | undefined>;
      query: Record<string, string | undefined>;
    }): RequestFacts;
  };
}

export const pluginService = <Name extends keyof PluginServices>(
  strapi: Core.Strapi,
  name: Name
): PluginServices[Name] => strapi.plugin('user-profile').service(name);

/** The facts of a request that this client would have sent from this address. */
export const factsOf = (strapi: Core.Strapi, address: string, client: Client): RequestFacts =>
  pluginService(strapi, 'request-facts').from({
    ip: address,
    headers: { 'user-agent': client.userAgent, origin: client.origin },
    query: { client_id: client.clientId },
  });
