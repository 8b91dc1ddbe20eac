import type http from 'node:http';

const MEGABYTE = 1024 * 1024;

/** How a source answers, whatever it was asked. */
export type Responder = (response: http.ServerResponse) => void;

/** 50 MB, as fast as they are read. */
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

/** Nothing, ever. */
export const neverRespond: Responder = () => {};

/** A byte now and then, for ever: no wait is long. */
export const sendSlowBody: Responder = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 50);
  response.on('close', () => clearInterval(timer));
};
