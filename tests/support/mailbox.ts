import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { SMTPServer } from 'smtp-server';

export interface Mail {
  to: string[];
  /** Headers and body as they came. */
  raw: string;
}

export interface Mailbox {
  /** What `startStrapi` needs to send its mail here. */
  env: { SMTP_HOST: string; SMTP_PORT: string };
  /** Newest last. */
  mails: Mail[];
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';

/** A mail server that keeps what it is given, and sends nothing on. */
export const startMailbox = async (): Promise<Mailbox> => {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onData(stream, { envelope }, callback) {
      text(stream).then((raw) => {
        mails.push({ to: envelope.rcptTo.map(({ address }) => address), raw });
        callback();
      }, callback);
    },
  });
  // Clients that hang up are no matter of the tests.
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, HOST, () => resolve()));
  const { port } = server.server.address() as AddressInfo;

  return {
    env: { SMTP_HOST: HOST, SMTP_PORT: String(port) },
    mails,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
};
