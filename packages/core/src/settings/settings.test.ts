import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDuration } from './duration.ts';
import { changesHistory, DEFAULT_SETTINGS, type Settings } from './settings.ts';

test('a duration is a whole number and a unit', () => {
  for (const [text, milliseconds] of [
    ['0s', 0],
    ['90s', 90_000],
    ['15m', 900_000],
    ['1h', 3_600_000],
    ['3d', 259_200_000],
    ['2w', 1_209_600_000],
    ['999999999s', 999_999_999_000],
  ] as const)
    assert.equal(parseDuration(text), milliseconds, text);
  const others = [
    '',
    '1',
    's',
    '-1s',
    '1.5h',
    '1y',
    '1S',
    ' 1s',
    '1s ',
    '1s\n',
    'x1s',
    '1sx',
    '1h1m',
    '1000000000s',
  ];
  for (const other of others) assert.equal(parseDuration(other), null, other);
});

test('settings are those of the contract until they are changed', () => {
  assert.deepEqual(DEFAULT_SETTINGS, {
    time_zone: 'UTC',
    currency: null,
    gross_margin: 1,
    active_days_after_purchase: null,
    renewal_grace: '0s',
    loyal_purchases: 3,
    high_value_threshold: null,
  });
});

test('what past events count for changes with these settings, and with no others', () => {
  const changes: readonly (readonly [Partial<Settings>, boolean])[] = [
    [{}, false],
    [{ currency: 'EUR' }, false],
    [{ gross_margin: 0.8 }, false],
    [{ time_zone: 'Asia/Tokyo' }, true],
    [{ active_days_after_purchase: 90 }, true],
    [{ renewal_grace: '72h' }, true],
    [{ loyal_purchases: 2 }, true],
    [{ high_value_threshold: 5_000 }, true],
    [{ gross_margin: 0.8, loyal_purchases: 2 }, true],
  ];
  for (const [change, expected] of changes)
    assert.equal(
      changesHistory(DEFAULT_SETTINGS, { ...DEFAULT_SETTINGS, ...change }),
      expected,
      JSON.stringify(change),
    );
});
