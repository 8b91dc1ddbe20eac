import http from 'node:http';

const TIMEOUT_MS = 300_000;

/**
 * Calls of one server over connections that stay open. `node:http` instead of `fetch`, which takes as long
 * as the fastest responses that are measured.
 */
export const createClient = (base) => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const { hostname, port } = new URL(base);

  /**
   * @param options.onChunk receives the body instead of the result, if it may be too large for it
   * @returns {Promise<{ status: number, text: string, ms: number }>} `ms` includes the body
   */
  const request = (method, path, { token, body, headers = {}, onChunk } = {}) =>
    new Promise((resolve, reject) => {
      const payload = body === undefined ? undefined : JSON.stringify(body);
      const started = performance.now();
      const outgoing = http.request(
        {
          agent,
          hostname,
          port,
          method,
          path,
          timeout: TIMEOUT_MS,
          headers: {
            ...(payload && {
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(payload),
            }),
            ...(token && { authorization: `Bearer ${token}` }),
            ...headers,
          },
        },
        (response) => {
          const chunks = [];
          response.on('data', onChunk ?? ((chunk) => chunks.push(chunk)));
          response.on('error', reject);
          response.on('end', () => {
            const ms = performance.now() - started;
            resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString(), ms });
          });
        }
      );
      outgoing.on('timeout', () =>
        outgoing.destroy(new Error(`${method} ${path}: no response after ${TIMEOUT_MS} ms`))
      );
      outgoing.on('error', reject);
      outgoing.end(payload);
    });

  /** @throws Error unless the response has the expected status */
  const call = async (method, path, { expected = [200, 201], ...options } = {}) => {
    const response = await request(method, path, options);
    if (![expected].flat().includes(response.status)) {
      throw new Error(`${method} ${path}: ${response.status} ${response.text.slice(0, 300)}`);
    }
    return response;
  };

  return {
    call,
    /** The parsed body of a successful response. */
    json: async (...args) => JSON.parse((await call(...args)).text),
    close: () => agent.destroy(),
  };
};
