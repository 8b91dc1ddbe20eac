import { SourceError } from '../../../model/connections/errors';
import type { Library } from './client';
import { SIGNING_ALGORITHMS, type OidcOptions } from './options';

export type Metadata = ReturnType<InstanceType<Library['Configuration']>['serverMetadata']>;

const NEEDED = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const;
const SUPPORTED: readonly string[] = SIGNING_ALGORITHMS;
const AUTH_METHODS = ['client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'none'];

const invalid = (message: string): SourceError => new SourceError('invalid_response', message);
const misconfigured = (message: string): SourceError => new SourceError('misconfigured', message);

/** A list in the discovery document; undefined if the provider does not publish it. */
const listIn = (metadata: Metadata, name: string): string[] | undefined => {
  const value: unknown = metadata[name];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : undefined;
};

const cut = (values: readonly string[]): string => values.join(', ').slice(0, 200);

const checkSigningAlgorithms = (
  metadata: Metadata,
  { id_token_signed_response_alg: chosen }: OidcOptions
): void => {
  const listed = listIn(metadata, 'id_token_signing_alg_values_supported');
  if (chosen === undefined && listed && !listed.some((each) => SUPPORTED.includes(each))) {
    throw invalid(
      `The provider signs ID tokens with ${cut(listed)} only. Choose a signing key there, so it signs with RS256 or another algorithm that has a public key.`
    );
  }
};

const checkPkce = (metadata: Metadata, { use_pkce: isUsed }: OidcOptions): void => {
  const listed = listIn(metadata, 'code_challenge_methods_supported');
  if (isUsed && listed && !listed.includes('S256')) {
    throw misconfigured(
      `The provider supports PKCE with ${cut(listed) || 'no method'} only, and the login uses S256. Turn "use_pkce" off if the provider rejects the login.`
    );
  }
};

const checkAuthMethods = (
  metadata: Metadata,
  { token_endpoint_auth_method: chosen }: OidcOptions
): void => {
  const listed = listIn(metadata, 'token_endpoint_auth_methods_supported');
  if (chosen === undefined && listed && !listed.some((each) => AUTH_METHODS.includes(each))) {
    throw invalid(
      `The provider accepts ${cut(listed)} as client authentication only, which is not supported`
    );
  }
};

/**
 * Checks what the discovery document says about a login, as far as it says anything.
 *
 * @returns a summary for admins
 * @throws SourceError
 */
export const checkMetadata = (metadata: Metadata, options: OidcOptions): string => {
  const missing = NEEDED.filter((name) => !metadata[name]);
  if (missing.length > 0) {
    throw invalid(`The discovery document of the provider lacks ${missing.join(', ')}`);
  }
  const types = listIn(metadata, 'response_types_supported');
  const grants = listIn(metadata, 'grant_types_supported');
  if ((types && !types.includes('code')) || (grants && !grants.includes('authorization_code'))) {
    throw invalid('The provider does not support the authorization code flow');
  }
  checkSigningAlgorithms(metadata, options);
  checkPkce(metadata, options);
  checkAuthMethods(metadata, options);
  const userinfo = metadata.userinfo_endpoint ? 'with' : 'without';
  return `${metadata.authorization_endpoint}, ${userinfo} userinfo`;
};
