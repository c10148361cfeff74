import assert from 'node:assert/strict';
import { test } from 'node:test';
import { highestOf } from '../../services/dashboard/src/pages/retention/groups.ts';
import { fromPeople, toPeople } from '../../services/dashboard/src/words/amounts.ts';
import { csvOf } from '../../services/dashboard/src/words/csv.ts';

/** What the pages write and read, where a mistake would not be seen. */

test('a threshold is written as people write it, and comes back the same', () => {
  for (const [kind, value, currency, text] of [
    ['ratio', 0.07, 'EUR', '7'],
    ['ratio', 0.289, null, '28.9'],
    ['money', 1_234_56, 'EUR', '1234.56'],
    ['money', 500, 'JPY', '500'],
    ['points', -12.5, null, '-12.5'],
    ['count', 30, null, '30'],
  ] as const) {
    assert.equal(toPeople(kind, value, currency), text);
    assert.equal(fromPeople(kind, text, currency), value);
  }
  assert.equal(fromPeople('ratio', '7,5 %', null), 0.075);
  assert.equal(fromPeople('ratio', 'much', null), null);
});

test('a table as CSV: quotes and lines inside a cell, and no name that a spreadsheet would count', () => {
  assert.equal(
    csvOf([
      ['customer', 'mrr', 'known'],
      ['a "b", c', -1.5, true],
      ['=1+1', null, undefined],
      ['two\nlines', 0, ''],
    ]),
    'customer,mrr,known\n"a ""b"", c",-1.5,true\n\'=1+1,,\n"two\nlines",0,',
  );
});

test('the cell that stands out is one that says something: not one of three who left', () => {
  const point = (start: string, numerator: number, denominator: number) => ({
    start,
    end: start,
    complete: true,
    value: denominator === 0 ? null : numerator / denominator,
    numerator,
    denominator,
  });
  const groups = [
    { group: 'pro', points: [point('2026-06-01', 2, 100), point('2026-07-01', 30, 100)] },
    { group: 'tiny', points: [point('2026-06-01', 1, 3), point('2026-07-01', 0, 0)] },
  ];
  const highest = highestOf(groups);
  assert.deepEqual([highest?.group, highest?.month, highest?.point.numerator], ['pro', '2026-07', 30]);
  assert.equal(highestOf([]), null);
});
