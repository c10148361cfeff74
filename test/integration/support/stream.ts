import type { TestContext } from 'node:test';
import { eventually } from './eventually.ts';
import { stack } from './stack.ts';

export interface Message {
  readonly id: string;
  readonly event: string;
  // biome-ignore lint/suspicious/noExplicitAny: each test says what it reads of it
  readonly data: any;
}

export interface Following {
  readonly messages: readonly Message[];
  /** The first message that fits, now or soon. */
  readonly find: (what: string, fits: (message: Message) => boolean) => Promise<Message>;
  readonly lastId: () => string;
  readonly stop: () => void;
}

/** Reads `/v1/stream` as a browser does, until the test ends. */
export const followStream = async (
  t: TestContext,
  tenant: string,
  { query = '', lastId }: { query?: string; lastId?: string } = {},
): Promise<Following> => {
  const stopping = new AbortController();
  t.after(() => stopping.abort());
  const response = await fetch(`${stack().api}/v1/stream${query}`, {
    headers: {
      'x-tidemark-tenant': tenant,
      ...(lastId === undefined ? {} : { 'last-event-id': lastId }),
    },
    signal: stopping.signal,
  });
  if (response.status !== 200) throw new Error(`stream: ${response.status} ${await response.text()}`);
  const messages: Message[] = [];
  let last = lastId ?? '';
  const read = async () => {
    let rest = '';
    for await (const text of response.body!.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + text).split('\n\n');
      rest = blocks.pop()!;
      for (const block of blocks) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
        last = field('id') ?? last;
        const data = field('data');
        if (data !== undefined) messages.push({ id: last, event: field('event')!, data: JSON.parse(data) });
      }
    }
  };
  read().catch(() => undefined);
  return {
    messages,
    find: (what, fits) => eventually(what, async () => messages.find(fits)),
    lastId: () => last,
    stop: () => stopping.abort(),
  };
};
