import type { Core } from '@strapi/types';
import type { ClientAuth, Configuration, ServerMetadata } from 'openid-client';

import { MINUTE_MS } from '../../../../../shared/durations';
import { SourceError } from '../../../model/connections/errors';
import { coded } from '../../../utils/errors';
import { sha256 } from '../../../utils/sha256';
import { createSiteFetch } from '../../http/guarded-fetch';
import type { OidcOptions } from './options';

/** An ES module. Node.js before 20.19 cannot `require` one, and Strapi supports Node.js from 20.0. */
export type Library = typeof import('openid-client');
export const loadLibrary = (): Promise<Library> => import('openid-client');

const LIMITS = { timeoutMs: 10_000, maxBytes: 1024 * 1024 };

/** Only the metadata is cached, since it rarely changes. The keys are requested at each login. */
const METADATA_TTL_MS = 5 * MINUTE_MS;
const MAX_REMEMBERED = 200;

interface Remembered {
  metadata: ServerMetadata;
  until: number;
}

/** How the client authenticates at the token endpoint. */
export const authMethodOf = (
  { client_secret: secret, token_endpoint_auth_method: method }: OidcOptions,
  metadata: ServerMetadata
): NonNullable<OidcOptions['token_endpoint_auth_method']> => {
  if (!secret || method === 'none') {
    return 'none';
  }
  // The default if the provider lists none (OpenID Connect Discovery 1.0, 3).
  const supported = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  const methods = ['client_secret_basic', 'client_secret_post', 'client_secret_jwt'] as const;
  return method ?? methods.find((each) => supported.includes(each)) ?? 'client_secret_basic';
};

const authenticationOf = (
  library: Library,
  options: OidcOptions,
  metadata: ServerMetadata
): ClientAuth => {
  const secret = options.client_secret ?? '';
  switch (authMethodOf(options, metadata)) {
    case 'none':
      return library.None();
    case 'client_secret_post':
      return library.ClientSecretPost(secret);
    case 'client_secret_jwt':
      return library.ClientSecretJwt(secret);
    default:
      return library.ClientSecretBasic(secret);
  }
};

/** Creates OpenID clients from the options of connections. */
export const createClients = (strapi: Core.Strapi) => {
  const remembered = new Map<string, Remembered>();
  const fetchFromSource = createSiteFetch(strapi, LIMITS);

  const keyOf = ({ issuer, client_id: clientId }: OidcOptions): string => sha256(issuer, clientId);

  const extensionsFor = (library: Library, { issuer }: OidcOptions) => [
    library.enableNonRepudiationChecks,
    // The guarded fetch decides which hosts may be used without TLS.
    ...(issuer.startsWith('http:') ? [library.allowInsecureRequests] : []),
  ];

  const discover = async (library: Library, options: OidcOptions): Promise<ServerMetadata> => {
    const found = await library.discovery(
      new URL(options.issuer),
      options.client_id,
      undefined,
      undefined,
      {
        [library.customFetch]: fetchFromSource,
        execute: extensionsFor(library, options),
        timeout: LIMITS.timeoutMs / 1000,
      }
    );
    const metadata = found.serverMetadata();
    if (!metadata.issuer.includes('{')) {
      return metadata;
    }
    throw new SourceError('misconfigured', coded('issuer_multi_tenant'));
  };

  const metadataFor = async (library: Library, options: OidcOptions): Promise<ServerMetadata> => {
    const key = keyOf(options);
    const known = remembered.get(key);
    if (known && known.until > Date.now()) {
      return known.metadata;
    }
    const metadata = await discover(library, options);
    if (remembered.size >= MAX_REMEMBERED) {
      remembered.clear();
    }
    remembered.set(key, { metadata, until: Date.now() + METADATA_TTL_MS });
    return metadata;
  };

  return {
    /** Creates a new client each time: a reused one would cache keys and trust those that were withdrawn. */
    async open(options: OidcOptions): Promise<{ library: Library; client: Configuration }> {
      const library = await loadLibrary();
      const metadata = await metadataFor(library, options);
      const authentication = authenticationOf(library, options, metadata);
      const client = new library.Configuration(
        metadata,
        options.client_id,
        { id_token_signed_response_alg: options.id_token_signed_response_alg },
        authentication
      );
      client[library.customFetch] = fetchFromSource;
      client.timeout = LIMITS.timeoutMs / 1000;
      for (const extend of extensionsFor(library, options)) {
        extend(client);
      }
      return { library, client };
    },

    /** Discards cached metadata after a failure, since the endpoints may have changed. */
    forget: (options: OidcOptions): boolean => remembered.delete(keyOf(options)),

    fetch: fetchFromSource,
  };
};

export type Clients = ReturnType<typeof createClients>;
