import { createHash, createPublicKey, verify } from 'node:crypto';

import {
  createProvider,
  type ProviderResponse,
} from '../../../scripts/demo/sample-provider/provider.mjs';

const ISSUER = 'http://127.0.0.1:1338';
const CLIENT = {
  id: 'sample-site',
  secret: 'a secret: with signs',
  redirectUri: 'http://127.0.0.1:1337/callback',
};
const PERSON = {
  sub: 'rowan',
  name: 'Rowan <Sample>',
  email: 'rowan@example.com',
  email_verified: true,
};
const VERIFIER = 'a-verifier-of-at-least-forty-three-characters-000';
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

const basic = (id: string, secret: string) =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;

const decode = (part: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(part, 'base64url').toString());

describe('the sample provider of the demo', () => {
  const provider = createProvider({ issuer: ISSUER, client: CLIENT, people: [PERSON] });

  const send = (
    method: string,
    path: string,
    body: Record<string, string> = {},
    headers: Record<string, string> = {}
  ): ProviderResponse =>
    provider({ method, url: new URL(path, ISSUER), headers, body: new URLSearchParams(body) });

  const authorizePath = (changes: Record<string, string> = {}) =>
    `/authorize?${new URLSearchParams({
      client_id: CLIENT.id,
      redirect_uri: CLIENT.redirectUri,
      response_type: 'code',
      state: 'a-state',
      nonce: 'a-nonce',
      code_challenge: CHALLENGE,
      code_challenge_method: 'S256',
      ...changes,
    })}`;

  const choose = (person: string, path = authorizePath()): URLSearchParams => {
    const { status, headers } = send('POST', path, { person });
    expect(status).toBe(303);
    expect(headers.location.startsWith(`${CLIENT.redirectUri}?`)).toBe(true);
    return new URL(headers.location).searchParams;
  };

  const exchange = (
    code: string | null,
    changes: Record<string, string> = {},
    authorization = basic(CLIENT.id, CLIENT.secret)
  ) => {
    const { status, body } = send(
      'POST',
      '/token',
      {
        grant_type: 'authorization_code',
        code: code ?? '',
        redirect_uri: CLIENT.redirectUri,
        code_verifier: VERIFIER,
        ...changes,
      },
      { authorization }
    );
    return { status, body: JSON.parse(body) };
  };

  it('returns a signed ID token with the nonce, and the claims of the person', () => {
    const query = choose(PERSON.sub);
    expect([query.get('state'), query.get('iss')]).toEqual(['a-state', ISSUER]);
    const { status, body } = exchange(query.get('code'));
    expect(status).toBe(200);

    const [header, claims, signature] = body.id_token.split('.');
    expect(decode(claims)).toMatchObject({
      iss: ISSUER,
      sub: PERSON.sub,
      aud: CLIENT.id,
      nonce: 'a-nonce',
    });
    const { keys } = JSON.parse(send('GET', '/jwks').body);
    expect(decode(header)).toEqual({ alg: 'RS256', typ: 'JWT', kid: keys[0].kid });
    expect(keys[0]).not.toHaveProperty('d');
    const key = createPublicKey({ key: keys[0], format: 'jwk' });
    const signed = Buffer.from(`${header}.${claims}`);
    expect(verify('sha256', signed, key, Buffer.from(signature, 'base64url'))).toBe(true);

    const authorization = `Bearer ${body.access_token}`;
    expect(JSON.parse(send('GET', '/userinfo', {}, { authorization }).body)).toEqual(PERSON);
  });

  it('accepts a code once, and only with its PKCE verifier and redirect URI', () => {
    const wrong: Record<string, string>[] = [
      { code_verifier: 'another' },
      { redirect_uri: `${CLIENT.redirectUri}/` },
    ];
    for (const changes of wrong) {
      const code = choose(PERSON.sub).get('code');
      expect(exchange(code, changes)).toEqual({ status: 400, body: { error: 'invalid_grant' } });
    }
    const code = choose(PERSON.sub).get('code');
    expect(exchange(code).status).toBe(200);
    expect(exchange(code).body).toEqual({ error: 'invalid_grant' });
  });

  it.each([
    ['another secret', basic(CLIENT.id, 'wrong')],
    ['another client', basic('other', CLIENT.secret)],
    ['no credentials', ''],
  ])('rejects a token request with %s', (_what, authorization) => {
    const code = choose(PERSON.sub).get('code');
    expect(exchange(code, {}, authorization)).toEqual({
      status: 401,
      body: { error: 'invalid_client' },
    });
  });

  it.each([
    ['an unknown client', { client_id: 'other' }],
    ['another redirect URI', { redirect_uri: 'https://evil.example.com/' }],
  ])('shows an error page for %s, and does not redirect', (_what, changes) => {
    const { status, headers } = send('POST', authorizePath(changes), { person: PERSON.sub });
    expect(status).toBe(400);
    expect(headers).not.toHaveProperty('location');
  });

  it.each([
    ['a cancelled login', '', {}, 'access_denied'],
    ['an unknown person', 'nemo', {}, 'access_denied'],
    ['a request without PKCE', PERSON.sub, { code_challenge_method: 'plain' }, 'invalid_request'],
  ])('returns to the client with an error for %s', (_what, person, changes, error) => {
    const query = choose(person, authorizePath(changes));
    expect([query.get('error'), query.get('code')]).toEqual([error, null]);
  });

  it('shows a page to choose a person, with escaped names', () => {
    const { status, body } = send('GET', authorizePath());
    expect(status).toBe(200);
    expect(body).toContain('Rowan &lt;Sample&gt;');
    expect(body).toContain('A sample for the demo');
  });

  it('rejects an unknown access token, and unknown paths', () => {
    expect(send('GET', '/userinfo', {}, { authorization: 'Bearer x' }).status).toBe(401);
    expect(send('GET', '/userinfo').status).toBe(401);
    expect(send('GET', '/elsewhere').status).toBe(404);
  });
});
