import assert from 'node:assert/strict';
import { test } from 'node:test';
import { storedEntry } from './entry.ts';
import { readRule, ruleFields } from './readRule.ts';
import { isBrokenDown, milliseconds, placeName, placeNamed, storedRule, subjectOf } from './rule.ts';
import { starterRules, withStarters } from './starters.ts';
import { startState, storedState } from './state.ts';

const rule = (fields: object) => readRule({ name: 'n', ...fields });
const MRR = { metric: 'mrr', window: '7d', below: 5 };

test('what a firing is about: the metric, its window, which side, and how it is divided; not where the threshold lies', () => {
  const subject = (fields: object) => subjectOf(rule(fields));
  assert.equal(subject(MRR), subject({ ...MRR, below: 6, clear: 9, for: '1h' }));
  const others = [
    MRR,
    { ...MRR, metric: 'arr' },
    { ...MRR, window: '30d' },
    { ...MRR, below: null, above: 5 },
    { ...MRR, change: 'absolute' },
    { ...MRR, change: 'relative' },
    { ...MRR, by: 'plan' },
    { ...MRR, where: 'plan:a' },
    { ...MRR, by: 'plan', where: 'plan:a' },
    { no_events_for: '1h' },
  ];
  assert.equal(new Set(others.map(subject)).size, others.length);
  assert.equal(subject({ no_events_for: '1h' }), subject({ no_events_for: '2h' }));
  // Stored with every state: another text would end all firings.
  assert.equal(subject(MRR), 'mrr 7d below value');
  assert.equal(subject({ ...MRR, by: 'plan' }), 'mrr 7d below value ["plan",null]');
});

test('a place is read back from its name, whatever its group is called', () => {
  for (const group of [null, '', 'a', 'a=b', '='])
    assert.deepEqual(placeNamed(placeName({ alert: 'churn-30d', group })), { alert: 'churn-30d', group });
  assert.equal(placeName({ alert: 'a', group: null }), 'a');
  assert.equal(isBrokenDown(rule({ ...MRR, by: 'plan' })), true);
  assert.equal(isBrokenDown(rule(MRR)), false);
  assert.equal(isBrokenDown(rule({ no_events_for: '1h' })), false);
});

test('what an earlier version stored gets the defaults of what came since, and nothing else', () => {
  const now = rule({ ...MRR, tell_late: true, by: 'plan', where: 'plan:a' });
  assert.deepEqual(storedRule(JSON.stringify(now)), now);
  const { tell_late: _, ...old } = rule(MRR);
  const { by: _by, where: _where, ...watch } = old.watch as { by: null; where: null };
  assert.deepEqual(storedRule(JSON.stringify({ ...old, watch })), rule(MRR));
  const silence = rule({ no_events_for: '1h' });
  assert.deepEqual(storedRule(JSON.stringify(silence)), silence);

  const state = { ...startState('s', 5), since: 9 };
  assert.deepEqual(storedState(JSON.stringify(state)), state);
  assert.deepEqual(storedState(JSON.stringify({ ...state, watched_since: undefined })), {
    ...state,
    watched_since: 9,
  });

  const entry = { tenant: 't', group: 'g', late: { from: 1, to: 2 } };
  assert.deepEqual(storedEntry(JSON.stringify(entry)), entry);
  assert.deepEqual(storedEntry('{"tenant":"t"}'), { tenant: 't', group: null, late: null });
});

test('a state starts calm and knows since when', () => {
  assert.deepEqual(startState('s', 5), {
    version: 0,
    status: 'ok',
    subject: 's',
    watched_since: 5,
    since: 5,
    past_since: null,
    crossing: 0,
    fired_at: null,
    firing: null,
  });
});

test('a duration that was checked is so many milliseconds', () => {
  assert.equal(milliseconds('90s'), 90_000);
  assert.equal(milliseconds('0s'), 0);
});

test('every tenant starts with four rules that are off, the demonstration with the first of them on', () => {
  const starters = starterRules('acme');
  assert.deepEqual(
    starters.map(({ id }) => id),
    ['churn-30d', 'nps-90d', 'nrr-365d', 'no-events-1h'],
  );
  for (const { tenant, version, deleted, rule } of starters) {
    assert.deepEqual([tenant, version, deleted, rule.enabled], ['acme', 0, false, false]);
    assert.deepEqual(readRule(ruleFields(rule)), rule, 'each is a rule that could have been sent');
    assert.ok(rule.name !== '' && rule.note, 'people are told what to do');
    assert.deepEqual([rule.cooldown, rule.channels, rule.tell_late], ['1h', [{ type: 'log' }], false]);
  }
  assert.deepEqual(
    starterRules('demo').map(({ rule }) => rule.enabled),
    [true, false, false, false],
  );
  assert.deepEqual(
    starters.map(({ rule }) => subjectOf(rule)),
    ['customer_churn_rate 30d above value', 'nps 90d below value', 'nrr 365d below value', 'silence'],
  );
  const thresholds = starters.map(
    ({ rule }) => ruleFields(rule)['above'] ?? ruleFields(rule)['below'] ?? ruleFields(rule)['no_events_for'],
  );
  assert.deepEqual(thresholds, [0.07, 0, 1, '1h']);
});

test('a starter that was changed or deleted is what was stored', () => {
  const changed = { ...starterRules('acme')[1]!, version: 3, deleted: true };
  const own = { ...changed, id: 'own' };
  const rules = withStarters('acme', [changed, own]);
  assert.deepEqual(
    rules.map(({ id, version }) => `${id} ${version}`),
    ['churn-30d 0', 'nrr-365d 0', 'no-events-1h 0', 'nps-90d 3', 'own 3'],
  );
});
