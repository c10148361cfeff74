import { createServer, connect as openSocket, type Socket } from 'node:net';

/** What a link does to the bytes that go over it. */
export type Weather =
  | { readonly name: 'clear' }
  /** Connections are broken, new ones refused. */
  | { readonly name: 'cut' }
  /** Connections stay and nothing passes: no answer, no error. */
  | { readonly name: 'silent' }
  /** Every piece comes late, by up to `delay` milliseconds, in order; one in `lossy` breaks the connection. */
  | { readonly name: 'bad'; readonly delay: number; readonly lossy: number }
  /** Requests arrive; one in `lost` of the answers does not, and the connection breaks in its place. */
  | { readonly name: 'answers lost'; readonly lost: number };

/** A TCP connection between a worker and a store, through which the weather blows. */
export interface Link {
  readonly port: number;
  readonly set: (weather: Weather) => void;
  readonly close: () => void;
}

const CLEAR: Weather = { name: 'clear' };

export const openLink = async (target: () => number, random: () => number): Promise<Link> => {
  let weather: Weather = CLEAR;
  const sockets = new Set<Socket>();
  const held: (() => void)[] = [];

  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setNoDelay(true);
    return socket;
  };

  const carry = (from: Socket, to: Socket, isAnswer: boolean): void => {
    let last = Promise.resolve();
    const pass = (piece: Buffer): void => {
      if (!to.destroyed) to.write(piece);
    };
    const blown = async (piece: Buffer): Promise<void> => {
      const now = weather;
      if (now.name === 'silent') await new Promise<void>((resolve) => held.push(resolve));
      if (now.name === 'bad') await new Promise((resolve) => setTimeout(resolve, random() * now.delay));
      const breaks =
        (now.name === 'bad' && random() * now.lossy < 1) ||
        (now.name === 'answers lost' && isAnswer && random() * now.lost < 1);
      if (!breaks) return pass(piece);
      from.destroy();
      to.destroy();
    };
    from.on('data', (piece: Buffer) => {
      last = last.then(() => blown(piece));
    });
    from.on('end', () => void last.then(() => to.end()));
    from.on('close', () => void last.then(() => to.destroy()));
  };

  const server = createServer((client) => {
    keep(client);
    if (weather.name === 'cut') {
      client.destroy();
      return;
    }
    const store = keep(openSocket({ host: '127.0.0.1', port: target() }));
    carry(client, store, false);
    carry(store, client, true);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();

  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    set: (next) => {
      weather = next;
      if (next.name === 'cut') for (const socket of sockets) socket.destroy();
      if (next.name !== 'silent') for (const go of held.splice(0)) go();
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      for (const go of held.splice(0)) go();
    },
  };
};
