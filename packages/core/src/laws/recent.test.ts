import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Event } from '../event/event.ts';
import { fingerprint } from '../event/fingerprint.ts';
import { advance, isEnough } from '../recent/advance.ts';
import { countTimeline } from '../recent/countTimeline.ts';
import { recentOf } from '../recent/recentOf.ts';
import { addUncounted, keepAct } from '../recent/uncounted.ts';
import { applyEvent } from '../timeline/apply.ts';
import { factOf } from '../timeline/fact.ts';
import { type CustomerState, EMPTY_STATE, findFact, isVoided } from '../timeline/state.ts';
import type { Definitions } from '../transition.ts';
import { anyDefinitions } from './arbitrary.ts';
import { fold, sumsOf } from './fold.ts';
import { runs } from './runs.ts';
import { nearlyOrdered } from './streams.ts';
import { createListSink } from './sums.ts';

/** The quick way where it is open, the whole timeline otherwise; after each event both must say the same. */
const compare = (events: readonly Event[], definitions: Definitions): number => {
  let state: CustomerState = EMPTY_STATE;
  let recent = recentOf(state, definitions);
  let quick = 0;
  for (const event of events) {
    const whole = applyEvent(state, event, definitions);
    const fact = factOf(event, fingerprint(event));
    if (findFact(state, event.id) === undefined && !isVoided(state, event.id) && isEnough(recent, fact)) {
      const { sink, changes } = createListSink();
      const advanced = advance(recent, fact, definitions, sink);
      if (advanced.isAct) addUncounted(keepAct(null, recent, fact), definitions, sink);
      assert.deepEqual(sumsOf(changes), sumsOf(whole.terms));
      assert.deepEqual(advanced.movements, whole.movements);
      assert.deepEqual(advanced.recent, recentOf(whole.state, definitions));
      recent = advanced.recent;
      quick++;
    } else recent = recentOf(whole.state, definitions);
    state = whole.state;
  }
  return quick;
};

test('the end of a timeline says the same as the whole of it', () => {
  let quick = 0;
  let all = 0;
  fc.assert(
    fc.property(nearlyOrdered, anyDefinitions, (events, definitions) => {
      all += events.length;
      quick += compare(events, definitions);
    }),
    runs(200),
  );
  // Else the comparison would say little.
  assert.ok(quick > all / 2, `${quick} of ${all} events took the quick way`);
});

test('a whole timeline, counted under any settings, is what its events leave one by one', () => {
  fc.assert(
    fc.property(nearlyOrdered, anyDefinitions, (events, definitions) => {
      const { state, terms } = fold(events, definitions);
      const { sink, changes } = createListSink();
      countTimeline(state, definitions, sink);
      assert.deepEqual(sumsOf(changes), sumsOf(terms));
    }),
    runs(200),
  );
});
