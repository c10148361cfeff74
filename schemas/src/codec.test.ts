import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EVENT_TYPES, type Event, parseEvent } from '@tidemark/core';
import { validInput } from '@tidemark/core/testing';
import { runs } from '@tidemark/core/testing/runs';
import fc from 'fast-check';
import { createLocalCodec } from './codec.ts';
import { FRAME_LENGTH, frameId } from './frame.ts';

const NOW = Date.UTC(2026, 0, 31);
const codec = createLocalCodec();

const parsed = (input: unknown): Event => {
  const outcome = parseEvent(input, { now: NOW });
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.rejection.message);
  return outcome.value;
};

const decoded = (bytes: Uint8Array): unknown => {
  const outcome = codec.decode(bytes);
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.rejection.message);
  return outcome.value;
};

const refused = (bytes: Uint8Array | null): string => {
  const outcome = codec.decode(bytes);
  assert.ok(!outcome.ok);
  assert.equal(outcome.rejection.code, 'undecodable');
  return outcome.rejection.message;
};

const activity = parsed({ id: 'e', type: 'activity', time: NOW, customer: 'c', name: 'login' });
const bytes = codec.encode(activity);

test('every valid event is the same after its way through the log', () => {
  fc.assert(
    fc.property(validInput(NOW), (input) => {
      const event = parsed(input);
      assert.deepEqual(parsed(decoded(codec.encode(event))), event);
    }),
    runs(2000),
  );
});

test('what is decoded is plain JSON: no classes, nothing absent', () => {
  const event = parsed({
    id: 'e',
    type: 'purchase',
    time: NOW,
    customer: 'c',
    amount: 1,
    currency: 'EUR',
    subscription: { id: 's', interval: 'month' },
  });
  const object = decoded(codec.encode(event));
  assert.deepEqual(object, JSON.parse(JSON.stringify(object)));
  assert.deepEqual((object as { subscription: object }).subscription, {
    id: 's',
    interval: 'month',
    interval_count: 1,
  });
});

test('the frame is a zero byte and the schema id, one of the ten fixed ones', () => {
  assert.equal(bytes[0], 0);
  assert.equal(frameId(bytes), 10);
  assert.deepEqual([...bytes.subarray(0, FRAME_LENGTH)], [0, 0, 0, 0, 10]);
});

test('an event larger than the scratch space is encoded whole', () => {
  const verbatim = 'ö'.repeat(100_000);
  const event = parsed({
    id: 'e',
    type: 'survey',
    time: NOW,
    customer: 'c',
    survey: 'nps',
    score: 9,
    verbatim,
  });
  assert.equal((decoded(codec.encode(event)) as { verbatim: string }).verbatim, verbatim);
  assert.deepEqual(decoded(codec.encode(activity)), decoded(bytes));
});

test('what is not framed, not known, cut short or has bytes left over is refused with the reason', () => {
  assert.match(refused(null), /no value/);
  assert.match(refused(new Uint8Array(0)), /wire format/);
  assert.match(refused(Buffer.from('{"type":"activity"}')), /wire format/);
  assert.match(refused(Buffer.from([0, 0, 0, 0])), /wire format/);
  assert.match(refused(Buffer.from([0, 0, 0, 1, 0, 1])), /schema id 256/);
  assert.match(refused(Buffer.concat([bytes, Buffer.from([0])])), /trailing data/);
  for (let length = FRAME_LENGTH; length < bytes.length; length++) refused(bytes.subarray(0, length));
});

test('a map that claims more entries than there are bytes is refused at once', () => {
  const { buffer } = Buffer.from([
    0,
    0,
    0,
    0,
    10,
    2,
    0x61,
    0,
    2,
    0x62,
    2,
    0x63,
    ...new Array(7).fill(0xff),
    0x0f,
  ]);
  refused(new Uint8Array(buffer));
});

test('never throws and never hangs, whatever the bytes', () => {
  const ids = fc.integer({ min: 1, max: EVENT_TYPES.length });
  fc.assert(
    fc.property(ids, fc.uint8Array({ maxLength: 80 }), (id, payload) => {
      codec.decode(Buffer.concat([Buffer.from([0, 0, 0, 0, id]), payload]));
    }),
    runs(20_000),
  );
  fc.assert(
    fc.property(validInput(NOW), fc.nat(), fc.nat({ max: 255 }), (input, position, byte) => {
      const changed = codec.encode(parsed(input));
      changed[position % changed.length] = byte;
      const outcome = codec.decode(changed);
      if (outcome.ok) parseEvent(outcome.value, { now: NOW });
    }),
    runs(5000),
  );
});

test('a long past 2^53 is refused, not rounded', () => {
  const event = parsed({ id: 'e', type: 'void', time: NOW, customer: 'c', event: 'x' });
  const good = codec.encode(event);
  // id "e" takes two bytes; the time after it becomes the largest long there is.
  const bad = Buffer.concat([
    good.subarray(0, 7),
    Buffer.from([0xfe, ...new Array(8).fill(0xff), 0x01]),
    Buffer.from([2, 0x63, 2, 0x78, 0]),
  ]);
  assert.match(refused(bad), /past 2\^53/);
});
