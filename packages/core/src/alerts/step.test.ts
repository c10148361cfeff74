import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { runs } from '../laws/runs.ts';
import type { Judgement } from './judge.ts';
import { judge } from './judge.ts';
import { readRule } from './readRule.ts';
import { type AlertRule, subjectOf } from './rule.ts';
import { type AlertState, type AlertStatus, startState } from './state.ts';
import { type MessageKind, step } from './step.ts';

interface Moment {
  readonly moment: number;
  readonly judgement: Judgement;
  readonly enabled: boolean;
  readonly disproved: boolean;
}

const SECOND = 1_000;
const MUTE_UNTIL = 40 * SECOND;

const ruleWith = (wait: number, cooldown: number, isMuted: boolean): AlertRule =>
  readRule({
    name: 'n',
    metric: 'nps',
    window: '90d',
    below: 0,
    for: `${wait}s`,
    cooldown: `${cooldown}s`,
    mute_until: isMuted ? MUTE_UNTIL : null,
  });

const stream = fc
  .array(
    fc.record({
      pause: fc.integer({ min: 0, max: 20 }),
      judgement: fc.constantFrom<Judgement>('past', 'past', 'between', 'clear', 'insufficient'),
      enabled: fc.integer({ min: 0, max: 9 }).map((number) => number > 0),
      disproved: fc.boolean(),
    }),
    { maxLength: 40 },
  )
  .map((steps) => {
    let moment = 0;
    return steps.map(({ pause, ...rest }): Moment => {
      moment += pause * SECOND;
      return { moment, ...rest };
    });
  });

const settings = fc.tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 0, max: 30 }), fc.boolean());

/** What is told, by looking back over all that was seen at every moment: no state is kept but when it last fired. */
const oracle = (moments: readonly Moment[], wait: number, cooldown: number, isMuted: boolean) => {
  const told: string[] = [];
  let isFiring = false;
  let firedAt = Number.NEGATIVE_INFINITY;
  let endedAt = -1;
  for (const [index, { moment, judgement, enabled, disproved }] of moments.entries()) {
    if (isFiring) {
      const isBack = judgement === 'clear' || judgement === 'insufficient';
      if (enabled && !isBack) continue;
      told.push(`${enabled && disproved ? 'withdrawn' : 'resolved'} ${moment}`);
      isFiring = false;
      endedAt = index;
      continue;
    }
    if (!enabled || judgement !== 'past') continue;
    let first = index;
    const held = (at: number) => at > endedAt && moments[at]!.enabled && moments[at]!.judgement === 'past';
    while (held(first - 1)) first--;
    const since = moments[first]!.moment;
    if (moment < since + wait * SECOND || moment < firedAt + cooldown * SECOND) continue;
    if (isMuted && moment < MUTE_UNTIL) continue;
    told.push(`firing ${moment}`);
    isFiring = true;
    firedAt = moment;
  }
  return told;
};

const run = (rule: AlertRule, moments: readonly Moment[]) => {
  let state: AlertState = startState(subjectOf(rule), 0);
  const told: { kind: MessageKind; moment: number; crossing: number }[] = [];
  const statuses: AlertStatus[] = [];
  for (const { enabled, ...rest } of moments) {
    const input = { rule: { ...rule, enabled }, isThere: true, state, ...rest };
    const next = step(input);
    const again = step({ ...input, state: next.state });
    assert.ok(
      again.change === null || again.change.from === 'resolved' || again.change.from === 'withdrawn',
      'the same step again changes nothing, but that an end is followed by what holds now',
    );
    state = next.state;
    statuses.push(state.status);
    if (next.change?.message)
      told.push({ kind: next.change.message, moment: rest.moment, crossing: state.crossing });
  }
  return { told, statuses, state };
};

test('what is told is what looking back over everything says', () => {
  fc.assert(
    fc.property(stream, settings, (moments, [wait, cooldown, isMuted]) => {
      const { told } = run(ruleWith(wait, cooldown, isMuted), moments);
      assert.deepEqual(
        told.map(({ kind, moment }) => `${kind} ${moment}`),
        oracle(moments, wait, cooldown, isMuted),
      );
    }),
    runs(2_000),
  );
});

test('firings and ends take turns, and each firing has a number of its own', () => {
  fc.assert(
    fc.property(stream, settings, (moments, [wait, cooldown, isMuted]) => {
      const { told } = run(ruleWith(wait, cooldown, isMuted), moments);
      for (const [index, { kind, crossing }] of told.entries()) {
        assert.equal(kind === 'firing', index % 2 === 0);
        assert.equal(crossing, Math.floor(index / 2) + 1);
      }
    }),
    runs(100),
  );
});

test('7 of 100 are not above 0.07, and fewer than asked for say nothing', () => {
  const { watch } = readRule({
    name: 'n',
    metric: 'customer_churn_rate',
    window: '30d',
    above: 0.07,
    clear: 0.05,
  });
  const of = (numerator: bigint, denominator: bigint) =>
    judge(watch, {
      value: { numerator, denominator },
      numerator: { numerator, denominator: 1n },
      denominator: { numerator: denominator, denominator: 1n },
      root: false,
      standard_error: null,
    });
  assert.deepEqual(
    [of(8n, 100n), of(7n, 100n), of(5n, 100n), of(9n, 29n)],
    ['past', 'between', 'clear', 'insufficient'],
  );
});

test('a firing told by a clock that was ahead, or before this one was set back, does not hold up the next', () => {
  const rule = ruleWith(0, 0, false);
  const ended: AlertState = {
    ...startState(subjectOf(rule), 0),
    status: 'resolved',
    fired_at: 600 * SECOND,
    past_since: 600 * SECOND,
  };
  const look = { rule, isThere: true, judgement: 'past' as const, moment: 10 * SECOND };
  assert.equal(step({ ...look, state: ended }).change?.to, 'firing');
  assert.equal(step({ ...look, state: { ...ended, status: 'pending' } }).change?.to, 'firing');
  // A cooldown begins again, at worst.
  const calm = { ...look, rule: ruleWith(0, 30, false), state: ended };
  assert.deepEqual([step(calm).change?.to, step(calm).wake], ['pending', 40 * SECOND]);
});
