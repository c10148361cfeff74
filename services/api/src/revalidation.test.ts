import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isHeld, validatorOf } from './revalidation.ts';

const answer = (parts: object) => JSON.stringify({ tenant: 'acme', ...parts });
const at = (minute: string) => `2026-01-31T12:${minute}:00.000Z`;

test('the moment up to which data is known alone makes no other answer', () => {
  const one = validatorOf(answer({ data_through: at('00'), settled: true, value: 1 }));
  assert.equal(validatorOf(answer({ data_through: at('01'), settled: true, value: 1 })), one);
  assert.notEqual(validatorOf(answer({ data_through: at('00'), settled: false, value: 1 })), one);
  assert.notEqual(validatorOf(answer({ data_through: at('00'), settled: true, value: 2 })), one);
});

test('what looks like that moment inside of a value is part of the answer', () => {
  const verbatim = (minute: string) => answer({ verbatim: `"data_through":"${at(minute)}"` });
  assert.notEqual(validatorOf(verbatim('00')), validatorOf(verbatim('01')));
});

test('the header may name several, weak or strong, or any', () => {
  for (const header of ['W/"a"', '"a"', ' "b" , W/"a"', '*']) assert.ok(isHeld(header, 'W/"a"'), header);
  for (const header of [undefined, '', 'a', '"b"', 'W/"aa"']) assert.ok(!isHeld(header, 'W/"a"'), header);
});
