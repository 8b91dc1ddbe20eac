import { z } from '@strapi/utils';

import { inputRule, schemaRule } from '../../../../../shared/error-texts';
import { redirectUrls } from '../../redirects';
import { claimOptions, commonOptions } from '../base/options';

const AUTH_METHODS = [
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'none',
] as const;

/** Algorithms with a public key. Those that use the client secret as the key are not supported. */
export const SIGNING_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;

const claim = z.string().trim().min(1).max(128).optional();

const attributes = z
  .strictObject({
    email: claim,
    email_verified: claim,
    name: claim,
    given_name: claim,
    family_name: claim,
    nickname: claim,
    username: claim,
    picture: claim,
    phone_number: claim,
  })
  .default({})
  .describe('Claim mapping, such as "picture": "avatar" if the provider names the claim "avatar"');

/** Accepts http too: the guarded fetch rejects it unless the configuration allows the host. */
const isIssuer = (text: string): boolean => {
  try {
    const { protocol, search, hash, pathname, username } = new URL(text);
    const isPlain = `${search}${hash}${username}` === '' && !pathname.includes('/.well-known/');
    return isPlain && /^https?:$/.test(protocol);
  } catch {
    return false;
  }
};

export const oidcOptions = z
  .strictObject({
    ...commonOptions,
    issuer: z
      .string()
      .trim()
      .max(2048)
      .refine(isIssuer, schemaRule('issuer_url'))
      .describe('The issuer URL of the provider, without /.well-known/...'),
    client_id: z.string().trim().min(1).max(512).describe('The client ID from the provider'),
    client_secret: z
      .string()
      .min(1)
      .max(4096)
      .optional()
      .describe('The client secret from the provider; empty for public clients'),
    scope: z
      .string()
      .trim()
      .max(1024)
      .refine((scope) => scope.split(' ').includes('openid'), schemaRule('scope_without_openid'))
      .default('openid email profile')
      .describe('The scopes to request'),
    redirect_urls: redirectUrls,
    attributes,
    ...claimOptions,
    token_endpoint_auth_method: z
      .enum(AUTH_METHODS)
      .optional()
      .describe(
        'How the client authenticates at the token endpoint; detected automatically if empty'
      ),
    fetch_userinfo: z
      .boolean()
      .default(true)
      .describe('Also requests the claims of the userinfo endpoint, if the provider has one'),
    id_token_signed_response_alg: z
      .enum(SIGNING_ALGORITHMS)
      .optional()
      .describe(
        'The algorithm that ID tokens are signed with; if empty, those that the provider lists, or RS256'
      ),
    use_pkce: z
      .boolean()
      .default(true)
      .describe('Protects the code with PKCE; turn off only if the provider rejects it'),
    use_nonce: z
      .boolean()
      .default(true)
      .describe(
        'Sends a nonce and requires it in the ID token; turn off only if the provider omits it'
      ),
  })
  .refine(
    ({ token_endpoint_auth_method: method, client_secret: secret }) =>
      method === undefined || method === 'none' || secret !== undefined,
    {
      path: ['client_secret'],
      ...inputRule('is required for this authentication method', 'input_required'),
    }
  )
  .refine(
    ({ use_pkce: pkce, client_secret: secret, token_endpoint_auth_method: method }) =>
      pkce || (secret !== undefined && method !== 'none'),
    {
      path: ['use_pkce'],
      ...schemaRule('pkce_required'),
    }
  );

export type OidcOptions = z.output<typeof oidcOptions>;
