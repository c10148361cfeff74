import { UTC } from '@tidemark/core';
import type { Observation } from '../observation.ts';
import type { WorkerContext } from '../partition/context.ts';
import { DEFAULT_LIMITS } from '../partition/limits.ts';
import { createWorker } from '../partition/worker.ts';
import type { PartitionWorker } from '../ports/worker.ts';
import { cachedSettings } from '../settings.ts';
import { createDeadLettersTwin, type DeadLettersTwin } from './deadLetters.ts';
import { createHistoryTwin, type HistoryTwin } from './history.ts';
import { createLedgerTwin } from './ledger.ts';
import { createLiveStoreTwin, type LiveStoreTwin } from './liveStore.ts';
import { createLogTwin, type LogTwin, twinDecoder } from './log.ts';
import { twinEncoder } from './rowEncoder.ts';
import {
  createSettingsCacheTwin,
  createSettingsTwin,
  type SettingsCacheTwin,
  type SettingsTwin,
} from './settings.ts';

/** The whole topology in memory: no broker, no store, no clock. */
export interface Topology {
  readonly log: LogTwin;
  readonly live: LiveStoreTwin;
  readonly history: HistoryTwin;
  readonly deadLetters: DeadLettersTwin;
  readonly settings: SettingsTwin;
  readonly cache: SettingsCacheTwin;
  readonly observations: readonly Observation[];
  /** What a worker is given; change parts of it to put something in between. */
  readonly context: WorkerContext;
}

export const createTopology = (partitions: number, today: () => number): Topology => {
  const log = createLogTwin(partitions);
  const live = createLiveStoreTwin();
  const history = createHistoryTwin();
  const deadLetters = createDeadLettersTwin();
  const settings = createSettingsTwin();
  const cache = createSettingsCacheTwin();
  const observations: Observation[] = [];
  const context: WorkerContext = {
    topic: 'events',
    state: live.state,
    outbox: live.outbox,
    terms: live.terms,
    history,
    ledger: createLedgerTwin(history),
    deadLetters,
    settings: cachedSettings(cache, settings),
    decoder: twinDecoder(partitions),
    encoder: twinEncoder,
    calendarFor: () => UTC,
    today,
    wait: async () => undefined,
    observe: (observation) => void observations.push(observation),
    limits: DEFAULT_LIMITS,
    rebuild: 'auto',
  };
  return { log, live, history, deadLetters, settings, cache, observations, context };
};

/** Turns of the event queue that the sender may take to store what was applied. */
const TURNS = 100_000;

/**
 * Applies everything in the log in slices of `cut` records at most, waits until history holds it, and gives the partitions
 * back. Starts where the live store stands, so it can be called again after more was appended.
 */
export const drive = async (
  { log, live, context }: Topology,
  cut = 500,
  worker: PartitionWorker = createWorker(context),
): Promise<void> => {
  const { signal } = new AbortController();
  for (let partition = 0; partition < log.partitions; partition++) {
    const { end } = log.bounds(partition);
    let position = await worker.claim(partition, log.bounds(partition));
    while (position < end) {
      const slice = log.read(partition, position, cut);
      if ((await worker.apply(slice, signal)) === 'lost') throw new Error(`partition ${partition} was lost`);
      position = slice.next;
    }
    for (let turn = 0; (live.partition(partition)?.stored ?? 0) < end; turn++) {
      if (turn === TURNS) throw new Error(`partition ${partition} was applied and not stored`);
      await Promise.resolve();
    }
    await worker.release(partition);
  }
};
