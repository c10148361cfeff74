import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOf, blocksOf, idHash, levelOf, markOf } from './seen.ts';

test('a level has as many blocks as hold its ids, 128 each, and the last level has no end', () => {
  assert.deepEqual([0, 1, 2, 3, 4].map(blocksOf), [1, 8, 128, 2_048, 32_768]);
  for (const [ids, level] of [
    [0, 0],
    [128, 0],
    [129, 1],
    [1_024, 1],
    [1_025, 2],
    [16_384, 2],
    [16_385, 3],
    [262_144, 3],
    [262_145, 4],
    [1_000_000_000, 4],
  ] as const)
    assert.equal(levelOf(ids), level, `${ids} ids`);
});

/** FNV-1a and the finisher of murmur3, as their authors write them, in integers without bounds. */
const plainHash = (id: string): number => {
  const cut = (value: bigint) => value & 0xffff_ffffn;
  let hash = 2_166_136_261n;
  for (const unit of id.split('')) hash = cut((hash ^ BigInt(unit.charCodeAt(0))) * 16_777_619n);
  hash = cut((hash ^ (hash >> 16n)) * 0x85eb_ca6bn);
  hash = cut((hash ^ (hash >> 13n)) * 0xc2b2_ae35n);
  return Number(hash ^ (hash >> 16n));
};

test('the hash of an id stays what it is: stored filters hang on it', () => {
  for (const id of ['', 'a', 'order-17', '🐘', 'é'.repeat(50)]) assert.equal(idHash(id), plainHash(id), id);
});

test('a hash has its block by its highest bits and its mark by its lowest', () => {
  const hash = 0x80abcdef;
  assert.equal(markOf(hash, 0), 0xcdef);
  for (const level of [1, 2, 3, 4]) {
    assert.equal(markOf(hash, level), 0xabcdef);
    const blocks = blocksOf(level);
    assert.deepEqual(
      [0, 0x7fffffff, 0x80000000, 0xffffffff].map((each) => blockOf(each, level)),
      [0, blocks / 2 - 1, blocks / 2, blocks - 1],
    );
  }
});
