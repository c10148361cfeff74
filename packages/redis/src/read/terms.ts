import type { Redis } from 'ioredis';
import { controlKey, sumsKey, tenantsKey } from '../keys.ts';
import { integerOf, listOf } from '../replies.ts';
import { loadScript, runScript } from '../script.ts';
import { type Amount, decodeCells, plus } from '../sums/cells.ts';
import { firstDayOf } from '../sums/fields.ts';

/** Up to where a partition was applied and stored when its terms were read. */
export interface PartitionPosition {
  readonly partition: number;
  readonly epoch: number | null;
  readonly next: number | null;
  readonly stored: number | null;
  readonly known_at: number | null;
  /** While `next` is not past it, the partition is being made anew; null where that never was. */
  readonly rebuild_to: number | null;
  /** The history version that the tenant's sums are counted by; null where the partition has no customer of the tenant. */
  readonly history_version: number | null;
}

export interface TermReading {
  /** Exact sums over all partitions; a term without any change is 0. */
  readonly sums: ReadonlyMap<string, bigint>;
  readonly positions: readonly PartitionPosition[];
}

export interface TermQuery {
  readonly tenant: string;
  /** `StoredSettings.history_version`. */
  readonly history_version: number;
  readonly terms: readonly string[];
  /** The day asked for, in the tenant's zone; never before yesterday. */
  readonly day: number;
}

/**
 * Values of terms at a day. Each partition is read in one script, so positions and values of it belong to one moment, and
 * numerator and denominator to the same batches.
 */
export const createTermReader = (
  redis: Redis,
  partitions: number,
): ((query: TermQuery) => Promise<TermReading>) => {
  const script = loadScript('readTerms');

  const readPartition = async (
    partition: number,
    { tenant, history_version, terms, day }: TermQuery,
  ): Promise<{ readonly position: PartitionPosition; readonly values: readonly bigint[] }> => {
    const keys = [controlKey(partition), tenantsKey(partition), sumsKey(partition, tenant, history_version)];
    const reply = listOf(await runScript(redis, script, keys, [String(day), tenant, ...terms]));
    const [epoch, next, stored, known_at, rebuild_to, counted_by] = listOf(reply[0]).map(integerOf);
    return {
      position: {
        partition,
        epoch: epoch ?? null,
        next: next ?? null,
        stored: stored ?? null,
        known_at: known_at ?? null,
        rebuild_to: rebuild_to ?? null,
        history_version: counted_by ?? null,
      },
      values: valuesAt(day, terms.length, integerOf(reply[1]), reply.slice(2) as readonly (Buffer | null)[]),
    };
  };

  return async (query) => {
    const unique = { ...query, terms: [...new Set(query.terms)] };
    const parts = await Promise.all(
      Array.from({ length: partitions }, (_, partition) => readPartition(partition, unique)),
    );
    const sums = new Map(
      unique.terms.map((term, index) => [
        term,
        parts.reduce((sum, { values }) => sum + (values[index] ?? 0n), 0n),
      ]),
    );
    return { sums, positions: parts.map(({ position }) => position) };
  };
};

/** `fields`: of each term what holds at once, then its blocks from `first` to that of `day`. */
const valuesAt = (
  day: number,
  terms: number,
  first: number | null,
  fields: readonly (Buffer | null)[],
): readonly bigint[] => {
  const length = terms === 0 ? 0 : fields.length / terms;
  return Array.from({ length: terms }, (_, term) => {
    const [now, ...blocks] = fields.slice(term * length, (term + 1) * length);
    let sum: Amount = 0;
    const add = (bytes: Buffer | null | undefined, firstDay: number): void => {
      const cells = decodeCells(bytes);
      for (let at = 0; at < cells.length; at += 2)
        if (firstDay + Number(cells[at]) <= day) sum = plus(sum, cells[at + 1]!);
    };
    add(now, Number.NEGATIVE_INFINITY);
    for (const [index, block] of blocks.entries()) add(block, firstDayOf(first! + index));
    return BigInt(sum);
  });
};
