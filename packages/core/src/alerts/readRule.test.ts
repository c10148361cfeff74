import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WrongRule } from './fields.ts';
import { patchRule, readRule, ruleFields } from './readRule.ts';

const CHURN = { name: 'Churn', metric: 'customer_churn_rate', window: '30d', above: 0.07 };
const SILENCE = { name: 'Quiet', no_events_for: '1h' };

/** The fields of a rule that is refused: which one, what was expected there and what stood there. */
const refusal = (read: () => unknown): { field: string; expected: string; got: unknown } => {
  try {
    read();
  } catch (error) {
    assert.ok(error instanceof WrongRule, String(error));
    assert.equal(error.name, 'WrongRule');
    assert.equal(error.message, `${error.field}: expected ${error.expected}`);
    return { field: error.field, expected: error.expected, got: error.got };
  }
  return assert.fail('it was taken');
};
const refused = (fields: unknown) => refusal(() => readRule(fields));

const taken = (fields: object) => ruleFields(readRule(fields));

test('what a rule leaves out has its default', () => {
  assert.deepEqual(readRule({ name: 'n', metric: 'nps', below: 0 }), {
    name: 'n',
    enabled: true,
    note: null,
    watch: {
      kind: 'metric',
      metric: 'nps',
      window: '30d',
      change: null,
      direction: 'below',
      threshold: 0,
      clear: 0,
      confidence: null,
      min_denominator: 30,
      by: null,
      where: null,
    },
    for: '0s',
    cooldown: '0s',
    mute_until: null,
    tell_late: false,
    channels: [{ type: 'log' }],
  });
  assert.deepEqual(readRule(SILENCE).watch, { kind: 'silence', after: '1h' });
});

test('a rule that names every field is written as it was read, and null is absent', () => {
  const all = {
    name: 'Churn',
    enabled: false,
    note: 'Ask why.',
    metric: 'customer_churn_rate',
    window: '90d',
    change: 'absolute',
    above: 0.07,
    clear: 0.05,
    confidence: null,
    min_denominator: 0,
    by: 'plan',
    where: 'country:DE',
    for: '90s',
    cooldown: '366d',
    mute_until: 1_700_000_000_000,
    tell_late: true,
    channels: [],
  };
  assert.deepEqual(taken(all), all);
  assert.equal(
    readRule({ ...all, mute_until: '2023-11-14T22:13:20Z' }).mute_until,
    1_700_000_000_000,
    'a moment may be text',
  );
  const nulls = Object.fromEntries(
    ['window', 'clear', 'change', 'min_denominator', 'by', 'no_events_for', 'for', 'enabled', 'note'].map(
      (name) => [name, null],
    ),
  );
  assert.deepEqual(readRule({ ...CHURN, ...nulls }), readRule(CHURN));
  assert.deepEqual(taken(SILENCE), {
    name: 'Quiet',
    enabled: true,
    note: null,
    no_events_for: '1h',
    for: '0s',
    cooldown: '0s',
    mute_until: null,
    tell_late: false,
    channels: [{ type: 'log' }],
  });
});

test('rates, points and scores need 30 to speak, sums and counts none', () => {
  const least = (metric: string) =>
    (readRule({ name: 'n', metric, above: 1 }).watch as { min_denominator: number }).min_denominator;
  for (const rate of ['nrr', 'csat', 'nps', 'ces']) assert.equal(least(rate), 30, rate);
  for (const amount of ['mrr', 'arpa', 'orders', 'time_between_purchases'])
    assert.equal(least(amount), 0, amount);
});

test('the first field that is wrong is named, with what it should be and what it was', () => {
  const cases: [object, string, string, unknown?][] = [
    [
      { nmae: 'x' },
      'nmae',
      'one of the fields name, metric, window, above, below, clear, change, confidence, min_denominator, by, where, no_events_for, for, cooldown, mute_until, tell_late, enabled, note, channels',
      'nmae',
    ],
    [{ name: undefined }, 'name', 'a text of 1 to 120 characters'],
    [{ name: '' }, 'name', 'a text of 1 to 120 characters'],
    [{ name: ' ' }, 'name', 'a text of 1 to 120 characters'],
    [{ name: 7 }, 'name', 'a text of 1 to 120 characters'],
    [{ name: 'n'.repeat(121) }, 'name', 'a text of 1 to 120 characters'],
    [{ note: 'n'.repeat(1_001) }, 'note', 'a text of 1 to 1000 characters'],
    [{ enabled: 'yes' }, 'enabled', 'true or false'],
    [{ tell_late: 1 }, 'tell_late', 'true or false'],
    [
      { metric: undefined },
      'metric',
      'the id of a metric of GET /v1/metrics whose live is true, or no_events_for in its place',
    ],
    [
      { metric: 'churn' },
      'metric',
      'the id of a metric of GET /v1/metrics whose live is true, or no_events_for in its place',
    ],
    [
      { metric: 'high_value_share' },
      'metric',
      'the id of a metric of GET /v1/metrics whose live is true, or no_events_for in its place',
    ],
    [
      { metric: ['mrr'] },
      'metric',
      'the id of a metric of GET /v1/metrics whose live is true, or no_events_for in its place',
    ],
    [{ window: 'all' }, 'window', 'one of 7d, 30d, 90d, 365d'],
    [{ window: '31d' }, 'window', 'one of 7d, 30d, 90d, 365d'],
    [{ above: '0.07' }, 'above', 'a number'],
    [{ above: Number.POSITIVE_INFINITY }, 'above', 'a number'],
    [{ above: null, below: 'x' }, 'below', 'a number', 'x'],
    [{ above: null }, 'above', 'either above or below', undefined],
    [{ above: 2, below: 1 }, 'above', 'either above or below', [2, 1]],
    [{ clear: 0.08 }, 'clear', 'a number not above the threshold 0.07'],
    [{ above: null, below: 0.5, clear: 0.4 }, 'clear', 'a number not below the threshold 0.5'],
    [{ clear: 'x' }, 'clear', 'a number not above the threshold 0.07'],
    [{ change: 'other' }, 'change', 'absolute or relative'],
    [{ metric: 'revenue', window: 'all', change: 'absolute' }, 'change', 'absolute or relative', 'absolute'],
    [{ confidence: 0.5 }, 'confidence', 'one of 0.8, 0.9, 0.95, 0.99'],
    [{ confidence: 'toString' }, 'confidence', 'one of 0.8, 0.9, 0.95, 0.99'],
    [
      { metric: 'mrr', confidence: 0.9 },
      'confidence',
      'none: only shares of customers or answers and nps have an interval',
      0.9,
    ],
    [
      { change: 'relative', confidence: 0.9 },
      'confidence',
      'none: only shares of customers or answers and nps have an interval',
      0.9,
    ],
    [
      { metric: 'nps', change: 'relative', confidence: 0.9 },
      'confidence',
      'none: only shares of customers or answers and nps have an interval',
      0.9,
    ],
    [{ min_denominator: -1 }, 'min_denominator', 'a number from 0'],
    [{ min_denominator: '1' }, 'min_denominator', 'a number from 0'],
    [{ by: '' }, 'by', 'plan or the name of a property of events'],
    [{ by: 5 }, 'by', 'plan or the name of a property of events'],
    [{ by: 'a\0b' }, 'by', 'plan or the name of a property of events'],
    [{ by: 'b'.repeat(129) }, 'by', 'plan or the name of a property of events'],
    [{ where: 'plan' }, 'where', 'plan:VALUE or PROPERTY:VALUE'],
    [{ where: ':pro' }, 'where', 'plan:VALUE or PROPERTY:VALUE'],
    [{ where: 5 }, 'where', 'plan:VALUE or PROPERTY:VALUE'],
    [{ where: 'plan:a\0b' }, 'where', 'plan:VALUE or PROPERTY:VALUE'],
    [{ where: `${'b'.repeat(129)}:x` }, 'where', 'plan:VALUE or PROPERTY:VALUE'],
    [{ for: '1' }, 'for', 'a duration of at most 366 days such as 90s, 15m, 1h, 3d'],
    [{ for: 90 }, 'for', 'a duration of at most 366 days such as 90s, 15m, 1h, 3d'],
    [{ cooldown: '367d' }, 'cooldown', 'a duration of at most 366 days such as 90s, 15m, 1h, 3d'],
    [
      { mute_until: '2023-11-14' },
      'mute_until',
      'an RFC 3339 time with an offset, epoch milliseconds, or null',
    ],
    [{ channels: {} }, 'channels', 'an array of at most 10 channels'],
  ];
  for (const [change, field, expected, ...got] of cases) {
    const answer = refused({ ...CHURN, ...change });
    const given = got.length > 0 ? got[0] : (change as Record<string, unknown>)[field];
    assert.deepEqual(answer, { field, expected, got: given });
  }
  for (const body of [null, 'x', 5, []])
    assert.deepEqual(refused(body), { field: 'body', expected: 'a JSON object', got: body });
});

test('silence is asked for by itself, and lasts at least a second', () => {
  const expected = 'a duration of at least 1s and of at most 366 days such as 90s, 15m, 1h, 3d';
  for (const got of ['0s', '367d', 'soon'])
    assert.deepEqual(refused({ ...SILENCE, no_events_for: got }), { field: 'no_events_for', expected, got });
  assert.deepEqual(readRule({ ...SILENCE, no_events_for: '1s' }).watch, { kind: 'silence', after: '1s' });
  const beside: [string, unknown][] = [
    ['metric', 'mrr'],
    ['window', '7d'],
    ['above', 0],
    ['below', 0],
    ['clear', 0],
    ['change', 'absolute'],
    ['confidence', 0.9],
    ['min_denominator', 0],
    ['by', 'plan'],
    ['where', 'plan:a'],
  ];
  for (const [field, got] of beside)
    assert.deepEqual(refused({ ...SILENCE, [field]: got }), {
      field,
      expected: 'none beside no_events_for',
      got,
    });
});

test('what stands exactly at a bound is taken', () => {
  const watch = (more: object) => taken({ ...CHURN, ...more });
  assert.equal(watch({ name: 'n'.repeat(120) })['name'], 'n'.repeat(120));
  assert.equal(watch({ note: 'n'.repeat(1_000) })['note'], 'n'.repeat(1_000));
  assert.equal(watch({ clear: 0.07 })['clear'], 0.07);
  assert.equal(watch({ above: null, below: 0.07, clear: 0.07 })['clear'], 0.07);
  assert.equal(watch({ above: -5, clear: -5 })['above'], -5);
  assert.equal(watch({ by: 'b'.repeat(128) })['by'], 'b'.repeat(128));
  assert.equal(watch({ where: 'plan:' })['where'], 'plan:');
  assert.equal(watch({ metric: 'revenue', window: 'all' })['window'], 'all');
  for (const change of ['absolute', 'relative']) assert.equal(watch({ change })['change'], change);
});

test('shares of customers or answers and nps have an interval, other rates none', () => {
  const has = (metric: string) => {
    const fields = { name: 'n', metric, above: 0, confidence: 0.95 };
    try {
      return taken(fields)['confidence'] === 0.95;
    } catch {
      return false;
    }
  };
  const shares = [
    'customer_churn_rate',
    'retention_rate',
    'csat',
    'repeat_purchase_rate',
    'loyal_customer_rate',
  ];
  for (const metric of [...shares, 'nps']) assert.ok(has(metric), metric);
  for (const metric of ['nrr', 'grr', 'mrr', 'ces', 'arpa']) assert.ok(!has(metric), metric);
  for (const confidence of [0.8, 0.9, 0.95, 0.99])
    assert.equal(taken({ ...CHURN, confidence })['confidence'], confidence);
});

test('a patch changes what it names; what was not chosen follows what it hangs on', () => {
  const patched = (before: object, change: object) => ruleFields(patchRule(readRule(before), change));
  assert.deepEqual(patched(CHURN, {}), taken(CHURN));
  assert.deepEqual(patched(CHURN, { name: 'n', for: '1h' }), taken({ ...CHURN, name: 'n', for: '1h' }));
  assert.deepEqual(patched({ ...CHURN, for: '1h' }, { for: null }), taken(CHURN));
  assert.equal(patched(CHURN, { above: 0.05 })['clear'], 0.05, 'never chosen');
  assert.equal(patched({ ...CHURN, clear: 0.01 }, { above: 0.05 })['clear'], 0.01, 'chosen');
  assert.deepEqual(patched(CHURN, { below: 0.5 }), taken({ ...CHURN, above: null, below: 0.5 }));
  const under = { ...CHURN, above: null, below: 0.5 };
  assert.deepEqual(patched(under, { above: 0.5 }), taken({ ...CHURN, above: 0.5 }));
  assert.deepEqual(
    patched(CHURN, { no_events_for: '2h' }),
    taken({ ...SILENCE, name: 'Churn', no_events_for: '2h' }),
  );
  assert.deepEqual(
    patched(SILENCE, { metric: 'mrr', below: 5 }),
    taken({ name: 'Quiet', metric: 'mrr', below: 5 }),
  );
  assert.equal(patched({ ...CHURN, min_denominator: 7 }, { metric: 'mrr' })['min_denominator'], 0);
  assert.equal(
    patched({ ...CHURN, min_denominator: 7 }, { metric: 'customer_churn_rate' })['min_denominator'],
    7,
    'the same metric is no other',
  );
  assert.equal(patched({ ...CHURN, min_denominator: 7 }, { name: 'n' })['min_denominator'], 7);
  assert.equal(patched(SILENCE, { name: 'n' })['no_events_for'], '1h');
});

test('a patch is refused as a rule is', () => {
  const rule = readRule(CHURN);
  for (const body of [null, 'x', 5, []])
    assert.deepEqual(
      refusal(() => patchRule(rule, body)),
      { field: 'body', expected: 'a JSON object', got: body },
    );
  assert.equal(refusal(() => patchRule(rule, { above: 1, below: 2 })).field, 'above');
  assert.equal(refusal(() => patchRule(readRule(SILENCE), { metric: 'mrr' })).field, 'above');
});
