import net from 'node:net';

import { DemoError } from './errors.mjs';

export const HOST = '127.0.0.1';
const DEFAULT_PORT = 1337;

export const readPort = (text) => {
  if (!text) {
    return DEFAULT_PORT;
  }
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) {
    return port;
  }
  throw new DemoError(`PORT must be a number from 1 to 65535, but is "${text}".`);
};

const problemOf = ({ code, message }, port) => {
  if (code === 'EADDRINUSE') {
    return `Port ${port} is in use, perhaps by another instance of the demo. Stop that program or choose another port: PORT=${port + 1} npm run demo`;
  }
  if (code === 'EACCES') {
    return `Port ${port} requires administrator rights. Choose a higher port: PORT=${DEFAULT_PORT} npm run demo`;
  }
  return `Port ${port} cannot be used: ${message}`;
};

/** Checks the port before the slow steps. */
export const requireFreePort = (port) =>
  new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', (error) => reject(new DemoError(problemOf(error, port))));
    server.listen(port, HOST, () => server.close(resolve));
  });
