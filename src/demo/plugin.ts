import type { Core } from '@strapi/strapi';

import type { Client } from './clients';
import type { SampleEvent } from './history';

/*
 * The plugin services that the demo calls. The application is compiled separately from the plugin, so
 * the types are declared again instead of imported.
 */

type Callback = Parameters<Core.Strapi['db']['transaction']>[0];
export type Transaction = Parameters<NonNullable<Callback>>[0]['trx'];

/** Corrects Strapi's type, which is a promise of a promise. */
export const inTransaction = <T>(
  strapi: Core.Strapi,
  work: (trx: Transaction) => Promise<T>
): Promise<T> => strapi.db.transaction(({ trx }) => work(trx)) as unknown as Promise<T>;

/** The facts that the plugin derives from a request. The demo passes them on and reads these two. */
export type RequestFacts = {
  ip: string | null;
  application: Record<'client_id' | 'name', string | null>;
};

export interface ProfileRef {
  id: number;
  documentId: string;
  /** The identity of the login. */
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

/** The profile attributes that do not come from the account. */
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
  };
  'app-metadata': {
    set(id: string, patch: Record<string, unknown>): Promise<unknown>;
  };
  'connection-store': {
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
    record(
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
  reconcile: {
    run(scope: 'all'): Promise<unknown>;
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

/** The facts of a request from this client and IP address. */
export const factsOf = (strapi: Core.Strapi, ip: string, client: Client): RequestFacts =>
  pluginService(strapi, 'request-facts').from({
    ip,
    headers: { 'user-agent': client.userAgent, origin: client.origin },
    query: { client_id: client.clientId },
  });

/** The id of the account with this email, whichever connection it belongs to. */
export const findAccountByEmail = async (
  strapi: Core.Strapi,
  email: string
): Promise<number | null> => {
  const account = await strapi.db
    .query('plugin::users-permissions.user')
    .findOne({ select: ['id'], where: { email } });
  return account?.id ?? null;
};
