import net, { type AddressInfo } from 'node:net';

import { HOST, requireFreePort } from '../../../scripts/demo/port.mjs';

const listen = (port: number): Promise<net.Server> =>
  new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(port, HOST, () => resolve(server));
  });

const portOf = (server: net.Server): number => (server.address() as AddressInfo).port;

describe('the port of the demo', () => {
  it('that is in use is an error with the next free port', async () => {
    const site = await listen(0);
    // The sample provider of a running demo. If another program has that port, it is in use as well.
    const provider = await listen(portOf(site) + 1).catch(() => null);
    try {
      const { message } = await requireFreePort(portOf(site)).then(
        () => new Error('The port is free.'),
        (error: Error) => error
      );
      const suggested = Number(/PORT=(\d+) npm run demo$/.exec(message)?.[1]);
      expect(suggested).toBeGreaterThan(portOf(site) + 1);
      await expect(requireFreePort(suggested)).resolves.toBeUndefined();
    } finally {
      site.close();
      provider?.close();
    }
  });
});
