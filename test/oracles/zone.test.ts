import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayNumber } from './calendar.ts';
import { DAY, zoneOf } from './zone.ts';

const startsAt = (timeZone: string, date: string) =>
  new Date(zoneOf(timeZone).startOf(dayNumber(date))).toISOString().slice(0, 16);

test('days of UTC are multiples of 24 hours', () => {
  const utc = zoneOf('UTC');
  assert.equal(utc.startOf(19_000), 19_000 * DAY);
  assert.equal(utc.dayOf(19_000 * DAY - 1), 18_999);
  assert.equal(utc.dayOf(-1), -1);
});

test('days of 23 and 25 hours', () => {
  assert.equal(startsAt('Europe/Berlin', '2024-03-31'), '2024-03-30T23:00');
  assert.equal(startsAt('Europe/Berlin', '2024-04-01'), '2024-03-31T22:00');
  assert.equal(startsAt('Europe/Berlin', '2024-10-28'), '2024-10-27T23:00');
});

test('zones off the hour', () => {
  assert.equal(startsAt('Asia/Kolkata', '2024-05-01'), '2024-04-30T18:30');
  assert.equal(startsAt('Asia/Kathmandu', '2024-05-01'), '2024-04-30T18:15');
  assert.equal(startsAt('Pacific/Kiritimati', '2024-05-01'), '2024-04-30T10:00');
});

test('a midnight that does not exist: the day begins at its first existing instant', () => {
  assert.equal(startsAt('America/Sao_Paulo', '2018-11-04'), '2018-11-04T03:00');
  assert.equal(startsAt('Africa/Cairo', '2024-04-26'), '2024-04-25T22:00');
});

test('a clock set back over midnight: the day begins at the first of its two midnights', () => {
  assert.equal(startsAt('America/St_Johns', '2010-11-07'), '2010-11-07T02:30');
  const { dayOf } = zoneOf('America/St_Johns');
  assert.equal(dayOf(Date.parse('2010-11-07T03:00:00Z')), dayNumber('2010-11-07'));
  assert.equal(startsAt('America/Havana', '2024-11-03'), '2024-11-03T04:00');
});

test('a day that the zone skipped begins where the next one does and holds nothing', () => {
  const { dayOf, startOf } = zoneOf('Pacific/Apia');
  const skipped = dayNumber('2011-12-30');
  assert.equal(startOf(skipped), startOf(skipped + 1));
  assert.equal(dayOf(startOf(skipped)), skipped + 1);
  assert.equal(dayOf(startOf(skipped) - 1), skipped - 1);
});
