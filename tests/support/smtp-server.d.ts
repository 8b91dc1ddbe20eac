declare module 'smtp-server' {
  import type { Server } from 'node:net';
  import type { Readable } from 'node:stream';

  interface Session {
    envelope: { rcptTo: { address: string }[] };
  }

  interface Options {
    disabledCommands: string[];
    onRcptTo(address: { address: string }, session: Session, done: (error?: Error) => void): void;
    onData(stream: Readable, session: Session, done: (error?: Error) => void): void;
  }

  export class SMTPServer {
    constructor(options: Options);
    server: Server;
    on(event: 'error', listener: () => void): void;
    listen(port: number, host: string, done: () => void): void;
    close(done: () => void): void;
  }
}
