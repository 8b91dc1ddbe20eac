import net from 'node:net';

/** A TCP proxy in front of a database server, to break the connections between them. */
export interface DatabaseProxy {
  /** The URL of the same database through the proxy. */
  url: string;
  /** Ends all connections and rejects new ones, as if the database server had gone. */
  cut(): void;
  restore(): void;
  /** Delays everything that the database sends, hence each round trip, by that many milliseconds. */
  delay(ms: number): void;
  stop(): Promise<void>;
}

/** @param databaseUrl a database on the loopback interface */
export const startDatabaseProxy = async (databaseUrl: string): Promise<DatabaseProxy> => {
  const target = new URL(databaseUrl);
  const open = new Set<net.Socket>();
  let isCut = false;
  let delayMs = 0;

  const endAll = () => {
    for (const socket of open) {
      socket.destroy();
    }
  };

  const server = net.createServer((client) => {
    if (isCut) {
      client.destroy();
      return;
    }
    const database = net.connect(Number(target.port), target.hostname);
    for (const [socket, other] of [
      [client, database],
      [database, client],
    ]) {
      open.add(socket);
      socket.setNoDelay(true);
      // The `close` event follows.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
    }
    client.on('data', (chunk) => database.write(chunk));
    database.on('data', (chunk) => {
      if (delayMs === 0) {
        client.write(chunk);
      } else {
        setTimeout(() => client.destroyed || client.write(chunk), delayMs);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const url = new URL(databaseUrl);
  url.port = String((server.address() as net.AddressInfo).port);
  return {
    url: url.href,
    cut() {
      isCut = true;
      endAll();
    },
    restore() {
      isCut = false;
    },
    delay(ms) {
      delayMs = ms;
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      endAll();
      await closed;
    },
  };
};
