import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Torn, untilWhole } from './torn.ts';

const readWhole = async (torn: number, error: Error): Promise<readonly [answer: string, reads: number]> => {
  let reads = 0;
  const answer = await untilWhole(async () => {
    if (reads++ < torn) throw error;
    return 'whole';
  }).catch((thrown: Error) => thrown.message);
  return [answer, reads];
};

test('what was torn is read again, but not for ever, and nothing else is', async () => {
  assert.deepEqual(await readWhole(0, new Torn('torn')), ['whole', 1]);
  assert.deepEqual(await readWhole(3, new Torn('torn')), ['whole', 4]);
  assert.deepEqual(await readWhole(9, new Torn('torn')), ['torn', 4]);
  assert.deepEqual(await readWhole(1, new Error('other')), ['other', 1]);
});
