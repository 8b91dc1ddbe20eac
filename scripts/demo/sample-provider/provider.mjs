import { choicePage, errorPage } from './pages.mjs';
import { challengeOf, createSecrets, createSigner } from './tokens.mjs';

const CODE_TTL_MS = 60_000;
const TOKEN_TTL_S = 300;

const json = (status, body, headers = {}) => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(body),
});

const html = (status, body) => ({
  status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  },
  body,
});

const redirect = (base, parameters) => {
  const url = new URL(base);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null) {
      url.searchParams.set(name, value);
    }
  }
  return { status: 303, headers: { location: url.href }, body: '' };
};

const clientError = () =>
  json(401, { error: 'invalid_client' }, { 'www-authenticate': 'Basic realm="sample"' });

/** The id and the secret of `client_secret_basic`. */
const credentialsIn = (authorization = '') => {
  const [scheme, encoded = ''] = authorization.split(' ');
  const [id, secret] = Buffer.from(encoded, 'base64').toString().split(':').map(decodeURIComponent);
  return scheme.toLowerCase() === 'basic' ? { id, secret } : null;
};

/**
 * An OpenID provider with one client: the authorization code flow with PKCE and nonce. Users choose who they are.
 *
 * @returns a function from a request (`method`, `url`, `headers`, `body`) to a response
 */
export const createProvider = ({ issuer, client, people }) => {
  const signer = createSigner();
  const codes = createSecrets(CODE_TTL_MS);
  const accessTokens = createSecrets(TOKEN_TTL_S * 1000);
  const personOf = (sub) => people.find((person) => person.sub === sub) ?? null;

  const discovery = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code'],
    subject_types_supported: ['public'],
    scopes_supported: ['openid', 'email', 'profile'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
  };

  /** Errors of the client or its redirect URI are shown, and never sent to that URI. */
  const authorize = ({ method, url, body }) => {
    const query = url.searchParams;
    if (query.get('client_id') !== client.id) {
      return html(400, errorPage('The client is unknown.'));
    }
    if (query.get('redirect_uri') !== client.redirectUri) {
      return html(400, errorPage('The redirect URI is not that of the client.'));
    }
    const respond = (parameters) =>
      redirect(client.redirectUri, { ...parameters, state: query.get('state'), iss: issuer });
    const isSupported =
      query.get('response_type') === 'code' &&
      query.get('code_challenge') !== null &&
      query.get('code_challenge_method') === 'S256';
    if (!isSupported) {
      return respond({ error: 'invalid_request' });
    }
    if (method !== 'POST') {
      return html(200, choicePage(people, client.id));
    }
    const person = personOf(body.get('person'));
    return person === null
      ? respond({ error: 'access_denied', error_description: 'The login was cancelled.' })
      : respond({
          code: codes.issue({
            sub: person.sub,
            nonce: query.get('nonce'),
            challenge: query.get('code_challenge'),
          }),
        });
  };

  const exchange = ({ headers, body }) => {
    const credentials = credentialsIn(headers.authorization);
    if (credentials?.id !== client.id || credentials.secret !== client.secret) {
      return clientError();
    }
    if (body.get('grant_type') !== 'authorization_code') {
      return json(400, { error: 'unsupported_grant_type' });
    }
    const login = codes.consume(body.get('code'));
    const isValid =
      login !== null &&
      body.get('redirect_uri') === client.redirectUri &&
      challengeOf(body.get('code_verifier') ?? '') === login.challenge;
    if (!isValid) {
      return json(400, { error: 'invalid_grant' });
    }
    const now = Math.floor(Date.now() / 1000);
    return json(200, {
      access_token: accessTokens.issue(login.sub),
      token_type: 'Bearer',
      expires_in: TOKEN_TTL_S,
      id_token: signer.sign({
        iss: issuer,
        sub: login.sub,
        aud: client.id,
        iat: now,
        exp: now + TOKEN_TTL_S,
        ...(login.nonce !== null && { nonce: login.nonce }),
      }),
    });
  };

  const userinfo = ({ headers }) => {
    const [, token] = /^Bearer (.+)$/i.exec(headers.authorization ?? '') ?? [];
    const person = personOf(accessTokens.read(token));
    return person === null ? json(401, { error: 'invalid_token' }) : json(200, person);
  };

  const routes = {
    'GET /.well-known/openid-configuration': () => json(200, discovery),
    'GET /jwks': () => json(200, { keys: [signer.publicJwk] }),
    'GET /authorize': authorize,
    'POST /authorize': authorize,
    'POST /token': exchange,
    'GET /userinfo': userinfo,
  };

  return (request) => {
    const handle = routes[`${request.method} ${request.url.pathname}`];
    return handle ? handle(request) : html(404, errorPage('There is no such page.'));
  };
};
