import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { SMTPServer } from 'smtp-server';

export interface Mail {
  to: string;
  from: string;
  replyTo: string | null;
  subject: string;
  /** The decoded first part. */
  text: string;
}

export interface MailServer {
  /** The environment that makes an application send its mail to this server. */
  env: Record<string, string>;
  /** Whether the server rejects mail. */
  isRejecting: boolean;
  /** All mails to an email address, oldest first. */
  to(address: string): Mail[];
  /** Waits for the `count`-th mail to an email address. */
  waitFor(address: string, count?: number): Promise<Mail>;
  stop(): Promise<void>;
}

const decodeQuotedPrintable = (text: string): string => {
  const bytes = text
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
};

const decodeBody = (head: string, body: string): string => {
  const encoding = /^content-transfer-encoding: *(\S+)/im.exec(head)?.[1].toLowerCase();
  if (encoding === 'base64') {
    return Buffer.from(body, 'base64').toString('utf8');
  }
  return encoding === 'quoted-printable' ? decodeQuotedPrintable(body) : body;
};

const split = (raw: string): [string, string] => {
  const at = raw.indexOf('\r\n\r\n');
  return [raw.slice(0, at).replace(/\r\n[ \t]+/g, ' '), raw.slice(at + 4)];
};

/** Decodes subjects beyond ASCII, such as `=?UTF-8?Q?Ihr_Code?=`. */
const decodeWord = (text: string): string =>
  text.replace(/=\?utf-8\?([qb])\?([^?]*)\?= ?/gi, (_whole, kind: string, word: string) =>
    kind.toLowerCase() === 'b'
      ? Buffer.from(word, 'base64').toString('utf8')
      : decodeQuotedPrintable(word.replaceAll('_', ' '))
  );

const parse = (to: string, raw: string): Mail => {
  const [head, body] = split(raw);
  const header = (name: string) => new RegExp(`^${name}: *(.*)$`, 'im').exec(head)?.[1] ?? null;
  const boundary = /boundary="?([^";]+)"?/i.exec(head)?.[1];
  const [partHead, partBody] = boundary
    ? split(body.split(`--${boundary}\r\n`)[1].split(`\r\n--${boundary}`)[0])
    : [head, body];
  return {
    to,
    from: header('from') ?? '',
    replyTo: header('reply-to'),
    subject: decodeWord(header('subject') ?? ''),
    text: decodeBody(partHead, partBody).replaceAll('\r\n', '\n').trim(),
  };
};

/** A mail server on loopback that stores what it receives. */
export const startMailServer = async (): Promise<MailServer> => {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: (_address, _session, done) =>
      done(mailServer.isRejecting ? new Error('No mail today') : undefined),
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8');
        mails.push(...envelope.rcptTo.map(({ address }) => parse(address, raw)));
        done();
      });
    },
  });
  // Ignores clients that disconnect.
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;

  const mailServer: MailServer = {
    env: { SMTP_HOST: '127.0.0.1', SMTP_PORT: String(port), SMTP_FROM: 'shop@example.test' },
    isRejecting: false,
    to: (address) => mails.filter((mail) => mail.to === address),
    async waitFor(address, count = 1) {
      for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(50)) {
        const found = mailServer.to(address)[count - 1];
        if (found) {
          return found;
        }
      }
      throw new Error(`Mail number ${count} to ${address} did not come`);
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
  return mailServer;
};
