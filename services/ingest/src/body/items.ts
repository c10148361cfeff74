import { type Event, type Outcome, parseEvent, type Rejection } from '@tidemark/core';
import { MOST_EVENTS } from '../limits.ts';
import { Problem } from '../problem.ts';
import { cloudEventId, parseCloudEvent } from './cloudEvent.ts';
import type { Format } from './format.ts';
import { readLines } from './lines.ts';
import { readJson } from './text.ts';

/** One event of a request at its place in it, taken or not. `id` as far as it could be read. */
export interface Item {
  readonly id: string | null;
  readonly outcome: Outcome<Event>;
}

const LONGEST_ID_SHOWN = 256;

const shownId = (id: unknown): string | null =>
  typeof id === 'string' ? id.slice(0, LONGEST_ID_SHOWN) : null;

const plainItem = (input: unknown, now: number): Item => ({
  id:
    typeof input === 'object' && input !== null && Object.hasOwn(input, 'id')
      ? shownId(Reflect.get(input, 'id'))
      : null,
  outcome: parseEvent(input, { now, id: 'own' }),
});

const cloudItem = (input: unknown, now: number): Item => ({
  id: shownId(cloudEventId(input)),
  outcome: parseCloudEvent(input, now),
});

const unreadable = (rejection: Rejection): Item => ({ id: null, outcome: { ok: false, rejection } });

const tooMany = (): Problem =>
  new Problem(413, `the body holds more than ${MOST_EVENTS} events; send them in several requests`);

const whole = async (chunks: AsyncIterable<Buffer>): Promise<unknown> => {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  const bytes = Buffer.concat(parts);
  if (bytes.length === 0) return [];
  const json = readJson(bytes);
  if (!json.ok) throw new Problem(400, `the body: ${json.rejection.message}`, { accepted: 0, rejected: [] });
  return json.value;
};

const list = (body: unknown, read: (input: unknown) => Item): Item[] => {
  const inputs = Array.isArray(body) ? body : [body];
  if (inputs.length > MOST_EVENTS) throw tooMany();
  return inputs.map(read);
};

/** Lines are read as they come, so that a large body is never held as text. */
const lineByLine = async (chunks: AsyncIterable<Buffer>, now: number): Promise<Item[]> => {
  const items: Item[] = [];
  for await (const line of readLines(chunks)) {
    if (items.length === MOST_EVENTS) throw tooMany();
    const json = readJson(line);
    items.push(json.ok ? plainItem(json.value, now) : unreadable(json.rejection));
  }
  return items;
};

/** All events of a body. Throws the problems 413, and 400 where the body as a whole is not what its type says. */
export const readItems = async (
  format: Format,
  chunks: AsyncIterable<Buffer>,
  now: number,
): Promise<readonly Item[]> => {
  if (format === 'ndjson') return lineByLine(chunks, now);
  const body = await whole(chunks);
  if (format === 'json') return list(body, (input) => plainItem(input, now));
  if (format === 'cloudevents' && !Array.isArray(body))
    throw new Problem(400, 'the body: expected an array of CloudEvents', { accepted: 0, rejected: [] });
  if (format === 'cloudevent' && Array.isArray(body) && body.length > 0)
    throw new Problem(
      400,
      'the body: expected one CloudEvent; an array is application/cloudevents-batch+json',
      {
        accepted: 0,
        rejected: [],
      },
    );
  return list(body, (input) => cloudItem(input, now));
};
