import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NewMovement } from '@tidemark/clickhouse';
import { type Place, placesBetween, placeText, readPlace } from './place.ts';

const from: Place = { alerts: '7-0', due: 1_000, offsets: [10, 0, 36 ** 5] };
const to: Place = { alerts: '9-1', due: 2_000, offsets: [14, 0, 36 ** 5] };

test('a place is read as it was written', () => assert.deepEqual(readPlace(placeText(from), to), from));

test('what is no place of this log, or lies ahead of it, is none', () => {
  for (const text of ['', '0', placeText(to).slice(1), `${placeText(from)}.1`, "7-0_a_b';", '-1'])
    assert.equal(readPlace(text, to), null, text);
  assert.equal(readPlace(placeText({ ...to, offsets: [15, 0, 0] }), to), null);
  assert.equal(readPlace(placeText({ ...to, due: 2_001 }), to), null);
});

const row = (cameDue: boolean, time: number, offset: number) =>
  ({ cameDue, time, partition: 0, offset }) as NewMovement;

test('after each row a place that has it behind, but not the others of its instant or offset', () => {
  const rows = [
    row(true, 1_500, 3),
    row(true, 1_500, 4),
    row(true, 1_700, 1),
    row(false, 9, 11),
    row(false, 9, 11),
  ];
  assert.deepEqual(
    placesBetween(from, to, rows).map(({ due, offsets }) => [due, offsets[0]]),
    [
      [1_000, 10],
      [1_500, 10],
      [1_700, 10],
      [2_000, 10],
      [2_000, 12],
    ],
  );
});
