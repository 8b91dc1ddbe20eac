import type { JsonObject } from '../../../../../shared/contracts/users';
import { SourceError } from '../../../model/connections/errors';
import { toSourceProfile, type SourceProfile } from '../../../model/connections/source-profile';
import type { OidcOptions } from './options';

/** What is about the token and not about the person. */
const PROTOCOL_CLAIMS = new Set(
  'iss aud exp iat nbf jti nonce azp at_hash c_hash s_hash sid auth_time acr amr'.split(' ')
);

/** What an ID token says of the person. */
export const claimsOfPerson = (claims: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(claims).filter(([name]) => !PROTOCOL_CLAIMS.has(name)));

/** What userinfo says goes; that an address is verified is said of the address beside it alone. */
export const joinClaims = (ofToken: JsonObject, ofUserinfo: JsonObject): JsonObject => {
  const { email } = ofUserinfo;
  const isOtherAddress = email !== undefined && email !== ofToken.email;
  return { ...ofToken, ...(isOtherAddress ? { email_verified: false } : {}), ...ofUserinfo };
};

/**
 * Claims under the names of the normalized profile. That an address is verified is said of the claim
 * `email`: of an address from another claim it is said only where that is mapped as well.
 */
const mapped = (claims: JsonObject, { attributes }: OidcOptions): JsonObject => {
  const renamed = Object.entries(attributes)
    .filter(([, claim]) => claim !== undefined && claims[claim] !== undefined)
    .map(([attribute, claim]) => [attribute, claims[String(claim)]]);
  const isOtherAddress = attributes.email !== undefined && attributes.email !== 'email';
  return {
    ...claims,
    ...(isOtherAddress ? { email_verified: false } : {}),
    ...Object.fromEntries(renamed),
  };
};

/** The person whom a provider's claims are about. @throws SourceError where its id is none */
export const profileOfClaims = (claims: JsonObject, options: OidcOptions): SourceProfile => {
  try {
    return toSourceProfile(claims.sub, mapped(claimsOfPerson(claims), options));
  } catch (error) {
    if (!(error instanceof RangeError)) {
      throw error;
    }
    throw new SourceError(
      'invalid_response',
      'The provider names the person by an id that is none'
    );
  }
};
