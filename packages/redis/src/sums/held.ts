import type { Redis } from 'ioredis';
import { attempt } from '../errors.ts';
import { controlKey } from '../keys.ts';
import { integerOf, listOf, textOf } from '../replies.ts';
import { loadScript, runScript } from '../script.ts';
import { type Cells, changeCells, decodeCells } from './cells.ts';
import type { SumChanges } from './changes.ts';

/** Fields kept a partition. Beyond it all are forgotten and read again where they are needed. */
const LIMIT = 40_000;

/** Fields in the place of those held, by hash; no cells: the field goes. */
export type SumWrites = ReadonlyMap<string, ReadonlyMap<string, Cells>>;

interface HeldPartition {
  readonly epoch: number;
  /** Last day whose changes hold at once; −Infinity: none does. */
  readonly base: number;
  /** Hash → field → cells, none where there is no such field. As numbers: half a million small arrays of bytes would keep the collector busy. */
  hashes: Map<string, Map<string, Cells>>;
  fields: number;
}

/**
 * Sums of the partitions that this process owns, as what their stored fields hold. The owner alone writes them, so they are read once and
 * from then on known. Right only under one epoch: forgotten as soon as it is not certain what became of a write.
 */
export interface HeldSums {
  /** Last day whose changes hold at once. Read anew with the epoch. */
  readonly base: (partition: number, epoch: number) => Promise<number>;
  /** What changes make of the fields held; `fenced` or `moved` where the store has another epoch or offset. */
  readonly writes: (
    at: { readonly partition: number; readonly epoch: number; readonly next: number },
    changes: SumChanges,
  ) => Promise<SumWrites | 'fenced' | 'moved'>;
  /** These stand. */
  readonly keep: (partition: number, writes: SumWrites) => void;
  readonly forget: (partition: number) => void;
}

/** One for all that are not there. */
const NONE: Cells = [];

export const createHeldSums = (redis: Redis): HeldSums => {
  const script = loadScript('loadSums');
  const partitions = new Map<number, HeldPartition>();

  const heldOf = async (partition: number, epoch: number): Promise<HeldPartition> => {
    const known = partitions.get(partition);
    if (known?.epoch === epoch) return known;
    const base = integerOf(await attempt(() => redis.hget(controlKey(partition), 'base')));
    const held = { epoch, base: base ?? Number.NEGATIVE_INFINITY, hashes: new Map(), fields: 0 };
    partitions.set(partition, held);
    return held;
  };

  const put = (held: HeldPartition, key: string, field: string, cells: Cells): void => {
    let fields = held.hashes.get(key);
    if (fields === undefined) {
      fields = new Map();
      held.hashes.set(key, fields);
    }
    const before = fields.size;
    fields.set(field, cells.length === 0 ? NONE : cells);
    held.fields += fields.size - before;
  };

  return {
    base: async (partition, epoch) => (await heldOf(partition, epoch)).base,
    writes: async ({ partition, epoch, next }, changes) => {
      const held = await heldOf(partition, epoch);
      const missing = [...changes].flatMap(([key, fields]) => {
        const known = held.hashes.get(key);
        const names = [...fields.keys()].filter((field) => known?.has(field) !== true);
        return names.length === 0 ? [] : [{ key, names }];
      });
      if (missing.length > 0) {
        const keys = [controlKey(partition), ...missing.map(({ key }) => key)];
        const values = [epoch, next, ...missing.map(({ names }) => names.length)].map(String);
        const names = missing.flatMap((each) => each.names);
        const reply = await attempt(() => runScript(redis, script, keys, [...values, ...names]));
        if (!Array.isArray(reply)) return textOf(reply) as 'fenced' | 'moved';
        const lists = listOf(reply).map(listOf);
        for (const [at, { key, names: fields }] of missing.entries())
          for (const [place, field] of fields.entries())
            put(held, key, field, decodeCells(lists[at]![place] as Uint8Array | null));
      }
      const writes = new Map<string, Map<string, Cells>>();
      for (const [key, fields] of changes) {
        const known = held.hashes.get(key)!;
        const written = new Map<string, Cells>();
        for (const [field, added] of fields) written.set(field, changeCells(known.get(field)!, added));
        writes.set(key, written);
      }
      return writes;
    },
    keep: (partition, writes) => {
      const held = partitions.get(partition);
      if (held === undefined) return;
      for (const [key, fields] of writes) for (const [field, cells] of fields) put(held, key, field, cells);
      if (held.fields <= LIMIT) return;
      held.hashes = new Map();
      held.fields = 0;
    },
    forget: (partition) => void partitions.delete(partition),
  };
};
