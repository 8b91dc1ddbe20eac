import type http from 'node:http';

const MEGABYTE = 1024 * 1024;

/** Responds to every request of a source in the same way. */
export type Responder = (response: http.ServerResponse) => void;

/** Sends 50 MB as fast as the client reads. */
export const sendHugeBody: Responder = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  let left = 50;
  const write = () => {
    while (left > 0 && !response.destroyed && response.write('x'.repeat(MEGABYTE))) {
      left -= 1;
    }
  };
  response.on('drain', write);
  write();
};

/** Never responds. */
export const neverRespond: Responder = () => {};

/** Sends one byte every 50 ms without end, so the connection is never idle for long. */
export const sendSlowBody: Responder = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 50);
  response.on('close', () => clearInterval(timer));
};
