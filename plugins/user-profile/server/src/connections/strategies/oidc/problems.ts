import { clean } from '../../../../../shared/storable-text';

/** What oauth4webapi 3.8 attaches to the error of a response that it rejects. */
interface Rejection {
  expected?: unknown;
  claim?: string;
  claims?: Record<string, unknown>;
  attribute?: string;
  body?: Record<string, unknown>;
  header?: Record<string, unknown>;
  parameters?: URLSearchParams;
  now?: number;
  alg?: unknown;
}

const MAX_QUOTED = 200;

export const codeOf = (error: unknown): string | undefined => {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
};

/** A value from outside, in quotes and with control characters escaped. */
const quoted = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return JSON.stringify(text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text);
};

const listOf = (value: unknown): string =>
  (Array.isArray(value) ? value : [value]).map(quoted).join(', ');

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'list' : typeof value);

const timeOf = (seconds: unknown): string =>
  typeof seconds === 'number' && Math.abs(seconds) < 8.64e12
    ? new Date(seconds * 1000).toISOString()
    : quoted(seconds);

/** Turn off the option only for a provider that is known to omit the nonce. */
const NO_NONCE =
  'the ID token does not repeat the nonce of this login; if the provider never does, turn "use_nonce" off';

const describeClaim = ({ claim, claims = {}, expected }: Rejection): string => {
  const received = claims[claim ?? ''];
  switch (claim) {
    case 'nonce':
      return received === undefined
        ? NO_NONCE
        : expected === undefined
          ? 'the ID token contains a nonce, but this login sent none; turn "use_nonce" on'
          : 'the ID token contains the nonce of another login';
    case 'iss':
      return `the ID token names the issuer ${quoted(received)} instead of ${quoted(expected)}`;
    case 'aud':
      return expected === undefined
        ? `the ID token is for several clients (${listOf(received)}) and does not name one of them in "azp"`
        : `the ID token is for the client ${listOf(received)} instead of ${quoted(expected)}`;
    default:
      return `the claim ${quoted(claim)} of the ID token is ${quoted(received)} instead of ${quoted(expected)}`;
  }
};

const describeTime = ({ claim, claims = {}, now }: Rejection): string => {
  const time = timeOf(claims[claim ?? '']);
  const clock = `the clock of this server says ${timeOf(now)}`;
  return claim === 'exp'
    ? `the ID token expired at ${time}, and ${clock}`
    : `the ID token is not valid before ${time}, and ${clock}`;
};

const describeAttribute = ({ attribute, body = {}, expected }: Rejection): string =>
  attribute === 'issuer'
    ? `the discovery document names the issuer ${quoted(body.issuer)} instead of ${quoted(expected)}; the issuer of the connection must match it exactly, including a slash at the end`
    : `the userinfo response has the ${attribute} ${quoted(body[attribute ?? ''])} instead of ${quoted(expected)}`;

const describeKey = ({ header = {} }: Rejection, message: string): string => {
  const key = `${header.kid === undefined ? 'a key without an id' : `the key ${quoted(header.kid)}`} (${quoted(header.alg)})`;
  return message.includes('multiple')
    ? `the ID token is signed with ${key}, and the provider publishes several keys that fit`
    : `the ID token is signed with ${key}, which the provider does not publish`;
};

const describeAlgorithm = ({ header = {}, expected }: Rejection): string =>
  `a token is signed with ${quoted(header.alg)} instead of ${listOf(expected)}; if the provider intends this, set "id_token_signed_response_alg"`;

/** `JWT "sub" (subject) claim missing`, and the like. */
const CLAIM_TYPE = /^unexpected JWT "(\w+)".* claim type$/;

const describeInvalid = (rejection: Rejection, message: string): string => {
  if (message.includes('"nonce" (nonce) claim missing')) {
    return NO_NONCE;
  }
  if (message.includes('"alg" header')) {
    return describeAlgorithm(rejection);
  }
  const claim = CLAIM_TYPE.exec(message)?.[1];
  if (claim) {
    return `the claim ${quoted(claim)} of the ID token has the wrong type: ${kindOf(rejection.claims?.[claim])}`;
  }
  if (message.includes('"sub" property') && rejection.body) {
    return `the "sub" of the userinfo response must be text, and is ${quoted(rejection.body.sub)}; if the provider does not send it, turn "fetch_userinfo" off`;
  }
  if (message.includes('response parameter')) {
    const received = rejection.parameters?.get('iss');
    return received
      ? `the callback names the issuer ${quoted(received)} instead of ${quoted(rejection.expected)}`
      : 'the callback does not name the issuer ("iss"), although the provider announces that it does';
  }
  return message;
};

const describeResponse = (response: Response | undefined): string =>
  response
    ? `unexpected response: status ${response.status}, content type ${quoted(response.headers.get('content-type'))}`
    : 'unexpected response';

const rejectionIn = (error: unknown): Rejection => {
  const { cause } = error as { cause?: unknown };
  return typeof cause === 'object' && cause !== null ? cause : {};
};

/** Says in words for admins what is wrong with a response: what was expected, and what was received. */
const describe = (code: string, error: unknown, causes: unknown[]): string => {
  const { message } = error as Error;
  const rejection = rejectionIn(error);
  switch (code) {
    case 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED':
      return describeAttribute(rejection);
    case 'OAUTH_JWT_CLAIM_COMPARISON_FAILED':
      return describeClaim(rejection);
    case 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED':
      return describeTime(rejection);
    case 'OAUTH_KEY_SELECTION_FAILED':
      return describeKey(rejection, message);
    case 'OAUTH_INVALID_RESPONSE':
      return describeInvalid(rejection, message);
    case 'OAUTH_RESPONSE_IS_NOT_CONFORM':
    case 'OAUTH_RESPONSE_IS_NOT_JSON':
      return describeResponse(causes.find((cause) => cause instanceof Response));
    case 'OAUTH_PARSE_ERROR':
      return 'the response is not valid JSON';
    case 'OAUTH_MISSING_SERVER_METADATA':
    case 'OAUTH_INVALID_SERVER_METADATA':
      return `the discovery document is incomplete or invalid: ${message}`;
    case 'OAUTH_UNSUPPORTED_OPERATION':
      return message.includes('JWE')
        ? 'the ID token is encrypted, which is not supported'
        : `the token is not supported: ${message} ${rejection.alg === undefined ? '' : quoted(rejection.alg)}`.trim();
    default:
      return code;
  }
};

/** @returns the words of the innermost error that has a code, or undefined if no error has one */
export const describeProblem = (causes: unknown[]): string | undefined => {
  const coded = causes.filter((cause) => cause instanceof Error && codeOf(cause) !== undefined);
  const error = coded.at(-1);
  const text = error && describe(codeOf(error) ?? '', error, causes);
  return clean(text, 1000) ?? undefined;
};

/** The error code in a response that has the status 200 and is no login. */
export const errorIn = (causes: unknown[]): string | undefined => {
  const bodies = causes.map((cause) => rejectionIn(cause).body);
  const error = bodies.find((body) => body && !('access_token' in body))?.error;
  return typeof error === 'string' ? error : undefined;
};
