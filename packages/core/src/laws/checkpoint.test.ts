import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fingerprint } from '../event/fingerprint.ts';
import { checkpointsOf, isAfter, viewFrom } from '../recent/checkpoint.ts';
import { recentOf } from '../recent/recentOf.ts';
import { TermChanges } from '../terms/changes.ts';
import { addChange, applyEvent, placeFact } from '../timeline/apply.ts';
import { factOf } from '../timeline/fact.ts';
import { EMPTY_STATE, standingFacts } from '../timeline/state.ts';
import { anyDefinitions } from './arbitrary.ts';
import { sumsOf } from './fold.ts';
import { runs } from './runs.ts';
import { nearlyOrdered } from './streams.ts';

test('from any place before a late event, a timeline says the same as from its beginning', () => {
  let compared = 0;
  fc.assert(
    fc.property(
      nearlyOrdered,
      anyDefinitions,
      fc.integer({ min: 1, max: 8 }),
      (events, definitions, nearest) => {
        let state = EMPTY_STATE;
        for (const event of events) {
          const whole = applyEvent(state, event, definitions);
          const facts = standingFacts(state);
          const fact = factOf(event, fingerprint(event));
          for (const checkpoint of checkpointsOf(facts, definitions, nearest)) {
            if (fact.type === 'void' || !isAfter(checkpoint, fact)) continue;
            const view = viewFrom(checkpoint, definitions);
            const { change } = placeFact(state, fact);
            const changes = new TermChanges();
            const movements = change === null ? [] : addChange(change, definitions, changes, view.lifetime);
            assert.deepEqual(movements, whole.movements);
            assert.deepEqual(sumsOf(changes.toList()), sumsOf(whole.terms));
            const last = whole.state.facts.at(-1)!.time;
            assert.deepEqual(
              view.recent(standingFacts(whole.state), last),
              recentOf(whole.state, definitions),
            );
            compared++;
          }
          state = whole.state;
        }
      },
    ),
    runs(200),
  );
  assert.ok(compared > 200, `${compared} events lay after a checkpoint`);
});
