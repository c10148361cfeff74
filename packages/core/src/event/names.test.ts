import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { runs } from '../laws/runs.ts';
import { compareUtf8 } from './compareUtf8.ts';
import { fingerprint } from './fingerprint.ts';
import { nearest } from './nearest.ts';
import { validInput } from './parse.arbitrary.ts';
import { parseEvent } from './parse.ts';
import { parseRecordKey, recordKey } from './recordKey.ts';
import { isTenantName } from './tenant.ts';

const NOW = Date.UTC(2026, 0, 31);

test('a tenant has 1 to 64 letters, digits, dots, underscores and hyphens', () => {
  for (const name of ['a', 'demo', 'A-b_c.9', 'x'.repeat(64)]) assert.ok(isTenantName(name), name);
  for (const name of ['', 'x'.repeat(65), 'a:b', 'a b', 'ä', 'a\n', 'a/b'])
    assert.ok(!isTenantName(name), name);
});

test('a key splits at its first colon', () => {
  assert.deepEqual(parseRecordKey('demo:a:b'), { tenant: 'demo', customer: 'a:b' });
  assert.deepEqual(parseRecordKey(recordKey('demo', '')), { tenant: 'demo', customer: '' });
  for (const key of ['', 'demo', ':c', 'de mo:c']) assert.equal(parseRecordKey(key), null);
});

test('compareUtf8 is the order of UTF-8 bytes', () => {
  const word = fc.string({ unit: 'binary', maxLength: 6 });
  // Words that begin alike, and characters around the surrogates of UTF-16.
  const unit = fc.constantFrom(
    'a',
    '\u007f',
    '\ud7ff',
    '\ue000',
    '\uffff',
    '\u{10000}',
    '\u{103ff}',
    '\u{10ffff}',
  );
  const alike = fc.string({ unit, maxLength: 4 });
  for (const [one, other] of [
    [word, word],
    [alike, alike],
  ] as const)
    fc.assert(
      fc.property(one, other, (a, b) => {
        assert.equal(Math.sign(compareUtf8(a, b)), Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
      runs(2000),
    );
  assert.ok(compareUtf8('\uffff', '😀') < 0);
});

test('the fingerprint depends on content, not on how it was written', () => {
  const read = (input: unknown) => {
    const outcome = parseEvent(input, { now: NOW });
    assert.ok(outcome.ok);
    return fingerprint(outcome.value);
  };
  const event = { id: 'e', type: 'activity', time: NOW, customer: 'c', name: 'login' };
  assert.equal(
    read({ ...event, properties: { a: 1, b: 2 } }),
    read({
      properties: { b: 2, a: 1 },
      name: 'login',
      customer: 'c',
      time: '2026-01-31T01:00:00+01:00',
      type: 'activity',
      id: 'e',
    }),
  );
  assert.notEqual(read(event), read({ ...event, name: 'logout' }));
  assert.notEqual(read({ ...event, properties: { a: 1 } }), read({ ...event, properties: { a: '1' } }));
  fc.assert(
    fc.property(validInput(NOW), (input) => {
      const backwards = Object.fromEntries(Object.entries(input).reverse());
      const hash = read(input);
      assert.equal(hash, read(backwards));
      assert.ok(Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32);
    }),
    runs(100),
  );
});

test('nearest suggests a likely typo and nothing far', () => {
  const names = ['amount', 'currency', 'effective_at', 'id'];
  assert.equal(nearest('amout', names), 'amount');
  assert.equal(nearest('Currency', names), 'currency');
  assert.equal(nearest('effectiveAt', names), 'effective_at');
  assert.equal(nearest('zebra', names), null);
  assert.equal(nearest('x'.repeat(1e6), names), null);
});
