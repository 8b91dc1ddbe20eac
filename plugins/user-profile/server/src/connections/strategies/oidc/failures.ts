import { SourceError, type SourceFault } from '../../../model/connections/errors';
import { type CodedText, coded } from '../../../utils/errors';
import type { Library } from './client';
import { codeOf, describeProblem, errorIn } from './problems';

/** Error codes that a provider may return instead of a login (RFC 6749; OpenID Connect Core 1.0, 3.1.2.6). */
const REJECTIONS: Record<string, [SourceFault, CodedText | string]> = {
  access_denied: ['refused', 'The login was denied or cancelled at the provider'],
  login_required: ['refused', 'The provider requires a new login'],
  interaction_required: ['refused', 'The provider requires a new login'],
  consent_required: ['refused', 'The provider requires a consent that was not given'],
  account_selection_required: ['refused', 'The provider requires the choice of an account'],
  invalid_grant: ['refused', 'The provider no longer accepts its code; start the login again'],
  server_error: ['unreachable', coded('provider_failed')],
  temporarily_unavailable: ['unreachable', coded('provider_unavailable')],
  invalid_client: ['misconfigured', coded('provider_client_rejected')],
  unauthorized_client: ['misconfigured', coded('provider_client_unauthorized')],
  invalid_scope: ['misconfigured', 'The provider does not accept the scope of this connection'],
};

const OTHER_REJECTION: [SourceFault, CodedText] = ['refused', coded('provider_refused')];

const causesOf = (error: unknown): unknown[] => {
  const causes: unknown[] = [];
  for (let each = error; each && causes.length < 5; each = (each as { cause?: unknown }).cause) {
    causes.push(each);
  }
  return causes;
};

const rejection = (error: string): SourceError => {
  const [fault, message] = REJECTIONS[error] ?? OTHER_REJECTION;
  return new SourceError(fault, message, /^[a-z_]{1,64}$/.test(error) ? error : undefined);
};

/** Turns a failure of the OpenID client into a SourceError whose message admins can read. */
export const sourceErrorOf = (library: Library, error: unknown): SourceError => {
  const causes = causesOf(error);
  const sourceError = causes.find((cause) => cause instanceof SourceError);
  if (sourceError) {
    return sourceError;
  }
  for (const cause of causes) {
    if (cause instanceof library.AuthorizationResponseError) {
      return rejection(cause.error);
    }
    if (cause instanceof library.ResponseBodyError) {
      return rejection(cause.error);
    }
    if (cause instanceof library.WWWAuthenticateChallengeError) {
      return rejection('invalid_client');
    }
  }
  if (causes.some((cause) => codeOf(cause) === 'OAUTH_TIMEOUT')) {
    return new SourceError('timeout', coded('provider_timeout'));
  }
  // Slack and others return errors with the status 200.
  const reported = errorIn(causes);
  if (reported !== undefined) {
    return rejection(reported);
  }
  return new SourceError(
    'invalid_response',
    coded('provider_invalid_response'),
    describeProblem(causes)
  );
};
