import { createServer, type IncomingMessage, request as openRequest, type ServerResponse } from 'node:http';

/** What becomes of one insert on its way to ClickHouse; everything else passes. */
export type Mood =
  | { readonly name: 'pass' }
  /** Done, and the answer is lost: the connection breaks. */
  | { readonly name: 'answer lost' }
  /** Not done, and answered with an error that may pass. */
  | { readonly name: 'refused'; readonly code: number; readonly type: string }
  /** Done, and answered with an error all the same. */
  | { readonly name: 'done and refused' }
  /** Done, and answered that much later, milliseconds. */
  | { readonly name: 'slow'; readonly delay: number };

/** An HTTP server between the workers and ClickHouse that asks for each insert what to do with it. */
export interface HistoryGate {
  readonly port: number;
  /** Asked once an insert. Without one everything passes. */
  readonly onInsert: (mood: (() => Mood) | null) => void;
  /** Inserts that did not simply pass. */
  readonly touched: () => number;
  readonly close: () => void;
}

const PASS: Mood = { name: 'pass' };

const isInsert = (incoming: IncomingMessage): boolean => /query=INSERT/i.test(incoming.url ?? '');

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
}

const forward = (incoming: IncomingMessage, target: number): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { method, url, headers } = incoming;
    const passed = openRequest({ host: '127.0.0.1', port: target, method, path: url, headers, agent: false });
    passed.on('error', reject);
    passed.on('response', (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('error', reject);
      response.on('end', () => {
        const { connection: _, 'transfer-encoding': __, ...kept } = response.headers;
        resolve({ status: response.statusCode ?? 500, headers: kept, body: Buffer.concat(pieces) });
      });
    });
    incoming.pipe(passed);
  });

const refuse = (response: ServerResponse, code: number, type: string): void => {
  response.writeHead(500, {
    'content-type': 'text/plain; charset=UTF-8',
    'x-clickhouse-exception-code': String(code),
  });
  response.end(`Code: ${code}. DB::Exception: made up by the test. (${type})\n`);
};

export const openHistoryGate = async (target: () => number): Promise<HistoryGate> => {
  let moodOf: (() => Mood) | null = null;
  let touched = 0;
  const server = createServer({ maxHeaderSize: 1024 * 1024 }, async (incoming, response) => {
    const mood = isInsert(incoming) && moodOf !== null ? moodOf() : PASS;
    if (mood.name !== 'pass') touched++;
    try {
      if (mood.name === 'refused') {
        incoming.resume();
        await new Promise((resolve) => incoming.once('end', resolve));
        return refuse(response, mood.code, mood.type);
      }
      const { status, headers, body } = await forward(incoming, target());
      if (mood.name === 'answer lost') return void response.destroy();
      if (mood.name === 'done and refused') return refuse(response, 210, 'NETWORK_ERROR');
      if (mood.name === 'slow') await new Promise((resolve) => setTimeout(resolve, mood.delay));
      response.writeHead(status, headers);
      response.end(body);
    } catch {
      response.destroy();
    }
  });
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    onInsert: (mood) => {
      moodOf = mood;
    },
    touched: () => touched,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
