import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runbookProblems } from './runbook.ts';

test('every alarm names a page of the runbook, and every page is there and named', () => {
  assert.deepEqual(runbookProblems(), []);
});
