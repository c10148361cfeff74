import assert from 'node:assert/strict';
import fc from 'fast-check';
import { validInput } from '../event/parse.arbitrary.ts';
import { parseEvent } from '../event/parse.ts';
import { chunksOf, timelineOf } from '../stored/chunks.ts';
import { anyDefinitions } from './arbitrary.ts';
import { fold, sumsOf } from './fold.ts';
import { law } from './runs.ts';
import { createStoredCustomer } from './storedCustomers.ts';
import { createListSink } from './sums.ts';

const NOW = Date.UTC(2026, 0, 31);

law(
  'no event that passed validation makes core throw, however odd its content, and its parts hold what its timeline says',
  [fc.array(validInput(NOW), { maxLength: 12 }), anyDefinitions],
  (inputs, definitions) => {
    const events = inputs.map((input) => {
      const outcome = parseEvent(input, { now: NOW });
      assert.ok(outcome.ok);
      // Of one customer, so that they meet.
      return { ...outcome.value, customer: 'c' };
    });
    const { state, terms } = fold(events, definitions);
    assert.deepEqual(timelineOf(chunksOf(state.facts), state.facts.length), state);
    const stored = createStoredCustomer();
    const { sink, changes } = createListSink();
    for (const event of events) stored.batch([event], { version: 0, definitions }, () => sink);
    assert.deepEqual(stored.whole(), state);
    assert.deepEqual(sumsOf(changes), sumsOf(terms));
  },
  100,
);
