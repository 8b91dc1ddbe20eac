import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

import { createGuardedFetch } from '../../../plugins/user-profile/server/src/connections/http/guarded-fetch';

const MEGABYTE = 1024 * 1024;

const PACKED = gzipSync(Buffer.alloc(8 * MEGABYTE));

type Peer = (request: http.IncomingMessage, response: http.ServerResponse) => void;

const endless: Peer = (_request, response) => {
  response.writeHead(200);
  const write = () => {
    let accepted = true;
    while (accepted && !response.destroyed) {
      accepted = response.write(Buffer.alloc(MEGABYTE));
    }
  };
  response.on('drain', write);
  write();
};

const PEERS: Record<string, Peer> = {
  '/echo': (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': ['a=1', 'b=2'] });
      const body = Buffer.concat(chunks).toString();
      response.end(JSON.stringify({ method: request.method, headers: request.headers, body }));
    });
  },
  '/hangs': () => {},
  '/drips': (_request, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('x'), 20);
    response.on('close', () => clearInterval(timer));
  },
  '/endless': endless,
  '/unpacks': (_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' });
    response.end(PACKED);
  },
  '/redirects': (_request, response) => {
    response.writeHead(302, { location: 'https://elsewhere.example.com/' }).end();
  },
  '/breaks-off': (_request, response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('x', () => response.destroy());
  },
  '/empty': (_request, response) => void response.writeHead(204).end(),
};

describe('the guarded fetch', () => {
  let server: http.Server;
  let port: number;
  const limits = { timeoutMs: 20_000, maxBytes: MEGABYTE };
  const guarded = createGuardedFetch({ ...limits, allowPrivate: () => false });
  const get = (path: string, init?: RequestInit, timeoutMs = limits.timeoutMs) =>
    createGuardedFetch({ ...limits, timeoutMs, allowPrivate: () => true })(
      `http://127.0.0.1:${port}${path}`,
      init
    );

  beforeAll(async () => {
    server = http.createServer((request, response) =>
      PEERS[request.url ?? '']?.(request, response)
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('sends requests and returns responses like fetch', async () => {
    const form = await get('/echo', { method: 'POST', body: new URLSearchParams({ code: 'a b' }) });
    expect(form.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await form.json()).toMatchObject({
      method: 'POST',
      body: 'code=a+b',
      headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
    });
    const plain = await get('/echo', { headers: { 'x-sample': 'yes' } });
    expect(await plain.json()).toMatchObject({ method: 'GET', headers: { 'x-sample': 'yes' } });
    expect((await get('/empty')).status).toBe(204);
  });

  it('does not follow a redirect', async () => {
    const response = await get('/redirects');
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe('https://elsewhere.example.com/');
  });

  it.each(['/hangs', '/drips'])('times out on %s', async (path) => {
    await expect(get(path, {}, 200)).rejects.toMatchObject({
      name: 'SourceError',
      fault: 'timeout',
    });
  });

  it.each([
    ['/endless', 'response_too_large'],
    ['/unpacks', 'response_too_large'],
    ['/breaks-off', 'unreachable'],
  ])('rejects the response of %s', async (path, fault) => {
    await expect(get(path)).rejects.toMatchObject({ name: 'SourceError', fault });
  });

  it.each([
    'https://localhost',
    'https://127.1',
    'https://2130706433',
    'https://0',
    'https://[::1]',
    'https://[::ffff:127.0.0.1]',
    'https://10.0.0.8',
    'https://169.254.169.254',
  ])('does not connect to %s unless private hosts are allowed', async (origin) => {
    await expect(guarded(`${origin}:${port}/echo`)).rejects.toMatchObject({
      fault: 'private_ip',
    });
  });

  it.each(['http://example.com/', 'file:///etc/hosts', 'nonsense', 'https://a:b@example.com/'])(
    'rejects the URL %s',
    async (address) => {
      await expect(guarded(address)).rejects.toMatchObject({ fault: 'misconfigured' });
    }
  );

  it('names the host of the source only in the detail of an error', async () => {
    const failed = guarded('https://nowhere.invalid/secret-path');
    await expect(failed).rejects.toMatchObject({
      fault: 'unreachable',
      message: 'The source could not be reached',
      detail: 'nowhere.invalid: ENOTFOUND',
    });
  });

  it('honours the abort signal of the caller', async () => {
    const signal = AbortSignal.timeout(20);
    await expect(get('/hangs', { signal })).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});
