import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoredRule } from '@tidemark/core';
import { createRuleLists } from './ruleLists.ts';

const listsAt = (at: { now: number }) => {
  const asked: string[] = [];
  let answer: () => Promise<readonly StoredRule[]> = async () => [];
  const lists = createRuleLists(
    {
      list: (tenant) => {
        asked.push(tenant);
        return answer();
      },
    },
    () => at.now,
  );
  const answerWith = (next: typeof answer): void => {
    answer = next;
  };
  return { lists, asked, answerWith };
};

test('a list is asked for once, by however many at the same time, till a change is told or half a minute is over', async () => {
  const at = { now: 0 };
  const { lists, asked } = listsAt(at);
  await Promise.all([lists.of('a'), lists.of('a'), lists.of('b')]);
  at.now = 29_999;
  await lists.of('a');
  assert.deepEqual(asked, ['a', 'b']);
  lists.forget('a');
  await lists.of('a');
  await lists.of('b');
  assert.deepEqual(asked, ['a', 'b', 'a']);
  lists.forgetAll();
  await lists.of('b');
  at.now = 100_000;
  await lists.of('b');
  assert.deepEqual(asked, ['a', 'b', 'a', 'b', 'b']);
});

test('what could not be read is asked for again', async () => {
  const { lists, asked, answerWith } = listsAt({ now: 0 });
  answerWith(() => Promise.reject(new Error('away')));
  await assert.rejects(lists.of('a'), /away/);
  answerWith(async () => []);
  assert.deepEqual(await lists.of('a'), []);
  assert.equal(asked.length, 2);
});

test('a question under way when a change is told is not kept', async () => {
  const { lists, asked } = listsAt({ now: 0 });
  const before = lists.of('a');
  lists.forget('a');
  await Promise.all([before, lists.of('a')]);
  await lists.of('a');
  assert.equal(asked.length, 2);
});
