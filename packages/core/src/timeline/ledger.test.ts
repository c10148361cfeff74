import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Movement } from '../transition.ts';
import { correctionsOf, type StandingMovement } from './ledger.ts';

const movement = (time: number, type: Movement['type'], before: bigint, after: bigint): Movement => ({
  time,
  type,
  before,
  after,
  event: 'e1',
});
const bought = movement(1, 'new', 0n, 5n);
const left = movement(4, 'churn', 5n, 0n);
const leftLater = movement(7, 'churn', 5n, 0n);
const standing = (row: Movement, times = 1): StandingMovement => ({ ...row, times });

test('what stands as it is due is left alone', () => {
  assert.deepEqual(correctionsOf([standing(left), standing(bought)], [bought, left]), []);
});

test('what is due no more is taken back, then what is missing is added', () => {
  assert.deepEqual(correctionsOf([standing(bought), standing(leftLater)], [bought, left]), [
    { ...leftLater, sign: -1 },
    { ...left, sign: 1 },
  ]);
});

test('a row that stands twice, or was taken back twice, comes to stand as often as it is due', () => {
  assert.deepEqual(correctionsOf([standing(bought, 2), standing(left, -1)], [bought, left]), [
    { ...bought, sign: -1 },
    { ...left, sign: 1 },
    { ...left, sign: 1 },
  ]);
});
