import type { JsonObject } from '../../../../../shared/contracts/users';
import { SourceError } from '../../../model/connections/errors';
import { toSourceProfile, type SourceProfile } from '../../../model/connections/source-profile';
import type { OidcOptions } from './options';

/** Claims about the token, not about the person. */
const PROTOCOL_CLAIMS = new Set(
  'iss aud exp iat nbf jti nonce azp at_hash c_hash s_hash sid auth_time acr amr'.split(' ')
);

export const claimsOfPerson = (claims: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(claims).filter(([name]) => !PROTOCOL_CLAIMS.has(name)));

/** Userinfo takes precedence. `email_verified` of the ID token applies only to the email address in that token. */
export const joinClaims = (ofToken: JsonObject, ofUserinfo: JsonObject): JsonObject => {
  const { email } = ofUserinfo;
  const isOtherEmail = email !== undefined && email !== ofToken.email;
  return { ...ofToken, ...(isOtherEmail ? { email_verified: false } : {}), ...ofUserinfo };
};

/**
 * Claims under the names of the normalized profile. `email_verified` describes the claim `email`. If the
 * email address comes from another claim, it counts as verified only if `email_verified` is mapped too.
 */
const mapped = (claims: JsonObject, { attributes }: OidcOptions): JsonObject => {
  const renamed = Object.entries(attributes)
    .filter(([, claim]) => claim !== undefined && claims[claim] !== undefined)
    .map(([attribute, claim]) => [attribute, claims[String(claim)]]);
  const isOtherEmail = attributes.email !== undefined && attributes.email !== 'email';
  return {
    ...claims,
    ...(isOtherEmail ? { email_verified: false } : {}),
    ...Object.fromEntries(renamed),
  };
};

/** @throws SourceError if `sub` is missing or not a valid id */
export const profileOfClaims = (claims: JsonObject, options: OidcOptions): SourceProfile => {
  try {
    return toSourceProfile(claims.sub, mapped(claimsOfPerson(claims), options));
  } catch (error) {
    if (!(error instanceof RangeError)) {
      throw error;
    }
    throw new SourceError('invalid_response', 'The provider returned an invalid subject (`sub`)');
  }
};
