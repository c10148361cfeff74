import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addPeriods, CALENDAR_INTERVALS, periodStart } from '../calendar/periods.ts';
import type { Event } from '../event/event.ts';
import { ROLLING_WINDOWS } from '../metrics/window.ts';
import { lifetimeOf } from '../terms/lifetime.ts';
import { movementsOf } from '../timeline/movements.ts';
import { standingFacts } from '../timeline/state.ts';
import { anyDefinitions, anyStream, distinctStream, LAST_DAY } from './arbitrary.ts';
import { fold, standingRows, sumsOf, valueAt } from './fold.ts';
import { law } from './runs.ts';

const shuffled = distinctStream.chain((events) =>
  fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
);
const someDay = fc.integer({ min: -5, max: LAST_DAY + 400 });

law(
  'any order of arrival gives the same state, sums and ledger',
  [shuffled, anyDefinitions],
  ([events, other], definitions) => {
    const a = fold(events, definitions);
    const b = fold(other, definitions);
    assert.deepEqual(a.state, b.state);
    assert.deepEqual(sumsOf(a.terms), sumsOf(b.terms));
    assert.deepEqual(standingRows(a.ledger), standingRows(b.ledger));
  },
);

law('sending everything again changes nothing', [anyStream, anyDefinitions], (events, definitions) => {
  const once = fold(events, definitions);
  const twice = fold([...events, ...events], definitions);
  assert.deepEqual(twice, once);
});

law(
  'what transitions left behind is what a recount of the final timeline gives',
  [anyStream, anyDefinitions],
  (events, definitions) => {
    const { state, terms, ledger } = fold(events, definitions);
    const firsts = new Map(events.toReversed().map((event) => [event.id, event]));
    const recount = fold([...firsts.values()], definitions);
    assert.deepEqual(sumsOf(terms), sumsOf(recount.terms));
    const lifetime = lifetimeOf(standingFacts(state), definitions);
    assert.deepEqual(
      standingRows(ledger),
      standingRows(movementsOf(lifetime.steps).map((row) => ({ ...row, sign: 1 }))),
    );
  },
);

law(
  'opening + movements = closing on every day, and every ledger row follows from the one before',
  [anyStream, anyDefinitions, someDay],
  (events, definitions, day) => {
    const { terms, state } = fold(events, definitions);
    for (const window of ROLLING_WINDOWS) {
      const moved = ['new', 'expansion', 'contraction', 'churn', 'reactivation']
        .map((type) => valueAt(terms, `mrr_${type}.${window}`, day))
        .reduce((sum, amount) => sum + amount);
      assert.equal(valueAt(terms, `mrr_start.${window}`, day) + moved, valueAt(terms, 'mrr', day), window);
    }
    let before = 0n;
    for (const row of lifetimeOf(standingFacts(state), definitions).movements) {
      assert.equal(row.before, before);
      assert.notEqual(row.after, before);
      before = row.after;
    }
  },
);

law(
  'in every calendar period the MRR of its start and its ledger rows make the MRR of its end',
  [anyStream, anyDefinitions, someDay],
  (events, definitions, day) => {
    const { terms, ledger } = fold(events, definitions);
    const { startOf } = definitions.calendar;
    for (const interval of CALENDAR_INTERVALS) {
      const start = periodStart(day, interval);
      const end = addPeriods(start, interval, 1);
      const moved = ledger
        .filter(({ time }) => time >= startOf(start) && time < startOf(end))
        .reduce((sum, { sign, before, after }) => sum + BigInt(sign) * (after - before), 0n);
      assert.equal(
        valueAt(terms, 'mrr', start - 1) + moved,
        valueAt(terms, 'mrr', end - 1),
        `${interval} from day ${start}`,
      );
    }
  },
);

law(
  'of those active at the start some are lost, and nobody keeps more than they have',
  [anyStream, anyDefinitions, someDay],
  (events, definitions, day) => {
    const { terms } = fold(events, definitions);
    for (const window of ROLLING_WINDOWS) {
      const value = (term: string) => valueAt(terms, `${term}.${window}`, day);
      assert.ok(value('lost') >= 0n && value('lost') <= value('active_start'));
      assert.ok(value('mrr_floor') >= 0n);
      assert.ok(value('mrr_floor') <= value('mrr_start') && value('mrr_floor') <= value('mrr_kept'));
      assert.ok(value('nps_promoters') + value('nps_detractors') <= value('nps_responses'));
    }
  },
);

/** Events of these types as they would have been sent on the day they take effect. */
const sentWhenDue =
  (types: readonly Event['type'][]) =>
  (event: Event): Event =>
    types.includes(event.type) && 'effective_at' in event && event.effective_at !== null
      ? { ...event, time: event.effective_at, effective_at: null }
      : event;

law(
  'a change that lay ahead is, once its day has come, the change sent on that day',
  [distinctStream, anyDefinitions, someDay],
  (events, definitions, day) => {
    // MRR and all that follows from it looks at the effective instant only, so the moment of sending must leave no trace but in committed MRR.
    const ahead = fold(events, definitions);
    const cancelledThen = fold(events.map(sentWhenDue(['cancellation'])), definitions);
    for (const term of ['mrr', 'active', 'lost.30d', 'mrr_churn.90d', 'mrr_floor.365d'])
      assert.equal(valueAt(ahead.terms, term, day), valueAt(cancelledThen.terms, term, day), term);
    // A charge counts on the day it was made, but a price from the day it takes effect.
    const allThen = fold(events.map(sentWhenDue(['cancellation', 'purchase'])), definitions);
    for (const term of ['mrr', 'paying', 'mrr_new.30d', 'mrr_expansion.7d', 'mrr_kept.365d'])
      assert.equal(valueAt(ahead.terms, term, day), valueAt(allThen.terms, term, day), term);
    assert.deepEqual(standingRows(ahead.ledger), standingRows(allThen.ledger));
  },
);
