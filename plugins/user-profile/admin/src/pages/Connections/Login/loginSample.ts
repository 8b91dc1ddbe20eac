import type { Connection } from '../../../../../shared/contracts/connections';

/** The address of the route that answers with tokens, from that of the route where a login begins. */
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
    `const answer = ${post(url, body)}`,
    `const { jwt, refreshToken, user } = await answer.json();`,
  ].join('\n');

/** How a front end signs users in by a connection, in short. Names of connections need no escaping. */
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
        '// Sends the code:',
        post(url, `{ connection: '${name}', email }`),
        '',
        '// Once it was typed in:',
        tokens(tokensUrl, `{ connection: '${name}', email, code }`),
      ].join('\n');
    case 'redirect':
      return [
        '// Leads the browser to the source:',
        `location.href = '${url}';`,
        '',
        '// On the page that it comes back to, within a minute:',
        `const code = new URLSearchParams(location.search).get('code');`,
        tokens(tokensUrl, `{ connection: '${name}', code }`),
      ].join('\n');
    default:
      return strategy === 'local'
        ? tokens(url, '{ identifier, password }')
        : [
            '// Leads the browser to the source:',
            `location.href = '${url}';`,
            '',
            '// On the page that it comes back to:',
            `const answer = await fetch(\`${url.replace('/connect/', '/auth/')}/callback\${location.search}\`);`,
            'const { jwt, refreshToken, user } = await answer.json();',
          ].join('\n');
  }
};
