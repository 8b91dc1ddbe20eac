import { SourceError } from '../../../model/connections/errors';
import { type CodedText, coded } from '../../../utils/errors';
import type { Library } from './client';
import { SIGNING_ALGORITHMS, type OidcOptions } from './options';

export type Metadata = ReturnType<InstanceType<Library['Configuration']>['serverMetadata']>;

const NEEDED = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const;
const SUPPORTED: readonly string[] = SIGNING_ALGORITHMS;
const AUTH_METHODS = ['client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'none'];

const invalid = (text: CodedText): SourceError => new SourceError('invalid_response', text);

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
    throw invalid(coded('provider_algorithms', { algorithms: cut(listed) }));
  }
};

const checkPkce = (metadata: Metadata, { use_pkce: isUsed }: OidcOptions): void => {
  const listed = listIn(metadata, 'code_challenge_methods_supported');
  if (isUsed && listed && !listed.includes('S256')) {
    const methods = cut(listed) || '(none)';
    throw new SourceError('misconfigured', coded('provider_pkce_methods', { methods }));
  }
};

const checkAuthMethods = (
  metadata: Metadata,
  { token_endpoint_auth_method: chosen }: OidcOptions
): void => {
  const listed = listIn(metadata, 'token_endpoint_auth_methods_supported');
  if (chosen === undefined && listed && !listed.some((each) => AUTH_METHODS.includes(each))) {
    throw invalid(coded('provider_auth_methods', { methods: cut(listed) }));
  }
};

/**
 * Checks what the discovery document says about a login, as far as it says anything.
 *
 * @returns a summary for admins
 * @throws SourceError
 */
export const checkMetadata = (metadata: Metadata, options: OidcOptions): CodedText => {
  const missing = NEEDED.filter((name) => !metadata[name]);
  if (missing.length > 0) {
    throw invalid(coded('provider_metadata_missing', { names: missing.join(', ') }));
  }
  const types = listIn(metadata, 'response_types_supported');
  const grants = listIn(metadata, 'grant_types_supported');
  if ((types && !types.includes('code')) || (grants && !grants.includes('authorization_code'))) {
    throw invalid(coded('provider_no_code_flow'));
  }
  checkSigningAlgorithms(metadata, options);
  checkPkce(metadata, options);
  checkAuthMethods(metadata, options);
  const url = String(metadata.authorization_endpoint);
  return coded(metadata.userinfo_endpoint ? 'test_endpoints_userinfo' : 'test_endpoints', { url });
};
