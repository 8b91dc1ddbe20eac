import http from 'node:http';
import { text } from 'node:stream/consumers';

import { HOST } from '../port.mjs';
import { sample } from '../settings.mjs';
import { createProvider } from './provider.mjs';

/** The name of the connection in src/demo/provider-connection.ts. */
const CONNECTION = 'sample';

const respond = async (provider, issuer, request, response) => {
  try {
    const { method, headers } = request;
    const url = new URL(request.url, issuer);
    const body = new URLSearchParams(method === 'POST' ? await text(request) : '');
    const result = provider({ method, headers, url, body });
    response.writeHead(result.status, result.headers).end(result.body);
  } catch {
    response.writeHead(400).end();
  }
};

/**
 * Starts the sample OpenID provider on loopback.
 *
 * @param site the URL of the Strapi site that users log in to
 */
export const startSampleProvider = async ({ port, site }) => {
  const { clientId, clientSecret, people } = sample.provider;
  const issuer = `http://${HOST}:${port}`;
  const provider = createProvider({
    issuer,
    people,
    client: {
      id: clientId,
      secret: clientSecret,
      redirectUri: `${site}/api/user-profile/connect/${CONNECTION}/callback`,
    },
  });
  const server = http.createServer((request, response) =>
    respond(provider, issuer, request, response)
  );
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, resolve);
  });
  return {
    url: issuer,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
};
