import type { Connection } from '../../../../../shared/contracts/connections';

/** Derives the URL of the route that returns tokens from the one that starts a login. */
const tokensUrlOf = (loginUrl: string, login: Connection['capabilities']['login']): string =>
  login === 'redirect'
    ? loginUrl.replace(/\/connect\/[^/]+$/, '/login')
    : loginUrl.replace(/\/login\/code$/, '/login');

const post = (url: string, body: string): string =>
  [
    `await fetch('${url}', {`,
    `  method: 'POST',`,
    `  headers: { 'Content-Type': 'application/json' },`,
    `  body: JSON.stringify(${body}),`,
    `});`,
  ].join('\n');

const tokens = (url: string, body: string): string =>
  [
    `const response = ${post(url, body)}`,
    `const { jwt, refreshToken, user } = await response.json();`,
  ].join('\n');

/** Sample code for a front end. Connection names need no escaping. */
export const loginSample = ({
  name,
  strategy,
  login_url: url,
  capabilities: { login },
}: Connection): string => {
  const tokensUrl = tokensUrlOf(url, login);

  switch (login) {
    case 'password':
      return tokens(url, `{ connection: '${name}', identifier, password }`);
    case 'code':
      return [
        '// Request a code by email:',
        post(url, `{ connection: '${name}', email }`),
        '',
        '// Log in with the code that the user entered:',
        tokens(tokensUrl, `{ connection: '${name}', email, code }`),
      ].join('\n');
    case 'redirect':
      return [
        '// Redirect the browser to the provider:',
        `location.href = '${url}';`,
        '',
        '// On the redirect page, within one minute:',
        `const code = new URLSearchParams(location.search).get('code');`,
        tokens(tokensUrl, `{ connection: '${name}', code }`),
      ].join('\n');
    default:
      return strategy === 'local'
        ? tokens(url, '{ identifier, password }')
        : [
            '// Redirect the browser to the provider:',
            `location.href = '${url}';`,
            '',
            '// On the redirect page:',
            `const response = await fetch(\`${url.replace('/connect/', '/auth/')}/callback\${location.search}\`);`,
            'const { jwt, refreshToken, user } = await response.json();',
          ].join('\n');
  }
};
