import assert from 'node:assert/strict';
import type { Claim, StateStore } from '@tidemark/pipeline';

/** A claim without a beginning is never refused. */
export const claimed = async (state: StateStore, partition: number): Promise<Claim> => {
  const claim = await state.claim(partition);
  assert.ok(claim !== null);
  return claim;
};

/** A partition claimed as a worker does it: one that holds no offset begins at `next`. */
export const begun = async (
  state: StateStore,
  partition: number,
  next: number,
): Promise<Claim & { readonly next: number }> => {
  const found = await claimed(state, partition);
  if (found.next !== null) return { ...found, next: found.next };
  const claim = await state.claim(partition, { epoch: found.epoch, next, rebuildTo: null });
  assert.ok(claim !== null && claim.next === next);
  return { ...claim, next };
};
