import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { UTC } from '../calendar/calendar.ts';
import type { Activity, Event } from '../event/event.ts';
import { DEFAULT_SETTINGS } from '../settings/settings.ts';
import { applyEvent } from '../timeline/apply.ts';
import { EMPTY_STATE } from '../timeline/state.ts';
import type { Definitions, TermChange } from '../transition.ts';
import { anyDefinitions } from './arbitrary.ts';
import { fold, sumsOf } from './fold.ts';
import { life } from './life.ts';
import { runs } from './runs.ts';
import { createStoredCustomer } from './storedCustomers.ts';
import { nearlyOrdered } from './streams.ts';
import { createListSink } from './sums.ts';

const batches = fc
  .tuple(nearlyOrdered, fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 }))
  .map(([stream, sizes]) => {
    const cut: (readonly Event[])[] = [];
    for (let at = 0, n = 0; at < stream.length; n++) {
      const size = sizes[n % sizes.length]!;
      cut.push(stream.slice(at, at + size));
      at += size;
    }
    return cut;
  });

test('a customer in parts is the whole timeline, wherever the stream is cut and whenever definitions change', () => {
  let quick = 0;
  let all = 0;
  const check = (stream: readonly (readonly Event[])[], ways: readonly Definitions[]) => {
    const stored = createStoredCustomer();
    let state = EMPTY_STATE;
    for (const [number, events] of stream.entries()) {
      const version = Math.floor((number * ways.length) / stream.length);
      const definitions = ways[version]!;
      const lists = events.map(createListSink);
      const terms: TermChange[] = [];
      const { joined, reads } = stored.batch(events, { version, definitions }, (index) => lists[index]!.sink);
      for (const [index, event] of events.entries()) {
        const whole = applyEvent(state, event, definitions);
        state = whole.state;
        const one = joined[index]!;
        assert.equal(one.outcome, whole.outcome);
        assert.deepEqual(one.movements, whole.movements);
        terms.push(...whole.terms);
      }
      assert.deepEqual(sumsOf(lists.flatMap(({ changes }) => changes)), sumsOf(terms));
      assert.deepEqual(stored.whole(), state);
      all++;
      if (reads === 0) quick++;
    }
  };
  const anyWays = fc.array(anyDefinitions, { minLength: 1, maxLength: 3 });
  fc.assert(fc.property(batches, anyWays, check), runs(200));
  assert.ok(quick > all / 4, `${quick} of ${all} batches read no cold part`);
});

test('of a customer with hundreds of events the late ones leave the same as by the whole timeline', () => {
  const check = (ordered: readonly Event[], definitions: Definitions) => {
    // Ids of their own, so that most of them count; every twelfth comes late, by up to a quarter of all.
    const events = ordered.map((event, index): Event => ({ ...event, id: `${event.id} ${index}` }));
    for (let place = events.length - 1; place > 0; place -= 12)
      events.splice(Math.min(events.length, place + ((place * 7) % 100)), 0, ...events.splice(place, 1));
    const stored = createStoredCustomer();
    let state = EMPTY_STATE;
    for (let at = 0; at < events.length; at += 40) {
      const batch = events.slice(at, at + 40);
      const { sink, changes } = createListSink();
      const { joined } = stored.batch(batch, { version: 0, definitions }, () => sink);
      const terms: TermChange[] = [];
      for (const [index, event] of batch.entries()) {
        const whole = applyEvent(state, event, definitions);
        state = whole.state;
        assert.deepEqual(joined[index], { outcome: whole.outcome, movements: whole.movements });
        terms.push(...whole.terms);
      }
      assert.deepEqual(sumsOf(changes), sumsOf(terms));
    }
    assert.deepEqual(stored.whole(), state);
  };
  fc.assert(fc.property(life(600), anyDefinitions, check), runs(3));
});

const plain: Definitions = { calendar: UTC, settings: DEFAULT_SETTINGS };

const visit = (n: number, time: number): Activity => ({
  type: 'activity',
  id: `visit ${n}`,
  time,
  customer: 'c',
  properties: {},
  name: 'visit',
});

test('a customer of thousands of events reads one small block for each, and still knows every id', () => {
  const stored = createStoredCustomer();
  const send = (events: readonly Event[]) =>
    stored.batch(events, { version: 0, definitions: plain }, () => createListSink().sink);
  let largest = 0;
  for (let n = 0; n < 2_500; n += 10) {
    const events = Array.from({ length: 10 }, (_, index) => visit(n + index, (n + index) * 60_000));
    largest = Math.max(largest, send(events).reads);
  }
  assert.ok(largest <= 11, `${largest} reads of a batch of 10`);
  for (const n of [0, 1, 127, 128, 129, 1_023, 1_024, 2_499]) {
    const again = visit(n, n * 60_000);
    const elsewhere = visit(n, 3_000 * 60_000);
    const outcomes = send([again, elsewhere]).joined.map(({ outcome }) => outcome);
    assert.deepEqual(outcomes, ['duplicate', 'conflict'], `visit ${n}`);
  }
  const state = fold(
    Array.from({ length: 2_500 }, (_, n) => visit(n, n * 60_000)),
    plain,
  ).state;
  assert.deepEqual(stored.whole(), state);
});
