/*
 * Which ids a customer may have sent before, ids that voids name included: a filter of hashes that never says no to an
 * id it was given. Small ones live in the hot part; larger ones are cut into blocks that are stored apart, so that an event
 * touches one block however many ids there are. The number of blocks follows from the level, and the level from the number
 * of ids; another level is made anew from all ids, which as levels grow sixteenfold costs a little per id.
 */

/** Ids a block holds on average when its level is full. */
const PER_BLOCK = 128;

/** Blocks of each level. At level 0 the one block is in the hot part. */
const BLOCKS = [1, 8, 128, 2_048, 32_768] as const;
const LAST_LEVEL = BLOCKS.length - 1;

/** The level for this many ids; beyond the last one blocks grow. */
export const levelOf = (ids: number): number => {
  let level = 0;
  while (level < LAST_LEVEL && ids > BLOCKS[level]! * PER_BLOCK) level++;
  return level;
};

export const blocksOf = (level: number): number => BLOCKS[level]!;

/** 32 well-mixed bits of an id (FNV-1a, then the finisher of murmur3). Stored data hangs on it: it may not change. */
export const idHash = (id: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index++) hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};

/**
 * What is kept of a hash: at level 0 sixteen bits, in blocks apart 24. The whole timeline is read where another id has the same,
 * which costs more the longer it is.
 */
export const markOf = (hash: number, level: number): number => hash & (level === 0 ? 0xffff : 0xffffff);

/** The block that a hash belongs to, by its highest bits, which a mark need not repeat. */
export const blockOf = (hash: number, level: number): number => Math.floor((hash / 2 ** 32) * BLOCKS[level]!);
