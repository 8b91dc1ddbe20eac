import type { Core } from '@strapi/types';

import type { JsonObject, JsonValue } from '../../../../../shared/contracts/users';
import type { SourceProfile } from '../../../model/connections/source-profile';
import type { ConnectionRef, Strategy } from '../../../model/connections/strategy';
import { callbackUrl } from '../../redirects';
import { joinClaims, profileOfClaims } from './claims';
import { createClients, loadLibrary } from './client';
import { testOidcConnection } from './connection-test';
import { sourceErrorOf } from './failures';
import { oidcOptions, type OidcOptions } from './options';

/** Validated when they were stored, maybe by a version that did not have all options. */
const optionsOf = ({ options }: ConnectionRef): OidcOptions => ({
  ...(options as unknown as OidcOptions),
  use_pkce: options.use_pkce !== false,
  use_nonce: options.use_nonce !== false,
});

const textOf = (value: JsonValue | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** Any OpenID Connect provider: authorization code flow with PKCE, state and nonce. */
export const createOidcStrategy = (strapi: Core.Strapi): Strategy => {
  const clients = createClients(strapi);

  /** @throws SourceError for every failure. Cached metadata may be the cause, so it is discarded. */
  const asSourceErrors = async <T>(options: OidcOptions, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      const sourceError = sourceErrorOf(await loadLibrary(), error);
      if (sourceError.fault !== 'refused') {
        clients.forget(options);
      }
      throw sourceError;
    }
  };

  const claimsOf = async (
    options: OidcOptions,
    callback: URL,
    flowState: JsonObject
  ): Promise<JsonObject> => {
    const { library, client } = await clients.open(options);
    const tokens = await library.authorizationCodeGrant(client, callback, {
      pkceCodeVerifier: textOf(flowState.code_verifier),
      // Without an expected nonce, a token that contains one is rejected: it is of another login.
      expectedNonce: textOf(flowState.nonce),
      // The caller has already checked that the state belongs to this browser and is used once.
      expectedState: callback.searchParams.get('state') ?? undefined,
      idTokenExpected: true,
    });
    const claims = tokens.claims() as JsonObject;
    const { userinfo_endpoint: userinfo } = client.serverMetadata();
    if (!options.fetch_userinfo || !userinfo) {
      return claims;
    }
    const { access_token: accessToken } = tokens;
    const userinfoClaims = await library.fetchUserInfo(client, accessToken, String(claims.sub));
    return joinClaims(claims, userinfoClaims as JsonObject);
  };

  return {
    name: 'oidc',
    type: 'enterprise',
    options: oidcOptions,
    secrets: ['client_secret'],
    destinations: ['issuer'],
    username: () => 'none',
    passwordRules: () => [],

    redirect(connection, { redirectUri, state }) {
      const options = optionsOf(connection);
      return asSourceErrors(options, async () => {
        const { library, client } = await clients.open(options);
        const flowState = {
          ...(options.use_pkce ? { code_verifier: library.randomPKCECodeVerifier() } : {}),
          ...(options.use_nonce ? { nonce: library.randomNonce() } : {}),
        };
        const { code_verifier: verifier, nonce } = flowState;
        const url = library.buildAuthorizationUrl(client, {
          redirect_uri: redirectUri,
          scope: options.scope,
          state,
          ...(nonce ? { nonce } : {}),
          ...(verifier
            ? {
                code_challenge: await library.calculatePKCECodeChallenge(verifier),
                code_challenge_method: 'S256',
              }
            : {}),
        });
        return { url: url.href, flowState };
      });
    },

    finishRedirect(connection, callback, flowState): Promise<SourceProfile> {
      const options = optionsOf(connection);
      return asSourceErrors(options, async () =>
        profileOfClaims(await claimsOf(options, callback, flowState), options)
      );
    },

    test: (connection) =>
      testOidcConnection(clients, optionsOf(connection), callbackUrl(strapi, connection.name)),
  };
};
