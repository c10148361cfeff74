import { RetryLater } from '../failures.ts';
import { createWorker } from '../partition/worker.ts';
import type { PartitionWorker } from '../ports/worker.ts';
import type { Topology } from '../twins/topology.ts';
import type { Random } from './random.ts';
import type { Actor, Scheduler } from './scheduler.ts';
import { unreliable, type Weather } from './unreliable.ts';

export interface World {
  readonly topology: Topology;
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly weather: Weather;
  /** Whom the consumer group gives each partition to. */
  readonly owners: Map<number, SimulatedProcess>;
  readonly failures: unknown[];
}

/** One processor with its reader of the log. */
export interface SimulatedProcess {
  readonly actor: Actor;
  /** The partition is theirs from now on. */
  readonly assign: (partition: number) => void;
  /** The group tells them that it is not. */
  readonly revoke: (partition: number) => void;
}

const LONGEST_SLICE = 7;

export const startProcess = (name: string, world: World): SimulatedProcess => {
  const { topology, scheduler, random, weather, owners, failures } = world;
  const actor: Actor = { name, alive: true, frozen: false };
  const worker = createWorker(unreliable(topology.context, actor, scheduler, random, weather));
  const held = new Map<number, AbortController>();

  const again = async <T>(attempt: () => Promise<T>): Promise<T | null> => {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof RetryLater)) throw error;
      await scheduler.pause(actor, 'tries again');
      return null;
    }
  };

  const self: SimulatedProcess = {
    actor,
    assign: (partition) => {
      const controller = new AbortController();
      held.get(partition)?.abort();
      held.set(partition, controller);
      const isOurs = (): boolean => !controller.signal.aborted;
      readPartition(partition, isOurs, controller.signal).catch((error: unknown) => failures.push(error));
    },
    revoke: (partition) => held.get(partition)?.abort(),
  };

  const readPartition = async (
    partition: number,
    isOurs: () => boolean,
    signal: AbortSignal,
  ): Promise<void> => {
    while (isOurs()) {
      await scheduler.pause(actor, `takes ${partition}`);
      const start = await again(() => worker.claim(partition, topology.log.bounds(partition)));
      if (start === null) continue;
      await applyAll(worker, partition, start, isOurs, signal);
      await worker.release(partition);
      // Whoever lost a partition asks the group, and learns that another has it.
      if (owners.get(partition) !== self) return;
    }
  };

  const applyAll = async (
    worker: PartitionWorker,
    partition: number,
    start: number,
    isOurs: () => boolean,
    signal: AbortSignal,
  ): Promise<void> => {
    let position = start;
    while (isOurs()) {
      const slice = topology.log.read(partition, position, 1 + random.integer(LONGEST_SLICE));
      if (slice.records.length === 0) await scheduler.pause(actor, `idles at ${partition}`);
      const result = await again(() => worker.apply(slice, signal));
      if (result === 'lost') return;
      if (result === 'applied') position = slice.next;
    }
  };

  return self;
};
