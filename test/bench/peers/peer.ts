import { type ChildProcess, spawn } from 'node:child_process';
import { type Costs, costsOf } from '../measure/processCost.ts';
import type { BenchStores } from '../stores/benchStores.ts';

/** One drain of the whole topic by one peer. */
export interface Drained {
  readonly events: number;
  /** From the first record the peer had to the last one dealt with. */
  readonly seconds: number;
  /** CPU by process, before and after, the peer's own as `worker`. */
  readonly before: Costs;
  readonly after: Costs;
}

export interface Peer {
  readonly name: string;
  readonly what: string;
  /** Round numbers keep consumer groups and databases apart. */
  readonly drain: (stores: BenchStores, total: number, round: number) => Promise<Drained>;
}

/** A peer in a process of its own: its last line is `{"seconds":…}`, printed when it has seen `total` records, or with `"events":…` after as many as it says. */
export const peerProcess = async (
  stores: BenchStores,
  total: number,
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Drained> => {
  const before = costsOf(stores.pids());
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  try {
    const [, seconds, events] = await lastLine(child, /^\{"seconds":([\d.]+)(?:,"events":(\d+))?\}$/m);
    const after = costsOf({ ...stores.pids(), worker: child.pid! });
    return { events: Number(events ?? total), seconds: Number(seconds), before, after };
  } finally {
    // It waits for the end of its input, so that its counters can still be read.
    child.stdin?.end();
    if (child.exitCode === null && child.signalCode === null)
      await new Promise<void>((resolve) => child.once('exit', () => resolve()));
  }
};

const lastLine = (child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> => {
  const { promise, resolve, reject } = Promise.withResolvers<RegExpExecArray>();
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    const found = pattern.exec(output);
    if (found !== null) resolve(found);
  });
  child.once('error', reject);
  child.once('exit', (code) => reject(new Error(`a peer ended with ${code}: ${output.slice(-2_000)}`)));
  return promise;
};
