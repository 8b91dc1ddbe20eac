import { SourceError, type SourceFault } from '../../../model/connections/errors';
import type { Library } from './client';

/** What a provider may answer instead of a login (OAuth 2.0, OpenID Connect Core). */
const REFUSALS: Record<string, [SourceFault, string]> = {
  access_denied: ['refused', 'The login was refused or cancelled at the provider'],
  login_required: ['refused', 'The provider asks for a new login there'],
  interaction_required: ['refused', 'The provider asks for a new login there'],
  consent_required: ['refused', 'The provider asks for a consent that was not given'],
  account_selection_required: ['refused', 'The provider asks for the choice of an account'],
  invalid_grant: ['refused', 'The provider does not accept its own code any more'],
  server_error: ['unreachable', 'The provider had a failure of its own'],
  temporarily_unavailable: ['unreachable', 'The provider cannot be used at the moment'],
  invalid_client: ['misconfigured', 'The provider does not accept the client id or secret'],
  unauthorized_client: ['misconfigured', 'The provider does not let this client sign users in'],
  invalid_scope: ['misconfigured', 'The provider does not know the scope of this connection'],
};

const OTHER_REFUSAL: [SourceFault, string] = ['refused', 'The provider refused the login'];

/** What the library says of an answer that it did not accept, for the log and for admins. */
const WRONG_ANSWERS: Record<string, string> = {
  OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED: 'it calls itself by another issuer',
  OAUTH_JWT_CLAIM_COMPARISON_FAILED: 'a claim of the ID token is not what it must be',
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED: 'the ID token is too old, or a clock is wrong',
  OAUTH_KEY_SELECTION_FAILED: 'the ID token is signed by a key that is not among its keys',
  OAUTH_PARSE_ERROR: 'it is not the JSON that it should be',
  OAUTH_RESPONSE_IS_NOT_JSON: 'it is not the JSON that it should be',
  OAUTH_RESPONSE_IS_NOT_CONFORM: 'it has another status than it should have',
  OAUTH_MISSING_SERVER_METADATA: 'its discovery document lacks an endpoint',
  OAUTH_INVALID_SERVER_METADATA: 'its discovery document is not valid',
  OAUTH_UNSUPPORTED_OPERATION: 'it signs in a way that cannot be verified',
};

const causesOf = (error: unknown): unknown[] => {
  const causes: unknown[] = [];
  for (let each = error; each && causes.length < 5; each = (each as { cause?: unknown }).cause) {
    causes.push(each);
  }
  return causes;
};

const codeOf = (error: unknown): string | undefined => {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
};

const refusal = (error: string): SourceError => {
  const [fault, message] = REFUSALS[error] ?? OTHER_REFUSAL;
  return new SourceError(fault, message, /^[a-z_]{1,64}$/.test(error) ? error : undefined);
};

/** What went wrong between the site and an OpenID provider, in words for people. */
export const sourceErrorOf = (library: Library, error: unknown): SourceError => {
  const causes = causesOf(error);
  const told = causes.find((cause) => cause instanceof SourceError);
  if (told) {
    return told;
  }
  for (const cause of causes) {
    if (cause instanceof library.AuthorizationResponseError) {
      return refusal(cause.error);
    }
    if (cause instanceof library.ResponseBodyError) {
      return refusal(cause.error);
    }
    if (cause instanceof library.WWWAuthenticateChallengeError) {
      return refusal('invalid_client');
    }
  }
  if (causes.some((cause) => codeOf(cause) === 'OAUTH_TIMEOUT')) {
    return new SourceError('timeout', 'The provider did not answer in time');
  }
  const code = causes.map(codeOf).find((each) => each !== undefined);
  return new SourceError(
    'invalid_response',
    'The answer of the provider could not be accepted',
    WRONG_ANSWERS[code ?? ''] ?? code
  );
};
