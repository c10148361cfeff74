import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

/*
 * Runs beside the loop it watches; nothing here may need that loop, not even to write. Plain JavaScript, as a thread that
 * strips types takes 8 MB more than this whole watch is worth.
 */

/** @type {import('./watchLoop.ts').LoopWatch} */
const { service, beats, interval, looks } = workerData;
const counter = new Int32Array(beats);
const pause = new Int32Array(new SharedArrayBuffer(4));

const STDERR = 2;

let last = Atomics.load(counter, 0);
let still = 0;
while (still < looks) {
  Atomics.wait(pause, 0, 0, interval);
  const now = Atomics.load(counter, 0);
  still = now === last ? still + 1 : 0;
  last = now;
}
const line = {
  level: 60,
  time: new Date().toISOString(),
  pid: process.pid,
  name: service,
  runbook: 'docs/runbook/standing-still.md',
  msg: `the event loop has stood still for ${(looks * interval) / 1000} s; ending`,
};
writeSync(STDERR, `${JSON.stringify(line)}\n`);
// The thread that stands still can end nothing in order, and ours ends only itself otherwise.
process.kill(process.pid, 'SIGKILL');
