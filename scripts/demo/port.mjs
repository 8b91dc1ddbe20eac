import net from 'node:net';

import { DemoError } from './errors.mjs';

export const HOST = '127.0.0.1';
const DEFAULT_PORT = 1337;
const MAX_PORT = 65_535;
const MAX_PORTS_TRIED = 50;

export const siteUrl = (port) => `http://${HOST}:${port}`;

export const readPort = (text) => {
  if (!text) {
    return DEFAULT_PORT;
  }
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port <= MAX_PORT) {
    return port;
  }
  throw new DemoError(`PORT must be a number from 1 to 65535, but is "${text}".`);
};

const problemOf = async ({ code, message }, port) => {
  if (code === 'EADDRINUSE') {
    // The port after that of another demo is in use too, by its sample provider.
    const free = await findPortAfter(port);
    return `Port ${port} is in use, perhaps by another instance of the demo. Stop that program or choose another port: PORT=${free} npm run demo`;
  }
  if (code === 'EACCES') {
    return `Port ${port} requires administrator rights. Choose a higher port: PORT=${DEFAULT_PORT} npm run demo`;
  }
  return `Port ${port} cannot be used: ${message}`;
};

const tryPort = (port) =>
  new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(port, HOST, () => server.close(resolve));
  });

/** Checks the port before the slow steps. */
export const requireFreePort = async (port) => {
  try {
    await tryPort(port);
  } catch (error) {
    throw new DemoError(await problemOf(error, port));
  }
};

/** The next free port after the given one. */
export const findPortAfter = async (port) => {
  for (let next = port + 1; next <= Math.min(port + MAX_PORTS_TRIED, MAX_PORT); next += 1) {
    try {
      await tryPort(next);
      return next;
    } catch {
      // In use or reserved: the next one may be free.
    }
  }
  throw new DemoError(
    `None of the ${MAX_PORTS_TRIED} ports after ${port} is free for the sample provider. Choose another port: PORT=${DEFAULT_PORT} npm run demo`
  );
};
