import type { Observation } from '@tidemark/pipeline';
import type { PartitionWait } from '@tidemark/redis';

/** Steps before which nothing of a partition is applied, and what is waited for; while Redis itself is away nobody could be told. */
const AWAITED: Readonly<Record<string, PartitionWait['on']>> = {
  'read settings': 'settings',
  'fix currencies': 'settings',
  'write dead letters': 'dead letters',
  'fetch schemas': 'schemas',
};

/** Which partitions stand still, by what their workers tell. */
export interface Waits {
  readonly observe: (observation: Observation) => void;
  /** What is to be told now: of those that wait, that they do; of each that does no more, once. */
  readonly take: () => readonly (readonly [partition: number, wait: PartitionWait | null])[];
}

export const createWaits = (now: () => number): Waits => {
  const waits = new Map<number, PartitionWait>();
  const over = new Set<number>();
  const begin = (partition: number, on: PartitionWait['on']): void => {
    if (waits.get(partition)?.on !== on) waits.set(partition, { on, since: now() });
  };
  const end = (partition: number): void => {
    if (waits.delete(partition)) over.add(partition);
  };
  return {
    observe: (observation) => {
      const { kind, partition } = observation;
      if (kind === 'retrying') {
        const on = AWAITED[observation.step];
        if (on !== undefined) begin(partition, on);
      } else if (kind === 'waiting') begin(partition, 'history');
      else if (kind === 'recovered') {
        if (AWAITED[observation.step] !== undefined) end(partition);
      } else if (kind !== 'stored' && kind !== 'rebuilding' && kind !== 'recounted' && kind !== 'corrected')
        end(partition);
    },
    take: () => {
      const ended = [...over].filter((partition) => !waits.has(partition));
      over.clear();
      return [...waits, ...ended.map((partition) => [partition, null] as const)];
    },
  };
};
