/** One message of an event stream. */
export interface Message {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

const field = (block: string, name: string): string =>
  block
    .split('\n')
    .findLast((line) => line.startsWith(`${name}: `))
    ?.slice(name.length + 2) ?? '';

/**
 * Reads a stream of Server-Sent Events. Not by EventSource: that one cannot say which tenant it asks for. A heartbeat is a
 * message without data, which moves the place at which the stream is resumed.
 */
export const readMessages = async (
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  tell: (message: Message) => void,
): Promise<void> => {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop()!;
    for (const block of blocks)
      tell({ id: field(block, 'id'), event: field(block, 'event'), data: field(block, 'data') });
  }
};
