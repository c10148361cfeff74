import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createLogger } from '@tidemark/runtime';
import { type Sink, startSink } from '../sending/testing/sink.ts';
import { beginning } from './beginning.ts';
import { createDeliver } from './deliver.ts';
import { run } from './run.ts';
import { readState, writeState } from './state-file.ts';
import { DAY } from './time.ts';

const folder = await mkdtemp(join(tmpdir(), 'simulator-'));
after(() => rm(folder, { recursive: true }));

const log = createLogger('simulator', 'fatal');
const idsOf = (sink: Sink): unknown[] => sink.batches.flat().map((event) => event['id']);

const start = async (sink: Sink, stateFile: string, isLive: boolean, signal: AbortSignal): Promise<void> => {
  const target = { url: sink.url, tenant: 'demo', key: null };
  const wanted = {
    api: sink.url,
    tenant: 'demo',
    key: null,
    seed: 7,
    customers: 60,
    withHistory: true,
    stateFile,
  };
  const state = await beginning(wanted, log, signal);
  await run(state, { stateFile, rate: 50, isLive, deliver: createDeliver(target, log, signal), log, signal });
};
const never = new AbortController().signal;

test('history arrives whole, each customer in order of time', async () => {
  const sink = await startSink();
  await start(sink, join(folder, 'history.json'), false, never);
  await sink.close();
  const last = new Map<unknown, number>();
  for (const event of sink.batches.flat()) {
    assert.ok((last.get(event['customer']) ?? 0) <= Number(event['time']));
    last.set(event['customer'], Number(event['time']));
  }
  assert.ok(last.size > 60);
  assert.equal(new Set(idsOf(sink)).size, idsOf(sink).length);
});

test('the next run sends only what is new; after the state of the instance was lost, all of it again', async () => {
  const stateFile = join(folder, 'again.json');
  const sink = await startSink();
  await start(sink, stateFile, false, never);
  const first = idsOf(sink);
  const known = new Set(first);
  const state = (await readState(stateFile))!;
  await writeState(stateFile, { ...state, sentThrough: state.sentThrough - 10 * DAY });
  await start(sink, stateFile, false, never);
  const second = idsOf(sink).slice(first.length);
  assert.ok(second.length > 0 && second.length < first.length / 4);
  assert.ok(second.every((id) => known.has(id)));
  await sink.close();
  const emptied = await startSink();
  await start(emptied, stateFile, false, never);
  await emptied.close();
  const again = new Set(idsOf(emptied));
  assert.ok(first.every((id) => again.has(id)));
});

test('a tenant with data of its own is left alone', async () => {
  const sink = await startSink();
  await start(sink, join(folder, 'mine.json'), false, never);
  await assert.rejects(start(sink, join(folder, 'other.json'), false, never), /already holds orders/);
  await sink.close();
});

test('live, it goes on by the clock, waits where ingest is away, and stops at the signal with its place kept', async () => {
  const stateFile = join(folder, 'live.json');
  let refusals = 0;
  const stop = new AbortController();
  const sink = await startSink(
    (event) => {
      if (event['type'] === 'activity' && String(event['id']).startsWith('c-') && refusals > 2) stop.abort();
      return null;
    },
    (response) => {
      if (refusals++ > 2) return false;
      response.writeHead(503).end();
      return true;
    },
  );
  await start(sink, stateFile, true, stop.signal);
  await sink.close();
  const state = (await readState(stateFile))!;
  assert.ok(state.sentThrough >= state.plan.started);
  const chatter = sink.batches.flat().filter((event) => String(event['id']).startsWith('c-'));
  assert.ok(chatter.length > 0);
  assert.ok(chatter.every((event) => Number(event['time']) <= Date.now()));
});
