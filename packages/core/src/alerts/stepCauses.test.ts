import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRule } from './readRule.ts';
import { type AlertRule, subjectOf } from './rule.ts';
import { type AlertState, startState } from './state.ts';
import { type Step, type StepInput, step } from './step.ts';

const rule = (fields: object = {}): AlertRule => readRule({ name: 'n', metric: 'mrr', below: 0, ...fields });
const PLAIN = rule();

const start = (of: AlertRule = PLAIN): AlertState => startState(subjectOf(of), 0);
const firing = (of: AlertRule = PLAIN): AlertState => {
  const state = look(start(of), 'past', 5_000, { rule: of }).state;
  return {
    ...state,
    firing: {
      event_time: 1,
      day: 2,
      known_before: 3,
      told: { value: null, numerator: null, denominator: null },
      watch: null,
    },
  };
};
const look = (
  state: AlertState,
  judgement: StepInput['judgement'],
  moment: number,
  more: Partial<StepInput> = {},
): Step => step({ rule: PLAIN, isThere: true, state, judgement, moment, ...more });

const told = ({ change }: Step) =>
  change === null ? null : [change.from, change.to, change.cause, change.message].join(' ');

test('past the threshold a rule fires at once, and is numbered and dated', () => {
  const fired = look(start(), 'past', 5_000);
  assert.equal(told(fired), 'ok firing value firing');
  assert.equal(fired.wake, null);
  assert.deepEqual(fired.state, {
    ...start(),
    version: 1,
    status: 'firing',
    since: 5_000,
    past_since: 5_000,
    crossing: 1,
    fired_at: 5_000,
  });
});

test('a firing that still holds is left as it is, with what is remembered of it', () => {
  const state = firing();
  for (const judgement of ['past', 'between', null] as const) {
    const next = look(state, judgement, 9_000, { disproved: true });
    assert.equal(next.change, null);
    assert.equal(next.state, state);
    assert.equal(next.wake, null);
  }
});

test('a firing ends for a reason, and is forgotten but for when it was', () => {
  const ends: [string, Partial<StepInput>, string][] = [
    ['back', { judgement: 'clear' }, 'firing resolved value resolved'],
    ['too few', { judgement: 'insufficient' }, 'firing resolved too_few resolved'],
    ['disproved', { judgement: 'clear', disproved: true }, 'firing withdrawn disproved withdrawn'],
    [
      'disproved, by too few',
      { judgement: 'insufficient', disproved: true },
      'firing withdrawn disproved withdrawn',
    ],
    ['deleted', { isThere: false, judgement: null }, 'firing resolved deleted resolved'],
    [
      'deleted while off',
      { isThere: false, rule: { ...PLAIN, enabled: false } },
      'firing resolved deleted resolved',
    ],
    ['off', { rule: { ...PLAIN, enabled: false } }, 'firing resolved disabled resolved'],
    ['about another thing', { rule: rule({ window: '7d' }) }, 'firing resolved changed resolved'],
  ];
  for (const [name, more, expected] of ends) {
    const next = look(firing(), 'past', 9_000, more);
    assert.equal(told(next), expected, name);
    const { since, firing: remembered, fired_at, crossing, version, past_since } = next.state;
    assert.deepEqual(
      [since, remembered, fired_at, crossing, version, past_since],
      [9_000, null, 5_000, 1, 2, null],
      name,
    );
  }
});

test('a rule that is changed in what it watches starts anew from that moment', () => {
  const other = rule({ window: '7d' });
  for (const state of [start(), firing()]) {
    const next = look(state, 'past', 9_000, { rule: other });
    assert.equal(next.state.subject, subjectOf(other));
    assert.equal(next.state.watched_since, 9_000);
  }
  assert.equal(told(look(start(), 'past', 9_000, { rule: other })), 'ok ok changed ');
});

test('what has to be waited for is pending, and asks to be looked at again when it is due', () => {
  const waiting = rule({ for: '10s' });
  const first = look(start(waiting), 'past', 5_000, { rule: waiting });
  assert.equal(told(first), 'ok pending value ');
  assert.deepEqual(
    [first.wake, first.state.past_since, first.state.crossing, first.state.fired_at],
    [15_000, 5_000, 0, null],
  );
  const still = look(first.state, 'past', 14_999, { rule: waiting });
  assert.deepEqual([still.change, still.wake, still.state], [null, 15_000, first.state]);
  const due = look(first.state, 'past', 15_000, { rule: waiting });
  assert.equal(told(due), 'pending firing waited firing');
  assert.equal(due.state.past_since, 5_000);
  assert.equal(told(look(first.state, 'clear', 9_000, { rule: waiting })), 'pending ok value ');
  assert.equal(told(look(first.state, 'between', 9_000, { rule: waiting })), 'pending ok value ');
  assert.equal(
    told(look(first.state, 'insufficient', 9_000, { rule: waiting })),
    'pending insufficient too_few ',
  );
  assert.equal(
    told(look(first.state, 'past', 9_000, { rule: { ...waiting, enabled: false } })),
    'pending ok disabled ',
  );
});

test('a cooldown counts from the last firing, and both waits must be over', () => {
  const cooling = rule({ for: '2s', cooldown: '10s' });
  const resolved = look(firing(), 'clear', 6_000).state;
  const again = look(resolved, 'past', 7_000, { rule: cooling });
  assert.equal(told(again), 'resolved pending value ');
  assert.equal(again.wake, 15_000);
  assert.equal(look(resolved, 'past', 14_000, { rule: cooling }).wake, 16_000);
  assert.equal(told(look(again.state, 'past', 15_000, { rule: cooling })), 'pending firing waited firing');
  assert.equal(look(again.state, 'past', 15_000, { rule: cooling }).state.crossing, 2);
});

test('a muted rule says so, and fires when the time has come', () => {
  const mute = rule({ mute_until: 20_000 });
  const quiet = look(start(mute), 'past', 5_000, { rule: mute });
  assert.equal(told(quiet), 'ok muted muted ');
  assert.deepEqual([quiet.wake, quiet.state.past_since], [20_000, 5_000]);
  const still = look(quiet.state, 'past', 19_999, { rule: mute });
  assert.deepEqual([still.change, still.wake], [null, 20_000]);
  assert.equal(told(look(quiet.state, 'past', 20_000, { rule: mute })), 'muted firing waited firing');
  assert.equal(
    told(look(quiet.state, 'past', 6_000, { rule: PLAIN })),
    'muted firing waited firing',
    'no longer muted',
  );
  assert.equal(told(look(quiet.state, 'clear', 6_000, { rule: mute })), 'muted ok value ');
});

test('calm stays as it ended until something else holds', () => {
  const resolved = look(firing(), 'clear', 6_000).state;
  const withdrawn = look(firing(), 'clear', 6_000, { disproved: true }).state;
  for (const state of [start(), resolved, withdrawn]) {
    assert.equal(look(state, 'clear', 9_000).state, state);
    assert.equal(look(state, 'between', 9_000).change, null);
    assert.equal(look(state, null, 9_000).state, state);
    assert.equal(look(state, 'past', 9_000, { rule: { ...PLAIN, enabled: false } }).change, null);
    const few = look(state, 'insufficient', 9_000);
    assert.equal(few.change?.to, 'insufficient');
    assert.equal(look(few.state, 'insufficient', 9_500).change, null);
    assert.equal(told(look(few.state, 'clear', 9_500)), 'insufficient ok value ');
    assert.equal(told(look(few.state, 'past', 9_500)), 'insufficient firing value firing');
  }
});
