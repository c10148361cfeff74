import { createHmac } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a receiver of webhooks does with what it gets. */
export type Mood =
  | { readonly name: 'well' }
  /** Nobody listens. */
  | { readonly name: 'down' }
  /** Answers after so many milliseconds. */
  | { readonly name: 'slow'; readonly after: number }
  /** Refuses every second request. */
  | { readonly name: 'flapping' }
  /** Takes the message, and then says that it failed, or hangs up. */
  | { readonly name: 'taken' };

export interface Taken {
  readonly path: string;
  readonly id: string;
  readonly type: string;
  readonly isSigned: boolean;
  /** Whether its yes went out, too. */
  isAcknowledged: boolean;
}

/** One receiver for the webhooks of many rules, told apart by their path. */
export interface MoodyReceiver {
  readonly base: string;
  /** All that ever reached it and was read, in order, whatever it answered. */
  readonly taken: readonly Taken[];
  readonly set: (mood: Mood) => Promise<void>;
  readonly close: () => void;
}

export const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes ...').toString('base64')}`;
const KEY = Buffer.from(SECRET.replace('whsec_', ''), 'base64');

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });

export const startMoodyReceiver = async (): Promise<MoodyReceiver> => {
  const taken: Taken[] = [];
  let mood: Mood = { name: 'well' };
  let asked = 0;

  const answer = (response: ServerResponse, take: Taken): void => {
    asked++;
    const isOdd = asked % 2 === 1;
    const accept = (): void => {
      response.once('finish', () => {
        take.isAcknowledged = true;
      });
      response.writeHead(204).end();
    };
    switch (mood.name) {
      case 'slow':
        setTimeout(accept, mood.after);
        return;
      case 'flapping':
        if (isOdd) response.writeHead(503).end();
        else accept();
        return;
      case 'taken':
        if (isOdd) response.writeHead(500).end('taken, and failed');
        else response.destroy();
        return;
      case 'well':
      case 'down':
        accept();
    }
  };
  const open = (): Server =>
    createServer(async (request, response) => {
      try {
        const body = (await request.toArray()).join('');
        const id = String(request.headers['webhook-id']);
        const signed = `${id}.${String(request.headers['webhook-timestamp'])}.${body}`;
        const signature = `v1,${createHmac('sha256', KEY).update(signed).digest('base64')}`;
        const { type } = JSON.parse(body) as { type: string };
        const isSigned = request.headers['webhook-signature'] === signature;
        const take: Taken = { path: request.url!, id, type, isSigned, isAcknowledged: false };
        taken.push(take);
        answer(response, take);
      } catch {
        // Whoever sent it died in the middle: nothing was taken.
        response.destroy();
      }
    });
  let server = open();
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  const shut = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return {
    base: `http://127.0.0.1:${port}`,
    taken,
    set: async (next) => {
      const wasDown = mood.name === 'down';
      mood = next;
      if (next.name === 'down') shut();
      else if (wasDown) {
        server = open();
        await listen(server, port);
      }
    },
    close: shut,
  };
};
