import { url as inspectorUrl } from 'node:inspector';
import { Worker } from 'node:worker_threads';

/** What the watching thread is given. */
export interface LoopWatch {
  readonly service: string;
  /** One 32-bit counter, raised by the loop that is watched. */
  readonly beats: SharedArrayBuffer;
  /** Milliseconds between two looks, and how many looks without a beat are too many. */
  readonly interval: number;
  readonly looks: number;
}

const INTERVAL = 5_000;
const LOOKS = 12;

/**
 * Ends the process where its event loop stands still for a minute: no timer, no answer, no heartbeat would tell anybody else.
 * A thread of its own counts its own looks and asks no clock: a process that was stopped, or a machine that slept, has
 * neither beaten nor looked meanwhile. What is returned ends the watch.
 */
export const watchLoop = (service: string, interval = INTERVAL, looks = LOOKS): (() => Promise<void>) => {
  // Whoever debugs lets the loop stand still on purpose.
  if (inspectorUrl() !== undefined) return async () => undefined;
  const beats = new SharedArrayBuffer(4);
  const counter = new Int32Array(beats);
  const timer = setInterval(() => Atomics.add(counter, 0, 1), interval / 2);
  timer.unref();
  const watch: LoopWatch = { service, beats, interval, looks };
  const thread = new Worker(new URL('./watchingThread.js', import.meta.url), {
    workerData: watch,
    execArgv: [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
  });
  thread.unref();
  return async () => {
    clearInterval(timer);
    await thread.terminate();
  };
};
